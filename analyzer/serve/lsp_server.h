#ifndef ROLELINT_SERVE_LSP_SERVER_H_
#define ROLELINT_SERVE_LSP_SERVER_H_

// The Language Server Protocol, 3.17, for documents with policies. docs/lsp.md.
// https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/

#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>

#include "analyzer/catalog/catalog.h"
#include "analyzer/engine/check.h"
#include "analyzer/serve/json_rpc.h"
#include "analyzer/serve/lsp_document.h"

namespace rolelint::serve {

// What the server asks of the program.
struct LspHost {
  // Texts of documents by path, or by URI where they have no file.
  using Texts = std::map<std::string, std::string_view>;
  // Checks a text; `path` is its file's, or its URI where it has none. `open` are all documents,
  // this one among them: what the editor has counts, not what is on the disk.
  std::function<engine::CheckResult(const std::string& path, const std::string& text,
                                    const Texts& open)>
      check;
  // Whether what is found in the file `path` rests on what is in `other` too.
  std::function<bool(const std::string& path, const std::string& other)> rests_on;
  // The folder that the client works in, told once.
  std::function<void(const std::string& folder)> enter;
  // A file was saved: true if the documents must be checked anew, as it is the configuration.
  std::function<bool(const std::string& path)> saved;
  std::string_view (*rule_page)(std::string_view id) = nullptr;
  const catalog::Catalog* catalog = nullptr;
  std::string_view version;
};

class LspServer {
 public:
  LspServer(LspHost host, RpcChannel* channel) : host_(std::move(host)), channel_(*channel) {}

  // Serves until the client says exit or the input ends. True if it said shutdown before.
  bool Run();

 private:
  using Handler = RpcResult (LspServer::*)(const JsonTree& params);
  struct Method {
    std::string_view name;
    Handler handler;
  };

  bool Handle(const RpcMessage& message);
  RpcResult Call(const RpcMessage& message);
  // Checks what has changed and tells the client, unless more of the client is waiting.
  void CheckChanged();
  void Check(LspDocument* document);
  // The document of the URI, or the file of it, is another now: what rests on it is checked anew.
  void CheckRelatedTo(const std::string& uri);
  LspDocument* Find(const JsonTree& params);

  RpcResult Initialize(const JsonTree& params);
  RpcResult Shutdown(const JsonTree& params);
  RpcResult Hover(const JsonTree& params);
  RpcResult Completion(const JsonTree& params);
  RpcResult CodeAction(const JsonTree& params);
  void Notice(const RpcMessage& message);
  void Open(const JsonTree& params);
  void Change(const JsonTree& params);
  void Close(const JsonTree& params);
  void Saved(const std::string& uri);

  LspHost host_;
  RpcChannel& channel_;
  LspClient client_;
  std::map<std::string, LspDocument> documents_;  // by URI
  std::set<std::string> changed_;                 // URIs of documents that the client is to hear of
  bool initialized_ = false;
  bool shut_down_ = false;
};

}  // namespace rolelint::serve

#endif  // ROLELINT_SERVE_LSP_SERVER_H_
