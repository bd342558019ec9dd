#include "analyzer/cli/switch_links.h"

#include <fmt/format.h>

#include "analyzer/policy/arn.h"

namespace rolelint::cli {
namespace {

// What the console takes for path and name together.
constexpr size_t kLongestConsoleName = 64;

// The value of the condition that begins so; "" if there is none.
std::string_view ValueOf(const std::vector<std::string>& conditions, std::string_view begin) {
  for (const std::string& condition : conditions) {
    const std::string_view text = condition;
    if (!text.starts_with(begin)) continue;
    const size_t blank = text.find(' ', begin.size());
    return blank == std::string_view::npos ? "" : text.substr(blank + 1);
  }
  return {};
}

bool Mentions(const std::vector<std::string>& conditions, std::string_view key) {
  for (const std::string& condition : conditions) {
    if (condition.find(key) != std::string::npos) return true;
  }
  return false;
}

}  // namespace

std::string_view SignInHost(std::string_view partition) {
  if (partition == "aws-cn") return "signin.amazonaws.cn";
  if (partition == "aws-us-gov") return "signin.amazonaws-us-gov.com";
  return "signin.aws.amazon.com";
}

SwitchLinks LinksOf(std::string_view user_arn, std::string_view role_arn,
                    const std::vector<std::string>& conditions) {
  SwitchLinks links;
  const std::optional<policy::Arn> role = policy::ParseArn(role_arn);
  const std::optional<policy::Arn> user = policy::ParseArn(user_arn);
  if (!role || !user) return links;
  const policy::IamResource target = policy::SplitIamResource(role->resource);
  // The console takes path and name.
  std::string name(target.path.substr(target.path.empty() ? 0 : 1));
  name += target.name;
  const bool external_id = Mentions(conditions, "sts:ExternalId");
  if (external_id) {
    links.note = "not possible: the console sends no external ID";
  } else if (name.size() > kLongestConsoleName) {
    links.note = fmt::format("not possible: path and name have {} characters, and {} is the limit",
                             name.size(), kLongestConsoleName);
  } else {
    links.console = fmt::format("https://{}/switchrole?account={}&roleName={}",
                                SignInHost(role->partition), role->account, name);
  }
  links.profile =
      fmt::format("[profile {}]\nrole_arn = {}\nsource_profile = default\n", target.name, role_arn);
  if (Mentions(conditions, "aws:MultiFactorAuth")) {
    links.profile += fmt::format("mfa_serial = arn:{}:iam::{}:mfa/{}\n", user->partition,
                                 user->account, policy::SplitIamResource(user->resource).name);
  }
  if (const std::string_view id = ValueOf(conditions, "sts:ExternalId "); !id.empty()) {
    links.profile += fmt::format("external_id = {}\n", id);
  }
  if (const std::string_view session = ValueOf(conditions, "sts:RoleSessionName ");
      !session.empty()) {
    links.profile += fmt::format("role_session_name = {}\n", session);
  }
  return links;
}

}  // namespace rolelint::cli
