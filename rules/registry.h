#ifndef ROLELINT_RULES_REGISTRY_H_
#define ROLELINT_RULES_REGISTRY_H_

// All rules of rolelint. The list is generated from the files (cmake/rule_list.cmake).

#include <span>
#include <string_view>

#include "analyzer/engine/rule.h"

namespace rolelint::rules {

struct Entry {
  const engine::Rule* rule;
  std::string_view family;  // the folder of rules/ that it is in: "trust"
};

// Sorted by family, then by rule.
std::span<const Entry> Entries();
std::span<const engine::Rule* const> AllRules();

// The rule with this ID, or null.
const engine::Rule* FindRule(std::string_view id);
// The family of the rule with this ID; "" for an unknown one.
std::string_view FamilyOfRule(std::string_view id);
// The ID nearest to a misspelt one; "" if none is near.
std::string_view ClosestRuleId(std::string_view id);

}  // namespace rolelint::rules

#endif  // ROLELINT_RULES_REGISTRY_H_
