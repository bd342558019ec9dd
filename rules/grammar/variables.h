#ifndef ROLELINT_RULES_GRAMMAR_VARIABLES_H_
#define ROLELINT_RULES_GRAMMAR_VARIABLES_H_

// Where policy variables stand, for the rules about them.

#include <string_view>

#include "analyzer/policy/document.h"

namespace rolelint::rules {

// What AWS does with a variable at a place.
enum class VariablePlace : uint8_t { kExpanded, kOperator, kElement };

// Calls visit(const policy::Text&, VariablePlace, const policy::ConditionTest*) for every text of
// the statement that holds a "${"; the test is null outside Condition.
template <typename Visit>
void ForEachTextWithVariable(const policy::Statement& statement, Visit visit) {
  const auto look = [&](const policy::Text& text, VariablePlace place,
                        const policy::ConditionTest* test) {
    if (text.known && text.value.find("${") != std::string_view::npos) visit(text, place, test);
  };
  look(statement.sid, VariablePlace::kElement, nullptr);
  for (const policy::Principal* principal : {&statement.principal, &statement.not_principal}) {
    for (const policy::PrincipalEntry& entry : principal->entries) {
      for (const policy::Text& text : entry.values.items) {
        look(text, VariablePlace::kElement, nullptr);
      }
    }
  }
  for (const policy::TextList* list : {&statement.action, &statement.not_action}) {
    for (const policy::Text& text : list->items) look(text, VariablePlace::kElement, nullptr);
  }
  for (const policy::TextList* list : {&statement.resource, &statement.not_resource}) {
    for (const policy::Text& text : list->items) look(text, VariablePlace::kExpanded, nullptr);
  }
  for (const policy::ConditionTest& test : statement.conditions) {
    look(test.key, VariablePlace::kElement, &test);
    const policy::OperatorFamily family = FamilyOf(test.op.base);
    if (family == policy::OperatorFamily::kUnknown) continue;
    const bool expanded =
        family == policy::OperatorFamily::kString || family == policy::OperatorFamily::kArn;
    for (const policy::ConditionValue& value : test.values) {
      look(value.text, expanded ? VariablePlace::kExpanded : VariablePlace::kOperator, &test);
    }
  }
}

}  // namespace rolelint::rules

#endif  // ROLELINT_RULES_GRAMMAR_VARIABLES_H_
