#ifndef ROLELINT_RULES_GRAMMAR_POLICY_LENGTH_H_
#define ROLELINT_RULES_GRAMMAR_POLICY_LENGTH_H_

// How long a policy is to AWS, which counts characters.

#include <cstdint>
#include <string_view>

namespace rolelint::rules {

// Characters of `json` without the blanks outside strings.
int64_t CharactersWithoutBlanks(std::string_view json);
// Never less than that, for a fraction of the work: all that is not indentation.
int64_t AtMostWithoutBlanks(std::string_view json);
// All characters.
int64_t Characters(std::string_view text);

}  // namespace rolelint::rules

#endif  // ROLELINT_RULES_GRAMMAR_POLICY_LENGTH_H_
