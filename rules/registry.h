#ifndef ROLELINT_RULES_REGISTRY_H_
#define ROLELINT_RULES_REGISTRY_H_

// All rules of rolelint, sorted by family. The list in registry.cc is the only one: a rule
// registered by a static initialiser would be dropped by linkers that see no reference to its
// object file.

#include <span>
#include <string_view>

#include "analyzer/engine/rule.h"

namespace rolelint::rules {

std::span<const engine::Rule* const> AllRules();

// The rule with this id, or null.
const engine::Rule* FindRule(std::string_view id);
// The id nearest to a misspelt one; "" if none is near.
std::string_view ClosestRuleId(std::string_view id);

}  // namespace rolelint::rules

#endif  // ROLELINT_RULES_REGISTRY_H_
