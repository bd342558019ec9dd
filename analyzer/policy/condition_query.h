#ifndef ROLELINT_POLICY_CONDITION_QUERY_H_
#define ROLELINT_POLICY_CONDITION_QUERY_H_

// Questions about a condition test that the other tests of its statement help to answer.

#include <string_view>

#include "analyzer/policy/document.h"

namespace rolelint::policy {

// Whether the test passes for requests that lack the key, so that it cannot be what keeps them out.
bool PassesIfAbsent(const ConditionTest& test);
// Whether no request without the key meets the statement: Null with "false", or an operator that
// fails without the key.
bool DemandsKey(const Statement& statement, std::string_view key);
// A test that lets only listed values through: as Restricts(test) of query.h, but with IfExists or
// ForAllValues it does too where another test of the statement demands the key.
bool Restricts(const Statement& statement, const ConditionTest& test);

// The test holds for nearly every request, or says what the sender likes: aws:SecureTransport, …
bool IsWeakKey(const ConditionTest& test);
// The key has one value in all requests of a principal: aws:PrincipalOrgID, …
bool IsOwnKey(const ConditionTest& test);
// A value that any request has: "*", 0.0.0.0/0.
bool IsAnyValue(std::string_view value);
// Whether a condition of the statement, which is of a principal's own policy, keeps some of the
// principal's requests out.
bool LimitsPrincipal(const Statement& statement);

// A list of one item, which is "*".
bool IsLoneStar(const TextList& list);

}  // namespace rolelint::policy

#endif  // ROLELINT_POLICY_CONDITION_QUERY_H_
