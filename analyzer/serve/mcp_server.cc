#include "analyzer/serve/mcp_server.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "analyzer/serve/file_uri.h"
#include "analyzer/text/spelling.h"

namespace rolelint::serve {
namespace {

// Versions of the protocol that the server speaks, the newest first. Of 2025-03-26 it does not:
// that one has batches.
constexpr std::string_view kVersions[] = {"2025-11-25", "2025-06-18", "2024-11-05"};

constexpr std::string_view kInstructions =
    "rolelint checks AWS IAM policies offline and proves what they allow. Pass policies as text, "
    "or "
    "name files within the client's roots. check finds mistakes and risks; explain gives a rule's "
    "page; prove answers for all requests and simulate for one; why explains an AccessDenied "
    "message; catalog looks up actions, condition keys and resource types.";

// The members of a call's arguments that name files.
bool NamesFiles(const JsonTree& params) {
  const JsonTree* arguments = Member(params, "arguments");
  if (arguments == nullptr) return false;
  for (const std::string_view name : {"paths", "a_path", "b_path"}) {
    if (Member(*arguments, name) != nullptr) return true;
  }
  return false;
}

std::string RootsId(int number) { return fmt::format("roots-{}", number); }

}  // namespace

void McpServer::Run() {
  ServeMessages(&channel_, [this](RpcMessage message) {
    Handle(std::move(message));
    return true;
  });
  for (const Call& call : waiting_) channel_.Answer(call.id, Answer(call));
}

void McpServer::Handle(RpcMessage message) {
  switch (message.kind) {
    case RpcMessage::Kind::kRequest:
      return Request(std::move(message));
    case RpcMessage::Kind::kResponse:
      return TakeRoots(message);
    case RpcMessage::Kind::kNotification:
      break;
  }
  if (message.method != "notifications/roots/list_changed") return;
  roots_known_ = false;
  roots_ = {};
  // What was asked before may be answered with the roots of then.
  if (asked_) AskForRoots();
}

void McpServer::Request(RpcMessage message) {
  if (message.method == "ping") {
    channel_.Answer(message.id, JsonTree::object());
  } else if (message.method == "initialize") {
    channel_.Answer(message.id, Initialize(message.params));
  } else if (message.method != "tools/list" && message.method != "tools/call") {
    channel_.Answer(message.id,
                    RpcError{RpcError::kNoMethod, "there is no method " + message.method});
  } else if (!initialized_) {
    channel_.Answer(message.id,
                    RpcError{RpcError::kInvalidRequest, "the server is not initialized"});
  } else if (message.method == "tools/list") {
    channel_.Answer(message.id, ListTools());
  } else {
    CallTool({std::move(message.id), std::move(message.params)});
  }
}

RpcResult McpServer::Initialize(const JsonTree& params) {
  const std::string_view asked = StringMember(params, "protocolVersion");
  if (asked.empty()) return RpcError{RpcError::kInvalidParams, "protocolVersion is missing"};
  const bool known =
      std::find(std::begin(kVersions), std::end(kVersions), asked) != std::end(kVersions);
  initialized_ = true;
  client_has_roots_ = MemberAt(params, {"capabilities", "roots"}) != nullptr;
  return JsonTree{
      {"protocolVersion", known ? asked : kVersions[0]},
      {"capabilities", {{"tools", {{"listChanged", false}}}}},
      {"serverInfo", {{"name", "rolelint"}, {"title", "rolelint"}, {"version", version_}}},
      {"instructions", kInstructions}};
}

RpcResult McpServer::ListTools() const {
  JsonTree list = JsonTree::array();
  for (const McpTool& tool : tools_) {
    list.push_back({{"name", tool.name},
                    {"title", tool.title},
                    {"description", tool.description},
                    {"inputSchema", tool.input_schema},
                    {"annotations",
                     {{"readOnlyHint", true},
                      {"destructiveHint", false},
                      {"idempotentHint", true},
                      {"openWorldHint", false}}}});
  }
  return JsonTree{{"tools", std::move(list)}};
}

void McpServer::CallTool(Call call) {
  if (client_has_roots_ && !roots_known_ && NamesFiles(call.params)) {
    waiting_.push_back(std::move(call));
    if (!asked_) AskForRoots();
    return;
  }
  channel_.Answer(call.id, Answer(call));
}

RpcResult McpServer::Answer(const Call& call) const {
  const std::string_view name = StringMember(call.params, "name");
  const auto tool = std::find_if(tools_.begin(), tools_.end(),
                                 [&](const McpTool& one) { return one.name == name; });
  if (tool == tools_.end()) {
    std::vector<std::string_view> names;
    for (const McpTool& one : tools_) names.push_back(one.name);
    const std::string_view meant = text::ClosestWord(name, names);
    return RpcError{RpcError::kInvalidParams,
                    fmt::format("there is no tool \"{}\"{}", name,
                                meant.empty() ? "" : fmt::format("; did you mean {}?", meant))};
  }
  static const JsonTree kNone = JsonTree::object();
  const JsonTree* arguments = Member(call.params, "arguments");
  if (arguments == nullptr || arguments->is_null()) arguments = &kNone;
  if (!arguments->is_object()) {
    return RpcError{RpcError::kInvalidParams, "arguments: not an object"};
  }
  ToolAnswer answer = tool->call(*arguments, roots_);
  JsonTree text = {{"type", "text"}, {"text", std::move(answer.text)}};
  JsonTree result = {{"content", JsonTree::array({std::move(text)})}};
  if (!answer.structured.is_null()) result["structuredContent"] = std::move(answer.structured);
  result["isError"] = answer.error;
  return result;
}

void McpServer::AskForRoots() {
  asked_ = true;
  channel_.Request(RootsId(++asked_number_), "roots/list", nullptr);
}

void McpServer::TakeRoots(const RpcMessage& response) {
  if (!asked_ || response.id != RootsId(asked_number_)) return;
  std::vector<std::string> folders;
  const JsonTree* roots = Member(response.params, "roots");
  if (roots != nullptr && roots->is_array()) {
    for (const JsonTree& root : *roots) {
      if (const auto path = PathOfUri(StringMember(root, "uri"))) folders.push_back(*path);
    }
  }
  asked_ = false;
  roots_known_ = true;
  roots_ = ClientRoots(folders);
  std::vector<Call> calls;
  calls.swap(waiting_);
  for (const Call& call : calls) channel_.Answer(call.id, Answer(call));
}

}  // namespace rolelint::serve
