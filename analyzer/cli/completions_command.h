#ifndef ROLELINT_CLI_COMPLETIONS_COMMAND_H_
#define ROLELINT_CLI_COMPLETIONS_COMMAND_H_

#include "analyzer/cli/command_line.h"
#include "analyzer/cli/streams.h"

namespace rolelint::cli {

// `rolelint completions SHELL`: prints a script that completes command lines. Both are made from
// the options of `line`, which outlives the parse.
void AddCompletionsCommand(Command app, const CommandLine& line, const Streams& streams,
                           int* status);

}  // namespace rolelint::cli

#endif  // ROLELINT_CLI_COMPLETIONS_COMMAND_H_
