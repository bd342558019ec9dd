#ifndef ROLELINT_CLI_SIMULATE_COMMAND_H_
#define ROLELINT_CLI_SIMULATE_COMMAND_H_

// `rolelint simulate`: decides one request against exports, or a batch of requests that bring their
// policies along.

#include <string>
#include <vector>

#include "analyzer/cli/command_line.h"
#include "analyzer/cli/streams.h"

namespace rolelint::cli {

void AddSimulateCommand(Command app, const Streams& streams, int* status);

}  // namespace rolelint::cli

#endif  // ROLELINT_CLI_SIMULATE_COMMAND_H_
