// The precompiled header of the tests (CMakeLists.txt).

#include "cmake/pch_print.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
