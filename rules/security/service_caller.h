#ifndef ROLELINT_RULES_SECURITY_SERVICE_CALLER_H_
#define ROLELINT_RULES_SECURITY_SERVICE_CALLER_H_

// Resource policies that let an AWS service in: does a condition say on whose behalf it may come?

#include "analyzer/policy/condition_query.h"
#include "analyzer/policy/document.h"
#include "analyzer/policy/query.h"

namespace rolelint::rules {

// What a statement asks of a service beyond its name.
struct ServiceCaller {
  bool source = false;  // the account, organization or resource that it acts for
  const policy::ConditionTest* other = nullptr;  // something else that it must bring
  const policy::ConditionTest* weak = nullptr;   // the source, in a test that a missing key passes
};

// Keys that say for whom the service acts: the four global ones, the older aws:SourceOwner, and
// what single services have in their place.
inline bool IsSourceKey(const policy::ConditionTest& test) {
  for (std::string_view key :
       {"aws:SourceArn", "aws:SourceAccount", "aws:SourceOrgID", "aws:SourceOrgPaths",
        "aws:SourceOwner", "kms:CallerAccount", "kms:SourceAccount", "kms:SourceArn"}) {
    if (policy::KeyIs(test, key)) return true;
  }
  return policy::KeyStartsWith(test, "kms:EncryptionContext:");
}

inline ServiceCaller WeighServiceCaller(const policy::Statement& statement) {
  ServiceCaller caller;
  for (const policy::ConditionTest& test : statement.conditions) {
    if (!test.key.known) {
      caller.source = true;
    } else if (IsSourceKey(test)) {
      if (policy::Restricts(statement, test)) {
        caller.source = true;
      } else {
        caller.weak = &test;
      }
    } else if (policy::Restricts(statement, test) && !policy::KeyIs(test, "aws:SecureTransport") &&
               caller.other == nullptr) {
      caller.other = &test;
    }
  }
  return caller;
}

// Calls visit(value) for every service among the principals of an Allow.
template <typename Visit>
void ForEachService(const policy::Statement& statement, Visit visit) {
  policy::ForEachPrincipal(statement.principal,
                           [&](const policy::PrincipalEntry& entry, const policy::Text& value) {
                             if (entry.type == policy::PrincipalType::kService && value.known)
                               visit(value);
                           });
}

}  // namespace rolelint::rules

#endif  // ROLELINT_RULES_SECURITY_SERVICE_CALLER_H_
