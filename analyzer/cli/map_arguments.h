#ifndef ROLELINT_CLI_MAP_ARGUMENTS_H_
#define ROLELINT_CLI_MAP_ARGUMENTS_H_

#include <string>
#include <vector>

#include "analyzer/cli/map_input.h"

namespace rolelint::cli {

// What `rolelint map QUESTION` was given.
struct MapArguments {
  MapInputArguments input;
  std::vector<std::string> words;  // the positional ones
  std::string format = "text";
  std::string output;
  std::string from;
  std::string to;
  std::string action;
  std::string resource;
  std::string resource_account;
  bool transitive = false;
  uint32_t most = 20;
};

}  // namespace rolelint::cli

#endif  // ROLELINT_CLI_MAP_ARGUMENTS_H_
