#ifndef ROLELINT_CLI_LSP_COMMAND_H_
#define ROLELINT_CLI_LSP_COMMAND_H_

#include "analyzer/cli/command_line.h"
#include "analyzer/cli/streams.h"

namespace rolelint::cli {

// `rolelint lsp`: a language server on standard input and output. docs/lsp.md.
void AddLspCommand(Command app, const Streams& streams, int* status);

}  // namespace rolelint::cli

#endif  // ROLELINT_CLI_LSP_COMMAND_H_
