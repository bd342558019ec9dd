#ifndef ROLELINT_RULES_GUIDE_SWITCH_STATEMENT_H_
#define ROLELINT_RULES_GUIDE_SWITCH_STATEMENT_H_

// What the guide calls a switch on the user's side: an Allow of sts:AssumeRole alone on exactly
// named roles of other accounts.

#include <optional>
#include <string_view>

#include "analyzer/policy/arn.h"
#include "analyzer/policy/document.h"
#include "analyzer/text/glob.h"

namespace rolelint::rules {

inline bool IsSwitchStatement(const policy::Statement& statement, std::string_view own_account) {
  if (!statement.allows() || statement.action.items.size() != 1) return false;
  if (!text::EqualsFolded(statement.action.items[0].value, "sts:AssumeRole")) return false;
  if (statement.resource.items.empty()) return false;
  for (const policy::Text& resource : statement.resource.items) {
    std::optional<policy::Arn> arn = policy::ParseArn(resource.value);
    if (!resource.known || !arn || arn->service != "iam") return false;
    if (!arn->resource.starts_with("role/") || text::HasWildcard(resource.value)) return false;
    if (!policy::IsAccountId(arn->account) || arn->account == own_account) return false;
  }
  return true;
}

}  // namespace rolelint::rules

#endif  // ROLELINT_RULES_GUIDE_SWITCH_STATEMENT_H_
