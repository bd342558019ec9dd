#ifndef ROLELINT_POLICY_QUERY_H_
#define ROLELINT_POLICY_QUERY_H_

// Small questions about one statement that many rules ask.

#include <string_view>

#include "analyzer/policy/document.h"

namespace rolelint::policy {

// Condition keys compare without case.
bool KeyIs(const ConditionTest& test, std::string_view key);
// "aws:PrincipalTag/" and the like.
bool KeyStartsWith(const ConditionTest& test, std::string_view prefix);

// The first test of `key` in the statement, or null.
const ConditionTest* FindTest(const Statement& statement, std::string_view key);

// A test that lets only listed values through: a positive operator that does not pass on a missing
// key (no IfExists, no ForAllValues) and no value that is a lone "*".
bool Restricts(const ConditionTest& test);
// Whether the statement has a restricting test of `key`.
bool IsRestrictedBy(const Statement& statement, std::string_view key);

// A condition that says which principals are meant, whatever Principal says: aws:PrincipalArn,
// aws:userid, aws:username, aws:PrincipalTag/…  (how IAM Identity Center and attribute-based trust
// name people).
bool PinsPrincipal(const Statement& statement);
// …: aws:PrincipalOrgID, aws:PrincipalOrgPaths, aws:PrincipalAccount.
bool PinsOrganization(const Statement& statement);

// Whether Action (or what NotAction leaves) covers the action, e.g. "sts:AssumeRole".
bool CoversAction(const Statement& statement, std::string_view action);

// Of values that a template leaves open in parts (Text::open): how the account of the template's
// own stack stands in them.
inline constexpr std::string_view kOwnAccount = "${AWS.AccountId}";
// That, or how Terraform's configuration calls it: "${data.aws_caller_identity.NAME.account_id}",
// or the same with ".id".
bool IsOwnAccount(std::string_view account);

// An ARN of which all is known, or all but partition, Region and account: what it says of a
// resource holds whatever these are.
bool KnowsResource(const Text& text);
// A whole account as principal (arn.h), whether its number is known or not.
bool IsSomeAccount(const Text& principal);

// Calls visit(const PrincipalEntry&, const Text&) for every listed value; a bare "*" is not listed
// (see Principal::is_bare_star).
template <typename Visit>
void ForEachPrincipal(const Principal& principal, Visit visit) {
  for (const PrincipalEntry& entry : principal.entries) {
    for (const Text& value : entry.values.items) visit(entry, value);
  }
}

}  // namespace rolelint::policy

#endif  // ROLELINT_POLICY_QUERY_H_
