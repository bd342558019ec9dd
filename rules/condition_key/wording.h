#ifndef ROLELINT_RULES_CONDITION_KEY_WORDING_H_
#define ROLELINT_RULES_CONDITION_KEY_WORDING_H_

// Words that the rules of this family share.

#include <string>
#include <string_view>
#include <vector>

#include "analyzer/engine/rule.h"
#include "analyzer/policy/condition.h"
#include "analyzer/policy/document.h"
#include "rules/grammar/wording.h"

namespace rolelint::rules {

// The operator as it stands in the policy, for labels: "under StringEquals".
inline std::string UnderOperator(const policy::ConditionTest& test) {
  return "under " + std::string(test.op_text.value);
}

// `a, b and c`; of many the first five and their number.
std::string ListOf(const std::vector<std::string_view>& names);

// Adds the further ones of `items` (all but the first) and then the key as related places. A
// hostile list is cut: a report is read by people.
void RelateItems(engine::FindingBuilder& finding, const std::vector<const policy::Text*>& items,
                 const char* label, const policy::ConditionTest& test);

// The values of a test, quoted, as JSON has them: for texts of corrections.
std::string FirstValue(const policy::ConditionTest& test);

}  // namespace rolelint::rules

#endif  // ROLELINT_RULES_CONDITION_KEY_WORDING_H_
