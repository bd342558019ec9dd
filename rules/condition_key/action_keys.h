#ifndef ROLELINT_RULES_CONDITION_KEY_ACTION_KEYS_H_
#define ROLELINT_RULES_CONDITION_KEY_ACTION_KEYS_H_

// Which items of an Action list take a condition key, by the catalogue.

#include <string_view>
#include <vector>

#include "analyzer/catalog/catalog.h"
#include "analyzer/logic/names.h"
#include "analyzer/policy/document.h"

namespace rolelint::rules {

// Keys beyond so many are not joined with the actions of their statement: no real statement has as
// many, and actions times keys must stay bounded.
inline constexpr size_t kMostKeysJoined = 32;

enum class KeySupport { kUnknown, kSome, kNone };

// Of a literal action its own answer, of a pattern whether one of its actions takes the key.
// kUnknown for `*`, for patterns over several services and for what the catalogue does not know.
// `facts` are those of the item (analyzer/logic/names.h).
KeySupport SupportOf(const catalog::Catalog& catalog, const policy::Text& item,
                     const logic::ActionFacts& facts, catalog::ConditionKey key);

// A key of the list that action-ignores-key judges: that rule speaks of the literal actions of the
// key's own service.
bool IsJudgedKey(std::string_view key);

// `s3` of `s3:Get*`; empty if the text has no colon or a wildcard before it.
std::string_view ServiceOf(std::string_view action);

}  // namespace rolelint::rules

#endif  // ROLELINT_RULES_CONDITION_KEY_ACTION_KEYS_H_
