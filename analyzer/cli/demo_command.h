#ifndef ROLELINT_CLI_DEMO_COMMAND_H_
#define ROLELINT_CLI_DEMO_COMMAND_H_

#include "analyzer/cli/command_line.h"
#include "analyzer/cli/streams.h"

namespace rolelint::cli {

// `rolelint demo`: checks the example that the program carries.
void AddDemoCommand(Command app, const Streams& streams, int* status);

}  // namespace rolelint::cli

#endif  // ROLELINT_CLI_DEMO_COMMAND_H_
