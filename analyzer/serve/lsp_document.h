#ifndef ROLELINT_SERVE_LSP_DOCUMENT_H_
#define ROLELINT_SERVE_LSP_DOCUMENT_H_

// A document of the language server, and what the protocol is told of it. docs/lsp.md.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/catalog/catalog.h"
#include "analyzer/engine/check.h"
#include "analyzer/serve/json_text.h"
#include "analyzer/serve/text_document.h"
#include "analyzer/serve/text_place.h"

namespace rolelint::serve {

struct LspDocument {
  std::string uri;
  std::string language;
  TextDocument text;
  JsonTree version;  // a number, or null
  engine::CheckResult result;
  bool checked = false;  // the result is that of the text

  Notation notation() const { return NotationOf(language, uri, text.text()); }
};

// What the client can do.
struct LspClient {
  bool snippets = false;
  bool document_changes = false;
  bool related_information = false;
};

JsonTree RangeObject(const TextDocument& document, size_t begin, size_t end);

// The parameters of textDocument/publishDiagnostics.
JsonTree DiagnosticsOf(const LspDocument& document, const LspClient& client);

// The code actions for a range, [begin, end] in bytes.
JsonTree CodeActionsIn(const LspDocument& document, const LspClient& client, size_t begin,
                       size_t end);

// The findings at the place and what the catalogue says of the word at it; null if there is
// nothing.
JsonTree HoverAt(const LspDocument& document, size_t offset, const catalog::Catalog& catalog,
                 std::string_view (*rule_page)(std::string_view id));

// The completion list at the place.
JsonTree CompletionsAt(const LspDocument& document, size_t offset, const LspClient& client,
                       const catalog::Catalog& catalog);

// The catalogue's answer on a word of a policy, as Markdown; "" if it has none.
std::string CatalogNote(const catalog::Catalog& catalog, std::string_view word,
                        PlaceElement element);

}  // namespace rolelint::serve

#endif  // ROLELINT_SERVE_LSP_DOCUMENT_H_
