#ifndef ROLELINT_CLI_CONFIG_COMMAND_H_
#define ROLELINT_CLI_CONFIG_COMMAND_H_

// `rolelint config show` and `rolelint config schema`.

#include "analyzer/cli/command_line.h"
#include "analyzer/cli/streams.h"

namespace rolelint::cli {

void AddConfigCommand(Command app, const Streams& streams, int* status);

}  // namespace rolelint::cli

#endif  // ROLELINT_CLI_CONFIG_COMMAND_H_
