#ifndef ROLELINT_CLI_REQUEST_KINDS_H_
#define ROLELINT_CLI_REQUEST_KINDS_H_

// Kinds of requests that are decided by a policy besides those of the principal: a role's trust
// policy, a key's policy.

#include <string_view>

namespace rolelint::cli {

// `sts:AssumeRole` and its like, in any case.
bool IsSts(std::string_view action);
bool IsRole(std::string_view arn);
bool IsKmsKey(std::string_view arn);

}  // namespace rolelint::cli

#endif  // ROLELINT_CLI_REQUEST_KINDS_H_
