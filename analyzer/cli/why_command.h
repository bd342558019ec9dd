#ifndef ROLELINT_CLI_WHY_COMMAND_H_
#define ROLELINT_CLI_WHY_COMMAND_H_

#include "analyzer/cli/command_line.h"
#include "analyzer/cli/streams.h"

namespace rolelint::cli {

// `rolelint why MESSAGE PATH…`. docs/why.md has the contract.
void AddWhyCommand(Command app, const Streams& streams, int* status);

}  // namespace rolelint::cli

#endif  // ROLELINT_CLI_WHY_COMMAND_H_
