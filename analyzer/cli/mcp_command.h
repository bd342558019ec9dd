#ifndef ROLELINT_CLI_MCP_COMMAND_H_
#define ROLELINT_CLI_MCP_COMMAND_H_

#include "analyzer/cli/command_line.h"
#include "analyzer/cli/streams.h"

namespace rolelint::cli {

// `rolelint mcp`: a server of the Model Context Protocol on standard input and output. docs/mcp.md.
void AddMcpCommand(Command app, const Streams& streams, int* status);

}  // namespace rolelint::cli

#endif  // ROLELINT_CLI_MCP_COMMAND_H_
