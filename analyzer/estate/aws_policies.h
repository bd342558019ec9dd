#ifndef ROLELINT_ESTATE_AWS_POLICIES_H_
#define ROLELINT_ESTATE_AWS_POLICIES_H_

// AWS's own managed policies, which exports of attachments name by their ARNs alone.

#include <string_view>

namespace rolelint::estate {

// "job-function/Billing" of "arn:aws:iam::aws:policy/job-function/Billing", in any partition; "" of
// policies that are not AWS's.
inline std::string_view AwsPolicyName(std::string_view arn) {
  constexpr std::string_view kAws = ":iam::aws:policy/";
  const size_t at = arn.find(kAws);
  return at == std::string_view::npos ? std::string_view() : arn.substr(at + kAws.size());
}

inline bool IsAdministratorAccess(std::string_view arn) {
  return AwsPolicyName(arn) == "AdministratorAccess";
}

// Policies of AWS that allow sts:AssumeRole on every role, whether or not the input has them.
inline bool AllowsEveryAssumeRole(std::string_view arn) {
  return IsAdministratorAccess(arn) || AwsPolicyName(arn) == "PowerUserAccess";
}

// The ARN of one of the policies of these names that come near to everything; "" of others.
inline std::string_view ArnOfPowerful(std::string_view name) {
  for (std::string_view arn :
       {"arn:aws:iam::aws:policy/AdministratorAccess", "arn:aws:iam::aws:policy/IAMFullAccess",
        "arn:aws:iam::aws:policy/PowerUserAccess"}) {
    if (AwsPolicyName(arn) == name) return arn;
  }
  return {};
}

}  // namespace rolelint::estate

#endif  // ROLELINT_ESTATE_AWS_POLICIES_H_
