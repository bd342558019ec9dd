#include "analyzer/cli/switch_role.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string_view>

#include "analyzer/cli/switch_links.h"
#include "analyzer/policy/arn.h"

namespace rolelint::cli {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kPolicyName = "external-account-access";
// IAM's limit for names, and the console's for path and name of a role to switch to.
constexpr size_t kLongestRoleName = 64;
constexpr size_t kLongestDescription = 1000;

bool IsLowerAlnum(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

// Lowercase letters, digits and single dashes between them.
bool IsNamePart(std::string_view text) {
  if (text.empty() || text.front() == '-' || text.back() == '-') return false;
  char before = 0;
  for (char c : text) {
    if (!IsLowerAlnum(c) && c != '-') return false;
    if (c == '-' && before == '-') return false;
    before = c;
  }
  return true;
}

bool IsIamName(std::string_view text, bool with_path) {
  if (text.empty() || text.size() > 512) return false;
  return std::all_of(text.begin(), text.end(), [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("_+=,.@-").find(c) != std::string_view::npos || (with_path && c == '/');
  });
}

bool IsExternalId(std::string_view id) {
  if (id.size() < 2 || id.size() > 1224) return false;
  return std::all_of(id.begin(), id.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("_+=,.@:/-").find(c) != std::string_view::npos;
  });
}

// What IAM takes in a description, as far as ASCII goes.
bool IsPlainText(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

std::string UpperAlnum(std::string_view text) {
  std::string result;
  for (char c : text) {
    if (c >= 'a' && c <= 'z') {
      result += static_cast<char>(c - 'a' + 'A');
    } else if (c != '-') {
      result += c;
    }
  }
  return result;
}

// The user's ARN from a name, a path with name, or an ARN; false with a sentence if it is neither.
bool ResolveUser(const SwitchRequest& request, SwitchPlan* plan, std::string* error) {
  std::string resource = request.user;
  if (std::optional<policy::Arn> arn = policy::ParseArn(request.user)) {
    if (arn->service != "iam" || !arn->resource.starts_with("user/")) {
      *error = fmt::format("--user {} is not the ARN of a user", request.user);
      return false;
    }
    if (arn->account != request.own_account || arn->partition != request.partition) {
      *error = fmt::format("--user {} is not of account {} in partition {}", request.user,
                           request.own_account, request.partition);
      return false;
    }
    resource = std::string(arn->resource.substr(5));
  }
  if (resource.starts_with('/')) resource.erase(0, 1);
  if (resource.ends_with('/') || !IsIamName(resource, true)) {
    *error = fmt::format("--user {} is not a user name", request.user);
    return false;
  }
  plan->user_name = resource.substr(resource.rfind('/') + 1);
  plan->user_arn =
      fmt::format("arn:{}:iam::{}:user/{}", request.partition, request.own_account, resource);
  return true;
}

bool ResolvePermissions(const SwitchRequest& request, SwitchPlan* plan, std::string* error) {
  if (request.permissions == "AdminAccess") {
    *error = "there is no AWS-managed policy AdminAccess; did you mean AdministratorAccess?";
    return false;
  }
  if (std::optional<policy::Arn> arn = policy::ParseArn(request.permissions)) {
    if (arn->service != "iam" || !arn->resource.starts_with("policy/") ||
        !IsIamName(arn->resource, true) ||
        (arn->account != "aws" && arn->account != request.client_account)) {
      *error = fmt::format("--permissions {} is not the ARN of a policy of AWS or of the client",
                           request.permissions);
      return false;
    }
    plan->permissions_arn = request.permissions;
    return true;
  }
  if (!IsIamName(request.permissions, true)) {
    *error =
        fmt::format("--permissions {} is neither a policy name nor an ARN", request.permissions);
    return false;
  }
  plan->permissions_arn =
      fmt::format("arn:{}:iam::aws:policy/{}", request.partition, request.permissions);
  return true;
}

bool CheckRequest(const SwitchRequest& request, std::string* error) {
  if (!policy::IsPartition(request.partition)) {
    *error = fmt::format("--partition {} is not one of AWS's partitions", request.partition);
  } else if (!policy::IsAccountId(request.client_account)) {
    *error = fmt::format("--client-account {} is not twelve digits", request.client_account);
  } else if (!policy::IsAccountId(request.own_account)) {
    *error = fmt::format("--own-account {} is not twelve digits", request.own_account);
  } else if (request.client_account == request.own_account) {
    *error =
        "--client-account and --own-account are the same: the role lies in the client's account "
        "and trusts a user of your own";
  } else if (!IsNamePart(request.client_prefix)) {
    *error = fmt::format("--client-prefix {} must be lowercase letters, digits and single dashes",
                         request.client_prefix);
  } else if (!request.own_name.empty() && !IsNamePart(request.own_name)) {
    *error = fmt::format("--own-name {} must be lowercase letters, digits and single dashes",
                         request.own_name);
  } else if (!request.external_id.empty() && !IsExternalId(request.external_id)) {
    *error = "--external-id takes 2 to 1224 letters, digits and _+=,.@:/-";
  } else if (!request.contact.empty() && request.contact.find('@') == std::string::npos) {
    *error = fmt::format("--contact {} is not an e-mail address", request.contact);
  } else if (!IsPlainText(request.purpose) || !IsPlainText(request.contact)) {
    *error = "--purpose and --contact take printable ASCII characters";
  } else {
    return true;
  }
  return false;
}

std::string TrustPolicy(const SwitchRequest& request, const std::string& user_arn) {
  Json statement = {
      {"Effect", "Allow"}, {"Principal", {{"AWS", user_arn}}}, {"Action", "sts:AssumeRole"}};
  Json condition = Json::object();
  if (request.mfa) condition["Bool"] = {{"aws:MultiFactorAuthPresent", "true"}};
  if (!request.external_id.empty()) {
    condition["StringEquals"] = {{"sts:ExternalId", request.external_id}};
  }
  if (!condition.empty()) statement["Condition"] = condition;
  Json document = {{"Version", "2012-10-17"}, {"Statement", Json::array({statement})}};
  return document.dump(2) + "\n";
}

std::string InlinePolicy(const SwitchRequest& request, const std::string& role_arn) {
  Json statement = {
      {"Sid", fmt::format("PermissionToAssumeRolesIn{}", UpperAlnum(request.client_prefix))},
      {"Effect", "Allow"},
      {"Action", "sts:AssumeRole"},
      {"Resource", role_arn}};
  Json document = {{"Version", "2012-10-17"}, {"Statement", Json::array({statement})}};
  return document.dump(2) + "\n";
}

}  // namespace

std::optional<SwitchPlan> ComposeSwitch(const SwitchRequest& request, std::string* error) {
  SwitchPlan plan;
  if (!CheckRequest(request, error) || !ResolveUser(request, &plan, error) ||
      !ResolvePermissions(request, &plan, error)) {
    return std::nullopt;
  }
  const std::string& own = request.own_name.empty() ? request.own_account : request.own_name;
  plan.role_name = fmt::format("{}-account-{}", request.client_prefix, own);
  if (plan.role_name.size() > kLongestRoleName) {
    *error = fmt::format(
        "the role name {} has {} characters, and {} is the limit; shorten the "
        "prefix or the own account's name",
        plan.role_name, plan.role_name.size(), kLongestRoleName);
    return std::nullopt;
  }
  plan.role_arn = fmt::format("arn:{}:iam::{}:role/{}", request.partition, request.client_account,
                              plan.role_name);
  std::string_view policy_name = plan.permissions_arn;
  policy_name = policy_name.substr(policy_name.rfind('/') + 1);
  plan.description = request.purpose.empty()
                         ? fmt::format("Gives {} of account {} access to account {} with {}",
                                       plan.user_name, own, request.client_prefix, policy_name)
                         : request.purpose;
  plan.description += fmt::format(
      " / {}", request.contact.empty() ? "created by " + plan.user_name : request.contact);
  if (plan.description.size() > kLongestDescription) {
    *error = fmt::format("the description has {} characters, and {} is the limit",
                         plan.description.size(), kLongestDescription);
    return std::nullopt;
  }
  plan.trust_policy = TrustPolicy(request, plan.user_arn);
  plan.inline_policy = InlinePolicy(request, plan.role_arn);
  plan.inline_policy_name = kPolicyName;
  if (request.external_id.empty()) {
    plan.console_link = fmt::format("https://{}/switchrole?account={}&roleName={}&displayName={}",
                                    SignInHost(request.partition), request.client_account,
                                    plan.role_name, request.client_prefix);
  } else {
    plan.notes +=
        "the console never sends an external ID: this role can be assumed with the CLI and SDKs "
        "only\n";
  }
  plan.cli_profile =
      fmt::format("[profile {}]\nrole_arn = {}\nsource_profile = {}\n", request.client_prefix,
                  plan.role_arn, request.own_name.empty() ? "default" : request.own_name);
  if (request.mfa) {
    plan.cli_profile += fmt::format("mfa_serial = arn:{}:iam::{}:mfa/{}\n", request.partition,
                                    request.own_account, plan.user_name);
    plan.notes +=
        "MFA: sign in with MFA before switching in the console; mfa_serial is the ARN of the "
        "user's device, adapt it if the device has another name\n";
  } else {
    plan.notes += "no MFA is asked for: add --mfa if the user has a device\n";
  }
  if (!request.external_id.empty()) {
    plan.cli_profile += fmt::format("external_id = {}\n", request.external_id);
  }
  if (policy_name == "AdministratorAccess") {
    plan.notes +=
        "AdministratorAccess lets a stolen key of your account delete the client's: begin with "
        "ReadOnlyAccess where that will do\n";
  }
  if (request.contact.empty()) {
    plan.notes += "the description names no address to ask: add --contact ops@example.org\n";
  }
  return plan;
}

}  // namespace rolelint::cli
