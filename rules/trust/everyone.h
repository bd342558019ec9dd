#ifndef ROLELINT_RULES_TRUST_EVERYONE_H_
#define ROLELINT_RULES_TRUST_EVERYONE_H_

// Where a trust policy names everyone, and what keeps strangers out all the same.

#include <algorithm>
#include <optional>

#include "analyzer/logic/outsiders.h"
#include "analyzer/logic/questions.h"
#include "analyzer/policy/query.h"
#include "analyzer/policy/wildcards.h"

namespace rolelint::rules {

// Calls `visit(span)` for each `"*"` of an Allow: the bare one, or those among AWS.
template <typename Visit>
void ForEachStar(const policy::Statement& statement, Visit visit) {
  if (!statement.allows() || !statement.principal.present) return;
  if (statement.principal.is_bare_star()) visit(statement.principal.span);
  policy::ForEachPrincipal(
      statement.principal, [&](const policy::PrincipalEntry& entry, const policy::Text& value) {
        if (entry.type == policy::PrincipalType::kAws && policy::IsStars(value.value))
          visit(value.span);
      });
}

// The condition by which requests come from fixed networks, or null.
inline const policy::ConditionTest* NetworksOf(const policy::Statement& statement) {
  for (const policy::ConditionTest& test : statement.conditions) {
    if (!policy::KeyIs(test, "aws:SourceIp") || test.op.base != policy::Operator::kIpAddress ||
        test.op.if_exists || test.op.qualifier == policy::SetQualifier::kForAllValues) {
      continue;
    }
    const bool places = std::all_of(
        test.values.begin(), test.values.end(),
        [](const policy::ConditionValue& value) { return logic::IsPlace(value.text.value); });
    if (places && !test.values.empty()) return &test;
  }
  return nullptr;
}

// Strangers are kept out, whatever networks say: a principal, an account, an organization is named.
inline bool NamesPrincipals(const policy::Statement& statement) {
  return policy::PinsPrincipal(statement) || policy::PinsOrganization(statement);
}

}  // namespace rolelint::rules

#endif  // ROLELINT_RULES_TRUST_EVERYONE_H_
