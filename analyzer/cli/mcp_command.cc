#include "analyzer/cli/mcp_command.h"

#include <unistd.h>

#include <memory>
#include <optional>

#include "analyzer/cli/mcp_tools.h"
#include "analyzer/cli/text_checker.h"
#include "analyzer/serve/mcp_server.h"

namespace rolelint::cli {
namespace {

int RunMcp(TextCheckerArguments arguments, const Streams& streams) {
  // A file that no root of the client holds is read only where the user names it.
  arguments.no_config = arguments.config.empty();
  const std::optional<TextChecker> checker = TextChecker::Make(arguments, streams);
  if (!checker) return kError;
  serve::RpcChannel channel(serve::Framing::kLines, STDIN_FILENO, streams.out);
  serve::McpServer(McpTools(*checker), ROLELINT_VERSION, &channel).Run();
  return channel.fine() ? kOk : kError;
}

}  // namespace

void AddMcpCommand(Command app, const Streams& streams, int* status) {
  auto arguments = std::make_shared<TextCheckerArguments>();
  Command command = app.AddCommand(
      "mcp", "Serve an agent: check, prove, simulate, why, explain and catalog as its tools");
  command
      .AddOption("--config", arguments->config,
                 "Use this configuration file; none is looked for without")
      .File();
  AddCatalogOption(command, arguments->catalog);
  command.Footer("Exit status: 0 when standard input ends; 2 bad usage.");
  command.Callback([arguments, &streams, status] { *status = RunMcp(*arguments, streams); });
}

}  // namespace rolelint::cli
