#ifndef ROLELINT_TESTS_ORACLE_Z3_PUBLIC_H_
#define ROLELINT_TESTS_ORACLE_Z3_PUBLIC_H_

// What makes a request untrusted, for the question whether a policy is public.

#include <z3++.h>

#include <string>

#include "tests/oracle/z3_policy.h"

namespace rolelint::oracle {

// `text` is the policy's JSON.
z3::expr Untrusted(const Policy& policy, const std::string& text, PolicyEncoder* encoder,
                   Request* request);

}  // namespace rolelint::oracle

#endif  // ROLELINT_TESTS_ORACLE_Z3_PUBLIC_H_
