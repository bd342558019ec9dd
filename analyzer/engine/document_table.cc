#include "analyzer/engine/document_table.h"

#include <algorithm>

namespace rolelint::engine {
namespace {

// IAM's own limits are 2,048 bytes for an ARN and 128 for a name; what is longer is hostile and
// gets cut.
constexpr size_t kMaxName = 4096;

}  // namespace

void DocumentTable::Add(Span span, const policy::Document& document, const inputs::Owner& owner) {
  Entry entry;
  entry.span = span;
  entry.names = static_cast<uint32_t>(names_.size());
  entry.has_arn = !owner.arn.empty();
  std::string_view name_of_owner = owner.entity_name.empty() ? owner.logical_id : owner.entity_name;
  std::string_view arn = (entry.has_arn ? owner.arn : name_of_owner).substr(0, kMaxName);
  std::string_view name = owner.policy_name.substr(0, kMaxName);
  entry.arn_size = static_cast<uint16_t>(arn.size());
  entry.name_size = static_cast<uint16_t>(name.size());
  entry.kind = document.kind;
  entry.kind_source = document.kind_source;
  entry.wrapped = document.view->parent() != nullptr;
  names_.append(arn).append(name);
  entries_.push_back(entry);
}

void DocumentTable::Append(const DocumentTable& later) {
  auto shift = static_cast<uint32_t>(names_.size());
  names_ += later.names_;
  for (Entry entry : later.entries_) {
    entry.names += shift;
    entries_.push_back(entry);
  }
}

std::vector<std::pair<policy::Kind, uint32_t>> DocumentTable::CountKinds() const {
  uint32_t counts[policy::kKindCount] = {};
  for (const Entry& entry : entries_) ++counts[static_cast<size_t>(entry.kind)];
  std::vector<std::pair<policy::Kind, uint32_t>> kinds;
  for (int i = 0; i < policy::kKindCount; ++i) {
    if (counts[i] != 0) kinds.emplace_back(static_cast<policy::Kind>(i), counts[i]);
  }
  return kinds;
}

void DocumentTable::Sort() {
  // An outer document before those inside it.
  auto before = [](const Entry& a, const Entry& b) {
    return a.span.begin != b.span.begin ? a.span.begin < b.span.begin : a.span.end > b.span.end;
  };
  if (!std::is_sorted(entries_.begin(), entries_.end(), before)) {
    std::stable_sort(entries_.begin(), entries_.end(), before);
  }
  // What a template's other choices make of a document stands at the same place.
  auto same = [](const Entry& a, const Entry& b) { return a.span == b.span; };
  entries_.erase(std::unique(entries_.begin(), entries_.end(), same), entries_.end());
}

PolicyRef DocumentTable::Find(Span span) const {
  auto after =
      std::upper_bound(entries_.begin(), entries_.end(), span.begin,
                       [](uint32_t at, const Entry& entry) { return at < entry.span.begin; });
  // Documents hardly ever nest, so a short look back finds the one that contains the span.
  constexpr int kLookBack = 16;
  for (int i = 0; i < kLookBack && after != entries_.begin(); ++i) {
    --after;
    if (!after->span.Contains(span)) continue;
    PolicyRef ref;
    ref.present = true;
    ref.kind = after->kind;
    ref.kind_source = after->kind_source;
    ref.wrapped = after->wrapped;
    (after->has_arn ? ref.owner_arn : ref.owner_name) =
        names_.substr(after->names, after->arn_size);
    ref.name = names_.substr(after->names + after->arn_size, after->name_size);
    ref.span = after->span;
    return ref;
  }
  return {};
}

}  // namespace rolelint::engine
