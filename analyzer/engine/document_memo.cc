#include "analyzer/engine/document_memo.h"

#include <xxhash.h>

#include "analyzer/inputs/syntax.h"
#include "analyzer/policy/example_account.h"

namespace rolelint::engine {
namespace {

// More documents than these are looked at again: some 100 MB a worker at the very most.
constexpr size_t kMaxClean = size_t{1} << 20;
constexpr size_t kMaxFindings = size_t{1} << 16;

// What rules see of a document besides its text.
struct Facts {
  uint8_t kind;
  uint8_t kind_source;
  uint8_t depth;  // of the wrapping
  uint8_t is_entity;
  uint8_t entity_type;
  uint8_t has_arn;
  uint8_t aws_managed;
  uint8_t example_account;
};
static_assert(sizeof(Facts) == 8);

void Add(std::string_view text, XXH3_state_t* state) {
  const auto size = static_cast<uint32_t>(text.size());
  XXH3_128bits_update(state, &size, sizeof size);
  XXH3_128bits_update(state, text.data(), text.size());
}

// The text with a mark in place of every `account`.
void AddMasked(std::string_view text, std::string_view account, XXH3_state_t* state) {
  size_t at = 0;
  while (!account.empty()) {
    const size_t found = text.find(account, at);
    if (found == std::string_view::npos) break;
    Add(text.substr(at, found - at), state);
    at = found + account.size();
  }
  Add(text.substr(at), state);
}

void Shift(uint32_t by, uint32_t file, Finding* finding) {
  const auto shift = [by](Span* span) {
    span->begin += by;
    span->end += by;
  };
  finding->place.file = file;
  shift(&finding->place.span);
  for (Related& related : finding->related) {
    related.place.file = file;
    shift(&related.place.span);
  }
  if (!finding->fix) return;
  for (Edit& edit : finding->fix->edits) shift(&edit.span);
}

// What is read from a template depends on more than its bytes, and so does what YAML makes of an
// alias.
bool StandsForItself(const policy::Document& document) {
  const json::Tree* tree = document.root.tree();
  return document.open_values == 0 && tree != nullptr && tree->notation == json::Notation::kJson &&
         tree->views.empty();
}

}  // namespace

DocumentMemo::Key DocumentMemo::KeyOf(const policy::Document& document, const inputs::Owner& owner,
                                      std::string_view resource_type, bool masked) const {
  const Facts facts = {static_cast<uint8_t>(document.kind),
                       static_cast<uint8_t>(document.kind_source),
                       static_cast<uint8_t>(document.view->depth()),
                       owner.is_entity,
                       static_cast<uint8_t>(owner.entity_type),
                       !owner.arn.empty(),
                       owner.aws_managed,
                       policy::IsExampleAccount(owner.account)};
  XXH3_state_t state;
  XXH3_128bits_reset(&state);
  XXH3_128bits_update(&state, &facts, sizeof facts);
  Add(owner.partition, &state);
  Add(resource_type, &state);
  if (masked) {
    Add(owner.account.empty() ? "" : "own", &state);
    AddMasked(bytes_, owner.account, &state);
  } else {
    Add(owner.account, &state);
    Add(bytes_, &state);
  }
  const XXH128_hash_t digest = XXH3_128bits_digest(&state);
  return {digest.low64, digest.high64};
}

bool DocumentMemo::Find(const policy::Document& document, const inputs::Owner& owner,
                        std::string_view resource_type, uint32_t file,
                        std::vector<Finding>* findings) {
  const text::View* outermost = document.view;
  while (outermost->parent() != nullptr) outermost = outermost->parent();
  // Other syntaxes have references of their own (HCL, YAML's aliases).
  fit_ = !owner.in_template && StandsForItself(document) &&
         inputs::SniffSyntax(outermost->text()) == inputs::Syntax::kJson;
  if (!fit_) return false;
  const Span place = document.view->ToFile(document.span);
  bytes_ = outermost->text().substr(place.begin, place.size());
  begin_ = place.begin;
  masked_ = KeyOf(document, owner, resource_type, masks_accounts_);
  if (clean_.contains(masked_)) return true;
  exact_ = masks_accounts_ ? KeyOf(document, owner, resource_type, false) : masked_;
  const auto known = found_.find(exact_);
  if (known == found_.end()) return false;
  for (const Finding& finding : known->second) {
    findings->push_back(finding);
    Shift(begin_, file, &findings->back());
  }
  return true;
}

void DocumentMemo::Keep(std::span<const Finding> findings) {
  if (!fit_) return;
  if (findings.empty()) {
    if (clean_.size() < kMaxClean) clean_.insert(masked_);
    return;
  }
  if (kept_ + findings.size() > kMaxFindings) return;
  kept_ += findings.size();
  std::vector<Finding>& kept = found_[exact_];
  kept.assign(findings.begin(), findings.end());
  for (Finding& finding : kept) Shift(0U - begin_, finding.place.file, &finding);
}

}  // namespace rolelint::engine
