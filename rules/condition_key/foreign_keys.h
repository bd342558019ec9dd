#ifndef ROLELINT_RULES_CONDITION_KEY_FOREIGN_KEYS_H_
#define ROLELINT_RULES_CONDITION_KEY_FOREIGN_KEYS_H_

// Condition keys over actions that, by the catalogue, do not take them. Global keys are everyone's,
// tags of resources have rules of their own, claims of identity providers are not the catalogue's.

#include <vector>

#include "analyzer/engine/rule.h"
#include "analyzer/policy/document.h"
#include "rules/condition_key/action_keys.h"

namespace rolelint::rules {

struct ForeignKey {
  std::vector<const policy::Text*> items;  // actions that do not take the key; at least one
  bool every_action = false;               // and there is no other
};

// Empty items: nothing to say of this key, which is one of the statement at position `i`.
ForeignKey FindForeign(const engine::DocumentContext& context, size_t i,
                       const policy::ConditionTest& test);

// Whether FindForeign needs asking at all, by the text of the key.
bool MayBeForeign(const policy::ConditionTest& test);

// Calls visit(statement, test, foreign).
template <typename Visit>
void ForEachForeignKey(const engine::DocumentContext& context, Visit visit) {
  for (size_t i = 0; i < context.document.statements.size(); ++i) {
    const policy::Statement& statement = context.document.statements[i];
    if (statement.conditions.empty() || statement.action.items.empty()) continue;
    size_t joined = 0;
    for (const policy::ConditionTest& test : statement.conditions) {
      if (!MayBeForeign(test)) continue;
      if (++joined > kMostKeysJoined) break;
      const ForeignKey foreign = FindForeign(context, i, test);
      if (!foreign.items.empty()) visit(statement, test, foreign);
    }
  }
}

}  // namespace rolelint::rules

#endif  // ROLELINT_RULES_CONDITION_KEY_FOREIGN_KEYS_H_
