#ifndef ROLELINT_POLICY_OWNED_DOCUMENT_H_
#define ROLELINT_POLICY_OWNED_DOCUMENT_H_

// A policy document together with everything it points into: for policies that must outlive the
// reading of their file, and for policies that are made rather than read.

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/policy/document.h"
#include "analyzer/text/arena.h"
#include "analyzer/text/source.h"
#include "analyzer/text/view.h"

namespace rolelint::policy {

class OwnedDocument {
 public:
  // `text` is one JSON object, read and checked before: nothing is told of what is odd in it. Null
  // if it is none. Spans count in `text`.
  static std::unique_ptr<OwnedDocument> Parse(std::string_view text, std::optional<Kind> kind,
                                              KindSource kind_source);
  OwnedDocument(const OwnedDocument&) = delete;
  OwnedDocument& operator=(const OwnedDocument&) = delete;

  const Document& document() const { return document_; }

 private:
  OwnedDocument() = default;

  std::optional<text::Source> source_;
  text::View view_;
  text::Arena arena_;
  std::vector<json::Tree> trees_;
  Document document_;
};

}  // namespace rolelint::policy

#endif  // ROLELINT_POLICY_OWNED_DOCUMENT_H_
