#ifndef ROLELINT_CLI_MAP_EXPORT_H_
#define ROLELINT_CLI_MAP_EXPORT_H_

// The map in formats of other tools. docs/map.md says what each holds.

#include <ostream>
#include <string>
#include <vector>

#include "analyzer/cli/map_input.h"
#include "analyzer/graph/map.h"

namespace rolelint::cli {

// "text", "json" and those below.
std::vector<std::string> GraphFormats();
// A line an edge.
std::string GraphText(const graph::Map& map);
// False, with a sentence in `error`, where the format cannot hold the map.
bool WriteGraph(const std::string& format, MapInput* input, std::ostream& out, std::string* error);

}  // namespace rolelint::cli

#endif  // ROLELINT_CLI_MAP_EXPORT_H_
