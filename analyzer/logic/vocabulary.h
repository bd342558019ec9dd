#ifndef ROLELINT_LOGIC_VOCABULARY_H_
#define ROLELINT_LOGIC_VOCABULARY_H_

// What the policies of one question are written in: condition keys and patterns, each once. Equal
// patterns are one object, so that comparing them is comparing addresses and whatever is found out
// about one is found out once.

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/catalog/catalog.h"
#include "analyzer/logic/issuers.h"
#include "analyzer/logic/pattern.h"
#include "analyzer/text/arena.h"

namespace rolelint::logic {

using KeyId = uint32_t;

// Keys whose value follows from the principal or the resource.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
enum class DerivedKey : uint8_t {
  kNone,
  kPrincipalArn,
  kPrincipalAccount,
  kPrincipalType,
  kPrincipalIsAwsService,
  kPrincipalServiceName,
  kPrincipalServiceNames,
  kUsername,
  kUserId,
  kResourceAccount,
};

struct Key {
  std::string name;    // as the first policy that uses it writes it
  std::string folded;  // in lower case
  DerivedKey derived = DerivedKey::kNone;
  // By the catalogue; of a key that it does not know a single-valued string, until a policy tests
  // it with a set qualifier.
  catalog::ValueType type = catalog::ValueType::kString;
  bool listed = false;  // the catalogue knows it
  bool multivalued = false;
  // Of a token or an assertion (issuers.h; in lower case): who signs in has it, and some sessions.
  std::optional<ClaimKey> claim;
};

class Vocabulary {
 public:
  explicit Vocabulary(const catalog::Catalog& catalog) : catalog_(catalog) {}
  Vocabulary(const Vocabulary&) = delete;
  Vocabulary& operator=(const Vocabulary&) = delete;

  const catalog::Catalog& catalog() const { return catalog_; }

  KeyId InternKey(std::string_view name);
  // kNoKey if no policy so far uses it.
  static constexpr KeyId kNoKey = 0xFFFFFFFFU;
  KeyId FindKey(std::string_view name) const;
  const Key& key(KeyId id) const { return keys_[id]; }
  size_t key_count() const { return keys_.size(); }
  // A policy tests it with ForAllValues or ForAnyValue.
  void NoteSetQualifier(KeyId id) {
    if (!keys_[id].listed) keys_[id].multivalued = true;
  }

  // A copy that lives as long as the vocabulary.
  std::string_view KeepLower(std::string_view text);

  // The one pattern equal to `pattern`; lives as long as the vocabulary.
  const Pattern* Intern(Pattern pattern);

 private:
  const catalog::Catalog& catalog_;
  text::Arena arena_;
  std::deque<Key> keys_;
  std::unordered_map<std::string_view, KeyId> key_ids_;  // views of Key::folded
  std::deque<Pattern> patterns_;
  std::unordered_multimap<size_t, const Pattern*> pattern_ids_;
};

}  // namespace rolelint::logic

#endif  // ROLELINT_LOGIC_VOCABULARY_H_
