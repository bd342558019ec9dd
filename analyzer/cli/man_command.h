#ifndef ROLELINT_CLI_MAN_COMMAND_H_
#define ROLELINT_CLI_MAN_COMMAND_H_

#include "analyzer/cli/command_line.h"
#include "analyzer/cli/streams.h"

namespace rolelint::cli {

// `rolelint man`: prints the manual page, for man(1). Both are made from
// the options of `line`, which outlives the parse.
void AddManCommand(Command app, const CommandLine& line, const Streams& streams, int* status);

}  // namespace rolelint::cli

#endif  // ROLELINT_CLI_MAN_COMMAND_H_
