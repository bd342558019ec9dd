// The precompiled header of the rooms that print (CMakeLists.txt). The JSON classes that they write
// with are made once, in json_instances.cc, rather than in every object. CLI11 stays out: the mere
// presence of it costs every object a second.

#include "cmake/pch.h"

#include <nlohmann/json.hpp>

extern template class nlohmann::basic_json<>;
extern template class nlohmann::basic_json<nlohmann::ordered_map>;
