#ifndef ROLELINT_CLI_MAP_WHO_CAN_H_
#define ROLELINT_CLI_MAP_WHO_CAN_H_

// Which users and roles may do something, by what they have themselves.

#include <optional>
#include <string>
#include <vector>

#include "analyzer/cli/map_arguments.h"
#include "analyzer/cli/map_input.h"
#include "analyzer/graph/judge.h"

namespace rolelint::cli {

struct WhoCan {
  uint32_t node = 0;
  graph::Judgement why;
};

// Asks about arguments.action and arguments.resource (any, if it is "" or "*"). Nullopt, with a
// sentence in `error`, where these are wrong.
std::optional<std::vector<WhoCan>> AskWhoCan(const MapArguments& arguments, MapInput* input,
                                             std::string* error);

}  // namespace rolelint::cli

#endif  // ROLELINT_CLI_MAP_WHO_CAN_H_
