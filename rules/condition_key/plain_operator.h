#ifndef ROLELINT_RULES_CONDITION_KEY_PLAIN_OPERATOR_H_
#define ROLELINT_RULES_CONDITION_KEY_PLAIN_OPERATOR_H_

// Fixes of conditions that requests without the key pass.

#include <optional>
#include <string>

#include "analyzer/engine/rule.h"
#include "analyzer/policy/edit_places.h"

namespace rolelint::rules {

// The operator without its qualifier and without IfExists.
inline void OfferPlainOperator(const policy::Statement& statement,
                               const policy::ConditionTest& test, bool safe,
                               engine::FindingBuilder& finding) {
  const std::string_view name = policy::OperatorName(test.op.base);
  if (!test.op_text.known || !policy::CanRenameOperator(statement, test, name)) return;
  finding.Fix(test.op_text.span, std::string(name), safe);
}

// A test that the key is there, beside the one that passes without it. It narrows an Allow.
inline void OfferNullGuard(const policy::Document& document, const policy::Statement& statement,
                           const policy::ConditionTest& test, engine::FindingBuilder& finding) {
  const std::optional<policy::Placed> guard =
      policy::NullGuard(document.view->text(), statement, test.key);
  if (guard) finding.Fix(guard->span, guard->text, true);
}

}  // namespace rolelint::rules

#endif  // ROLELINT_RULES_CONDITION_KEY_PLAIN_OPERATOR_H_
