#include "tests/support/estate_json.h"

namespace rolelint::support {
namespace {

EstateJson Statement(const char* effect, const EstateJson& action, const EstateJson& resource,
                     const EstateJson& condition) {
  EstateJson statement = {{"Effect", effect}, {"Action", action}};
  if (resource != "") statement["Resource"] = resource;
  if (!condition.is_null()) statement["Condition"] = condition;
  return statement;
}

std::string Padded(int number) {
  std::string text = std::to_string(number);
  return std::string(16 - text.size(), 'A') + text;
}

}  // namespace

EstateJson Policy(const std::vector<EstateJson>& statements) {
  return {{"Version", "2012-10-17"}, {"Statement", statements}};
}

EstateJson Allow(const EstateJson& action, const EstateJson& resource,
                 const EstateJson& condition) {
  return Statement("Allow", action, resource, condition);
}

EstateJson Deny(const EstateJson& action, const EstateJson& resource, const EstateJson& condition) {
  return Statement("Deny", action, resource, condition);
}

EstateJson Trusts(const EstateJson& principal, const EstateJson& condition,
                  const std::string& action) {
  EstateJson statement = Statement("Allow", action, "", condition);
  statement["Principal"] =
      principal.is_string() && principal != "*" ? EstateJson{{"AWS", principal}} : principal;
  return statement;
}

std::string AccountJson::Make(const std::string& list, const std::string& type,
                              const std::string& name) {
  const size_t slash = name.rfind('/');
  const std::string path = slash == std::string::npos ? "/" : name.substr(0, slash + 1);
  const std::string last = slash == std::string::npos ? name : name.substr(slash + 1);
  std::string arn = "arn:aws:iam::" + id_ + ":" +
                    (type == "User"   ? "user"
                     : type == "Role" ? "role"
                                      : "group") +
                    path + last;
  const std::string prefix = type == "User" ? "AIDA" : type == "Role" ? "AROA" : "AGPA";
  dump_[list].push_back({{"Path", path},
                         {type + "Name", last},
                         {type + "Id", prefix + Padded(++made_)},
                         {"Arn", arn},
                         {"CreateDate", "2026-01-01T00:00:00+00:00"},
                         {"AttachedManagedPolicies", EstateJson::array()},
                         {type + "PolicyList", EstateJson::array()}});
  last_ = &dump_[list].back();
  return arn;
}

std::string AccountJson::User(const std::string& name, const std::vector<EstateJson>& statements,
                              const std::vector<std::string>& groups) {
  std::string arn = Make("UserDetailList", "User", name);
  (*last_)["GroupList"] = groups;
  (*last_)["Tags"] = EstateJson::array();
  if (!statements.empty()) {
    (*last_)["UserPolicyList"].push_back(
        {{"PolicyName", "own"}, {"PolicyDocument", Policy(statements)}});
  }
  return arn;
}

std::string AccountJson::Role(const std::string& name, const std::vector<EstateJson>& trust,
                              const std::vector<EstateJson>& statements) {
  std::string arn = Make("RoleDetailList", "Role", name);
  (*last_)["AssumeRolePolicyDocument"] = Policy(trust);
  (*last_)["InstanceProfileList"] = EstateJson::array();
  (*last_)["Tags"] = EstateJson::array();
  if (!statements.empty()) {
    (*last_)["RolePolicyList"].push_back(
        {{"PolicyName", "own"}, {"PolicyDocument", Policy(statements)}});
  }
  return arn;
}

std::string AccountJson::Group(const std::string& name, const std::vector<EstateJson>& statements) {
  std::string arn = Make("GroupDetailList", "Group", name);
  if (!statements.empty()) {
    (*last_)["GroupPolicyList"].push_back(
        {{"PolicyName", "own"}, {"PolicyDocument", Policy(statements)}});
  }
  return arn;
}

std::string AccountJson::Managed(const std::string& name,
                                 const std::vector<EstateJson>& statements) {
  const bool aws = name == "AdministratorAccess";
  std::string arn = "arn:aws:iam::" + (aws ? "aws" : id_) + ":policy/" + name;
  dump_["Policies"].push_back(
      {{"PolicyName", name},
       {"Arn", arn},
       {"Path", "/"},
       {"DefaultVersionId", "v1"},
       {"PolicyVersionList",
        {{{"Document", Policy(statements)}, {"VersionId", "v1"}, {"IsDefaultVersion", true}}}}});
  return arn;
}

void AccountJson::Attach(const std::string& policy_arn) {
  (*last_)["AttachedManagedPolicies"].push_back(
      {{"PolicyName", policy_arn.substr(policy_arn.rfind('/') + 1)}, {"PolicyArn", policy_arn}});
}

void AccountJson::Bound(const std::string& policy_arn) {
  (*last_)["PermissionsBoundary"] = {{"PermissionsBoundaryType", "Policy"},
                                     {"PermissionsBoundaryArn", policy_arn}};
}

void AccountJson::AttachAdministrator() {
  const std::string arn = "arn:aws:iam::aws:policy/AdministratorAccess";
  bool there = false;
  for (const EstateJson& policy : dump_["Policies"]) there = there || policy["Arn"] == arn;
  if (!there) Managed("AdministratorAccess", {Allow("*", "*")});
  Attach(arn);
}

std::string AccountJson::text() const { return dump_.dump(2); }

}  // namespace rolelint::support
