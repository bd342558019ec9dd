#ifndef ROLELINT_SERVE_MCP_SERVER_H_
#define ROLELINT_SERVE_MCP_SERVER_H_

// The Model Context Protocol over standard input and output: a server with tools. docs/mcp.md.
// https://modelcontextprotocol.io/specification

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/serve/client_roots.h"
#include "analyzer/serve/json_rpc.h"

namespace rolelint::serve {

// What a tool answers. An error is one for the client's model to read and to mend.
struct ToolAnswer {
  std::string text;
  JsonTree structured;  // null, or an object that says the same
  bool error = false;
};

struct McpTool {
  std::string_view name;
  std::string_view title;
  std::string_view description;
  JsonTree input_schema;
  std::function<ToolAnswer(const JsonTree& arguments, const ClientRoots& roots)> call;
};

class McpServer {
 public:
  McpServer(std::vector<McpTool> tools, std::string_view version, RpcChannel* channel)
      : tools_(std::move(tools)), version_(version), channel_(*channel) {}

  // Serves until the input ends.
  void Run();

 private:
  struct Call {
    JsonTree id;
    JsonTree params;
  };

  void Handle(RpcMessage message);
  void Request(RpcMessage message);
  RpcResult Initialize(const JsonTree& params);
  RpcResult ListTools() const;
  // Answers now, or when the client has told its roots.
  void CallTool(Call call);
  RpcResult Answer(const Call& call) const;
  void AskForRoots();
  void TakeRoots(const RpcMessage& response);

  std::vector<McpTool> tools_;
  std::string_view version_;
  RpcChannel& channel_;
  bool initialized_ = false;
  bool client_has_roots_ = false;
  bool roots_known_ = false;
  bool asked_ = false;
  int asked_number_ = 0;  // of the last question for the roots
  ClientRoots roots_;
  std::vector<Call> waiting_;  // for the roots
};

}  // namespace rolelint::serve

#endif  // ROLELINT_SERVE_MCP_SERVER_H_
