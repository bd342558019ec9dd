#ifndef ROLELINT_POLICY_EXAMPLE_ACCOUNT_H_
#define ROLELINT_POLICY_EXAMPLE_ACCOUNT_H_

#include <string_view>

namespace rolelint::policy {

// The accounts that AWS's documentation uses in examples, and what people type instead of an
// account.
bool IsExampleAccount(std::string_view account);

}  // namespace rolelint::policy

#endif  // ROLELINT_POLICY_EXAMPLE_ACCOUNT_H_
