#ifndef ROLELINT_RULES_ORG_RCP_KEYS_H_
#define ROLELINT_RULES_ORG_RCP_KEYS_H_

// The three keys of a resource perimeter, and how a Deny asks for them.
// https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_examples.html

#include <string_view>

#include "analyzer/policy/query.h"
#include "analyzer/text/glob.h"

namespace rolelint::rules {

inline bool HasValue(const policy::ConditionTest& test, std::string_view value) {
  for (const policy::ConditionValue& item : test.values) {
    if (!item.text.known || text::EqualsFolded(item.text.value, value)) return true;
  }
  return false;
}

// Bool or BoolIfExists aws:PrincipalIsAWSService with the value.
inline bool TestsAwsService(const policy::Statement& statement, std::string_view value) {
  for (const policy::ConditionTest& test : statement.conditions) {
    if (test.op.base == policy::Operator::kBool &&
        policy::KeyIs(test, "aws:PrincipalIsAWSService") && HasValue(test, value)) {
      return true;
    }
  }
  return false;
}

// Null KEY false.
inline bool AsksForKey(const policy::Statement& statement, std::string_view key) {
  for (const policy::ConditionTest& test : statement.conditions) {
    if (test.op.base == policy::Operator::kNull && policy::KeyIs(test, key) &&
        HasValue(test, "false")) {
      return true;
    }
  }
  return false;
}

// The first test of one of `keys` that is no Null test.
template <size_t N>
const policy::ConditionTest* FirstTestOf(const policy::Statement& statement,
                                         const std::string_view (&keys)[N]) {
  for (const policy::ConditionTest& test : statement.conditions) {
    if (test.op.base == policy::Operator::kNull || !test.key.known) continue;
    for (std::string_view key : keys) {
      if (policy::KeyIs(test, key)) return &test;
    }
  }
  return nullptr;
}

}  // namespace rolelint::rules

#endif  // ROLELINT_RULES_ORG_RCP_KEYS_H_
