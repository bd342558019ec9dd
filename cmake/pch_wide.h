// The precompiled header of the rooms that print and of the tests (CMakeLists.txt).

#include "cmake/pch.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>
