#ifndef ROLELINT_CLI_SWITCH_ROLE_H_
#define ROLELINT_CLI_SWITCH_ROLE_H_

// Both halves of the guide's role switch, composed from a few facts: the client's half (role name,
// description, trust policy, attached permissions) and one's own (the user's inline policy), with
// the console link and the CLI profile to use them. What it composes has no finding at or above
// `warning` (tests/cli/switch_role_test.cc holds it to that).

#include <optional>
#include <string>

namespace rolelint::cli {

struct SwitchRequest {
  std::string client_account;
  std::string own_account;
  std::string user;                            // name, path and name, or ARN
  std::string client_prefix;                   // lowercase
  std::string own_name;                        // alias of the own account; empty: its id
  std::string permissions = "ReadOnlyAccess";  // name of an AWS-managed policy, or an ARN
  std::string purpose;                         // for the description; empty: composed
  std::string contact;                         // e-mail address for the description
  std::string external_id;
  std::string partition = "aws";
  bool mfa = false;
};

struct SwitchPlan {
  std::string role_name;
  std::string role_arn;
  std::string user_arn;
  std::string user_name;
  std::string description;
  std::string permissions_arn;
  std::string trust_policy;   // JSON, indented
  std::string inline_policy;  // JSON, indented
  std::string inline_policy_name;
  std::string console_link;  // empty where the console cannot switch (external id)
  std::string cli_profile;
  std::string notes;  // one a line
};

// On a request that cannot be met, nullopt and one sentence in *error.
std::optional<SwitchPlan> ComposeSwitch(const SwitchRequest& request, std::string* error);

}  // namespace rolelint::cli

#endif  // ROLELINT_CLI_SWITCH_ROLE_H_
