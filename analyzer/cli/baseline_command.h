#ifndef ROLELINT_CLI_BASELINE_COMMAND_H_
#define ROLELINT_CLI_BASELINE_COMMAND_H_

// `rolelint baseline write` and `rolelint baseline update`: the file of `check --baseline`.

#include "analyzer/cli/command_line.h"
#include "analyzer/cli/streams.h"

namespace rolelint::cli {

void AddBaselineCommand(Command app, const Streams& streams, int* status);

}  // namespace rolelint::cli

#endif  // ROLELINT_CLI_BASELINE_COMMAND_H_
