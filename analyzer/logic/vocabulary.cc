#include "analyzer/logic/vocabulary.h"

#include <optional>
#include <utility>

#include "analyzer/text/glob.h"

namespace rolelint::logic {
namespace {

constexpr std::pair<std::string_view, DerivedKey> kDerivedKeys[] = {
    {"aws:principalarn", DerivedKey::kPrincipalArn},
    {"aws:principalaccount", DerivedKey::kPrincipalAccount},
    {"aws:principaltype", DerivedKey::kPrincipalType},
    {"aws:principalisawsservice", DerivedKey::kPrincipalIsAwsService},
    {"aws:principalservicename", DerivedKey::kPrincipalServiceName},
    {"aws:principalservicenameslist", DerivedKey::kPrincipalServiceNames},
    {"aws:username", DerivedKey::kUsername},
    {"aws:userid", DerivedKey::kUserId},
    {"aws:resourceaccount", DerivedKey::kResourceAccount},
};

std::string Folded(std::string_view name) {
  std::string folded(name);
  for (char& c : folded) c = text::AsciiLower(c);
  return folded;
}

// Longer names need the heap; keys are short.
constexpr size_t kShortName = 128;

}  // namespace

KeyId Vocabulary::FindKey(std::string_view name) const {
  if (name.size() > kShortName) {
    auto found = key_ids_.find(Folded(name));
    return found == key_ids_.end() ? kNoKey : found->second;
  }
  char folded[kShortName];
  for (size_t i = 0; i < name.size(); ++i) folded[i] = text::AsciiLower(name[i]);
  auto found = key_ids_.find(std::string_view(folded, name.size()));
  return found == key_ids_.end() ? kNoKey : found->second;
}

KeyId Vocabulary::InternKey(std::string_view name) {
  KeyId id = FindKey(name);
  if (id != kNoKey) return id;
  id = static_cast<KeyId>(keys_.size());
  Key& key = keys_.emplace_back();
  key.name = name;
  key.folded = Folded(name);
  for (const auto& [derived_name, derived] : kDerivedKeys) {
    if (key.folded == derived_name) key.derived = derived;
  }
  if (std::optional<catalog::ConditionKey> known = catalog_.FindConditionKey(name)) {
    key.listed = true;
    key.type = known->type();
    key.multivalued = known->multivalued();
  }
  key.claim = ParseClaimKey(key.folded);
  if (key.claim && !key.listed) key.listed = IsSingle(*key.claim);
  key_ids_.emplace(key.folded, id);
  return id;
}

std::string_view Vocabulary::KeepLower(std::string_view text) {
  char* kept = arena_.AllocateArray<char>(text.size()).data();
  for (size_t i = 0; i < text.size(); ++i) kept[i] = text::AsciiLower(text[i]);
  return {kept, text.size()};
}

const Pattern* Vocabulary::Intern(Pattern pattern) {
  size_t hash = pattern.Hash();
  auto [begin, end] = pattern_ids_.equal_range(hash);
  for (auto at = begin; at != end; ++at) {
    if (*at->second == pattern) return at->second;
  }
  const Pattern* kept = &patterns_.emplace_back(std::move(pattern));
  pattern_ids_.emplace(hash, kept);
  return kept;
}

}  // namespace rolelint::logic
