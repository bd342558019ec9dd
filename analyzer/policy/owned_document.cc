#include "analyzer/policy/owned_document.h"

#include "analyzer/json/reader.h"
#include "analyzer/policy/parser.h"

namespace rolelint::policy {

std::unique_ptr<OwnedDocument> OwnedDocument::Parse(std::string_view text, std::optional<Kind> kind,
                                                    KindSource kind_source) {
  std::unique_ptr<OwnedDocument> owned(new OwnedDocument);
  text::SourceError problem;
  owned->source_ = text::Source::FromBytes("", std::string(text), &problem);
  if (!owned->source_) return nullptr;
  owned->view_ = text::View(owned->source_->text());
  std::vector<json::Issue> issues;
  if (!json::ReadAll(owned->view_.text(), &owned->arena_, &owned->trees_, &issues) ||
      owned->trees_.size() != 1 || !owned->trees_[0].root().is_object()) {
    return nullptr;
  }
  owned->document_ =
      ParsePolicy(owned->trees_[0].root(), owned->view_, kind, kind_source, &owned->arena_);
  return owned;
}

}  // namespace rolelint::policy
