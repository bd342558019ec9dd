#ifndef ROLELINT_CLI_MAP_COMMAND_H_
#define ROLELINT_CLI_MAP_COMMAND_H_

#include "analyzer/cli/command_line.h"
#include "analyzer/cli/streams.h"

namespace rolelint::cli {

// `rolelint map QUESTION`. docs/map.md has the contract.
void AddMapCommand(Command app, const Streams& streams, int* status);

}  // namespace rolelint::cli

#endif  // ROLELINT_CLI_MAP_COMMAND_H_
