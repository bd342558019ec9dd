#ifndef ROLELINT_RULES_CONDITION_KEY_ABSENT_KEYS_H_
#define ROLELINT_RULES_CONDITION_KEY_ABSENT_KEYS_H_

// What conditions answer to requests that lack their key.

#include <string_view>

#include "analyzer/policy/document.h"

namespace rolelint::rules {

// Tests of one statement for which the rest of it, or of the document, is asked.
inline constexpr size_t kMostAsked = 32;

// A key by which a policy says who may call, for whom, or from where: letting in whoever lacks it
// lets in strangers. Tags and request parameters are not among them.
bool SaysWhoOrWhence(const policy::ConditionTest& test);

// Whether another test of the statement asks for the key to be there.
bool FailsWithoutKey(const policy::Statement& statement, std::string_view key);

// Whether a Deny of the document holds for requests without the key, by that alone.
bool DeniesWithoutKey(const policy::Document& document, std::string_view key);

}  // namespace rolelint::rules

#endif  // ROLELINT_RULES_CONDITION_KEY_ABSENT_KEYS_H_
