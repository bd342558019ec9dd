#include "analyzer/serve/lsp_server.h"

#include <algorithm>
#include <utility>

#include "analyzer/serve/file_uri.h"

namespace rolelint::serve {
namespace {

constexpr int kNotInitialized = -32002;
// textDocumentSync: changes come as ranges.
constexpr int kIncremental = 2;

// Nullopt if the object has no such position.
std::optional<TextPosition> PositionIn(const JsonTree& object, std::string_view name) {
  const JsonTree* value = Member(object, name);
  if (value == nullptr) return std::nullopt;
  const std::optional<uint32_t> line = NumberMember(*value, "line");
  const std::optional<uint32_t> character = NumberMember(*value, "character");
  if (!line || !character) return std::nullopt;
  return TextPosition{*line, *character};
}

JsonTree ServerCapabilities() {
  return {{"positionEncoding", "utf-16"},
          {"textDocumentSync", {{"openClose", true}, {"change", kIncremental}, {"save", true}}},
          {"hoverProvider", true},
          {"completionProvider",
           {{"triggerCharacters", JsonTree::array({"\"", ":", "/"})}, {"resolveProvider", false}}},
          {"codeActionProvider", {{"codeActionKinds", JsonTree::array({"quickfix"})}}}};
}

RpcError WrongParams(std::string message) { return {RpcError::kInvalidParams, std::move(message)}; }

std::string PathOrUri(const std::string& uri) { return PathOfUri(uri).value_or(uri); }

// The folder that a client names, in any of the protocol's ways; "" if it names none.
std::string FolderOf(const JsonTree& params) {
  const JsonTree* folders = Member(params, "workspaceFolders");
  if (folders != nullptr && folders->is_array() && !folders->empty()) {
    return PathOfUri(StringMember((*folders)[0], "uri")).value_or("");
  }
  return PathOfUri(StringMember(params, "rootUri")).value_or("");
}

}  // namespace

bool LspServer::Run() {
  ServeMessages(&channel_, [this](const RpcMessage& message) { return Handle(message); });
  return shut_down_;
}

bool LspServer::Handle(const RpcMessage& message) {
  if (message.kind == RpcMessage::Kind::kRequest) {
    channel_.Answer(message.id, Call(message));
  } else if (message.kind == RpcMessage::Kind::kNotification) {
    if (message.method == "exit") return false;
    if (initialized_ && !shut_down_) Notice(message);
  }
  if (!channel_.HasMore()) CheckChanged();
  return true;
}

RpcResult LspServer::Call(const RpcMessage& message) {
  static constexpr Method kMethods[] = {
      {"initialize", &LspServer::Initialize},
      {"shutdown", &LspServer::Shutdown},
      {"textDocument/hover", &LspServer::Hover},
      {"textDocument/completion", &LspServer::Completion},
      {"textDocument/codeAction", &LspServer::CodeAction},
  };
  if (!initialized_ && message.method != "initialize") {
    return RpcError{kNotInitialized, "the server is not initialized"};
  }
  if (shut_down_) return RpcError{RpcError::kInvalidRequest, "the server is shut down"};
  for (const Method& method : kMethods) {
    if (method.name == message.method) return (this->*method.handler)(message.params);
  }
  return RpcError{RpcError::kNoMethod, "there is no method " + message.method};
}

RpcResult LspServer::Initialize(const JsonTree& params) {
  if (initialized_) return RpcError{RpcError::kInvalidRequest, "initialize was called before"};
  initialized_ = true;
  client_.snippets = TrueAt(
      params, {"capabilities", "textDocument", "completion", "completionItem", "snippetSupport"});
  client_.document_changes =
      TrueAt(params, {"capabilities", "workspace", "workspaceEdit", "documentChanges"});
  client_.related_information =
      TrueAt(params, {"capabilities", "textDocument", "publishDiagnostics", "relatedInformation"});
  if (const std::string folder = FolderOf(params); !folder.empty()) host_.enter(folder);
  return JsonTree{{"capabilities", ServerCapabilities()},
                  {"serverInfo", {{"name", "rolelint"}, {"version", host_.version}}}};
}

RpcResult LspServer::Shutdown(const JsonTree& /*params*/) {
  shut_down_ = true;
  changed_.clear();
  return JsonTree();
}

LspDocument* LspServer::Find(const JsonTree& params) {
  const JsonTree* document = Member(params, "textDocument");
  if (document == nullptr) return nullptr;
  const auto found = documents_.find(std::string(StringMember(*document, "uri")));
  return found == documents_.end() ? nullptr : &found->second;
}

RpcResult LspServer::Hover(const JsonTree& params) {
  LspDocument* document = Find(params);
  const std::optional<TextPosition> position = PositionIn(params, "position");
  if (document == nullptr || !position) return WrongParams("no open document, or no position");
  Check(document);
  return HoverAt(*document, document->text.OffsetOf(*position), *host_.catalog, host_.rule_page);
}

RpcResult LspServer::Completion(const JsonTree& params) {
  const LspDocument* document = Find(params);
  const std::optional<TextPosition> position = PositionIn(params, "position");
  if (document == nullptr || !position) return WrongParams("no open document, or no position");
  return CompletionsAt(*document, document->text.OffsetOf(*position), client_, *host_.catalog);
}

RpcResult LspServer::CodeAction(const JsonTree& params) {
  LspDocument* document = Find(params);
  const JsonTree* range = Member(params, "range");
  if (document == nullptr || range == nullptr) return WrongParams("no open document, or no range");
  const std::optional<TextPosition> begin = PositionIn(*range, "start");
  const std::optional<TextPosition> end = PositionIn(*range, "end");
  if (!begin || !end) return WrongParams("the range has no start or no end");
  const JsonTree* only = MemberAt(params, {"context", "only"});
  if (only != nullptr && only->is_array()) {
    const bool asked = std::any_of(only->begin(), only->end(), [](const JsonTree& kind) {
      return kind.is_string() && (kind == "quickfix" || kind.get_ref<const std::string&>().empty());
    });
    if (!asked) return JsonTree::array();
  }
  Check(document);
  return CodeActionsIn(*document, client_, document->text.OffsetOf(*begin),
                       document->text.OffsetOf(*end));
}

void LspServer::Notice(const RpcMessage& message) {
  const std::string& method = message.method;
  const JsonTree& params = message.params;
  if (method == "textDocument/didOpen") {
    Open(params);
  } else if (method == "textDocument/didChange") {
    Change(params);
  } else if (method == "textDocument/didClose") {
    Close(params);
  } else if (method == "textDocument/didSave") {
    const JsonTree* document = Member(params, "textDocument");
    if (document != nullptr) Saved(std::string(StringMember(*document, "uri")));
  } else if (method == "workspace/didChangeWatchedFiles") {
    const JsonTree* changes = Member(params, "changes");
    if (changes == nullptr || !changes->is_array()) return;
    for (const JsonTree& change : *changes) Saved(std::string(StringMember(change, "uri")));
  }
}

void LspServer::Open(const JsonTree& params) {
  const JsonTree* given = Member(params, "textDocument");
  if (given == nullptr || StringMember(*given, "uri").empty()) return;
  const std::string uri(StringMember(*given, "uri"));
  LspDocument& document = documents_[uri] = {};
  document.uri = uri;
  document.language = StringMember(*given, "languageId");
  document.text = TextDocument(std::string(StringMember(*given, "text")));
  if (const JsonTree* version = Member(*given, "version");
      version != nullptr && version->is_number_integer()) {
    document.version = *version;
  }
  changed_.insert(uri);
  CheckRelatedTo(uri);
}

void LspServer::Change(const JsonTree& params) {
  LspDocument* document = Find(params);
  const JsonTree* changes = Member(params, "contentChanges");
  if (document == nullptr || changes == nullptr || !changes->is_array()) return;
  for (const JsonTree& change : *changes) {
    const std::string_view text = StringMember(change, "text");
    const JsonTree* range = Member(change, "range");
    if (range == nullptr || range->is_null()) {
      document->text = TextDocument(std::string(text));
      continue;
    }
    const std::optional<TextPosition> begin = PositionIn(*range, "start");
    const std::optional<TextPosition> end = PositionIn(*range, "end");
    if (begin && end) document->text.Replace(*begin, *end, text);
  }
  if (const JsonTree* version = MemberAt(params, {"textDocument", "version"});
      version != nullptr && version->is_number_integer()) {
    document->version = *version;
  }
  document->checked = false;
  changed_.insert(document->uri);
  CheckRelatedTo(document->uri);
}

void LspServer::Close(const JsonTree& params) {
  const LspDocument* document = Find(params);
  if (document == nullptr) return;
  const std::string uri = document->uri;
  documents_.erase(uri);
  changed_.erase(uri);
  CheckRelatedTo(uri);
  channel_.Notify("textDocument/publishDiagnostics",
                  {{"uri", uri}, {"diagnostics", JsonTree::array()}});
}

void LspServer::CheckRelatedTo(const std::string& uri) {
  const std::string path = PathOrUri(uri);
  for (auto& [name, document] : documents_) {
    if (name == uri || !host_.rests_on(PathOrUri(name), path)) continue;
    document.checked = false;
    changed_.insert(name);
  }
}

void LspServer::Saved(const std::string& uri) {
  CheckRelatedTo(uri);
  if (!host_.saved(PathOrUri(uri))) return;
  for (auto& [name, document] : documents_) {
    document.checked = false;
    changed_.insert(name);
  }
}

void LspServer::Check(LspDocument* document) {
  if (document->checked) return;
  LspHost::Texts open;
  for (const auto& [uri, other] : documents_) open.emplace(PathOrUri(uri), other.text.text());
  document->result = host_.check(PathOrUri(document->uri), document->text.text(), open);
  document->checked = true;
}

void LspServer::CheckChanged() {
  for (const std::string& uri : changed_) {
    LspDocument& document = documents_[uri];
    Check(&document);
    channel_.Notify("textDocument/publishDiagnostics", DiagnosticsOf(document, client_));
  }
  changed_.clear();
}

}  // namespace rolelint::serve
