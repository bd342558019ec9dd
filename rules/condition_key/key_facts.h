#ifndef ROLELINT_RULES_CONDITION_KEY_KEY_FACTS_H_
#define ROLELINT_RULES_CONDITION_KEY_KEY_FACTS_H_

// What is known of a condition key that a policy uses: the catalogue's answer, and beside it a
// small list of keys that the catalogue lacks or tells otherwise than AWS behaves. Answers are
// remembered per thread: a run asks a dozen rules about the same few keys.

#include <optional>
#include <string_view>

#include "analyzer/catalog/catalog.h"
#include "analyzer/policy/document.h"

namespace rolelint::rules {

struct KeyFacts {
  enum class Standing : uint8_t {
    kListed,         // in the catalogue
    kBeside,         // not in the catalogue, but AWS takes it
    kTagKeyMissing,  // a tag key without the tag's name: `aws:ResourceTag`, `aws:ResourceTag/`
    kArnKey,         // aws:ARN, which AWS no longer supports
    kUnknownGlobal,
    kUnknownOfService,
    kUnknownService,
    // A claim of an identity provider, or a text that is no key at all: nothing can be said.
    kOpen,
  };
  Standing standing = Standing::kOpen;
  std::optional<catalog::ConditionKey> key;  // kListed
  bool multivalued = false;
  bool number = false;  // a text in the catalogue, a number in AWS's own policies: both are right
  bool either = false;  // the sources disagree: neither demand nor refuse a set operator
  catalog::ValueType type = catalog::ValueType::kString;

  bool listed() const { return standing == Standing::kListed; }
  bool typed() const { return standing == Standing::kListed || standing == Standing::kBeside; }
  bool Accepts(catalog::ValueType wanted) const {
    if (number && wanted == catalog::ValueType::kNumeric) return true;
    return key ? key->Accepts(wanted) : type == wanted;
  }
};

// Valid until the next call in this thread.
const KeyFacts& FactsOf(const catalog::Catalog& catalog, std::string_view key);

// A key of a tag on the resource, the request or the principal, of all services: the part behind
// the slash is the author's.
bool IsGlobalTagKey(std::string_view key);

// `HOST:aud` of an OpenID Connect provider, or `HOST:app_id` of those that say so.
bool IsAudienceClaim(std::string_view key);

// Whether a test passes for requests that lack the key, so that it cannot be what lets them in.
bool PassesWithoutKey(const policy::ConditionTest& test);

}  // namespace rolelint::rules

#endif  // ROLELINT_RULES_CONDITION_KEY_KEY_FACTS_H_
