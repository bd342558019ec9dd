#ifndef ROLELINT_RULES_ACCESS_PRINCIPAL_ASSERTIONS_H_
#define ROLELINT_RULES_ACCESS_PRINCIPAL_ASSERTIONS_H_

// Assertions about principals: each user and role that one speaks of is asked by the prover about
// all its policies together, as `rolelint prove --principal` does it. Organization policies do not
// count: what they are attached to is in no export.

#include "analyzer/engine/rule.h"

namespace rolelint::rules {

// Nothing is read or done where the configuration has no such assertion.
void CheckPrincipals(const engine::EstateContext& context, engine::Reporter& report);

}  // namespace rolelint::rules

#endif  // ROLELINT_RULES_ACCESS_PRINCIPAL_ASSERTIONS_H_
