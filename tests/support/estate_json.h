#ifndef ROLELINT_TESTS_SUPPORT_ESTATE_JSON_H_
#define ROLELINT_TESTS_SUPPORT_ESTATE_JSON_H_

// Accounts made by hand, as `aws iam get-account-authorization-details` writes them.

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace rolelint::support {

using EstateJson = nlohmann::ordered_json;

EstateJson Policy(const std::vector<EstateJson>& statements);
// An Allow; `resource` "" leaves Resource out.
EstateJson Allow(const EstateJson& action, const EstateJson& resource,
                 const EstateJson& condition = nullptr);
EstateJson Deny(const EstateJson& action, const EstateJson& resource,
                const EstateJson& condition = nullptr);
// A statement of a trust policy. `principal`: an ARN, or a whole element ({"Service": …}).
EstateJson Trusts(const EstateJson& principal, const EstateJson& condition = nullptr,
                  const std::string& action = "sts:AssumeRole");

class AccountJson {
 public:
  explicit AccountJson(std::string id) : id_(std::move(id)) {}

  // Names may have a path: "/ops/anna". Each gives the ARN.
  std::string User(const std::string& name, const std::vector<EstateJson>& statements = {},
                   const std::vector<std::string>& groups = {});
  std::string Role(const std::string& name, const std::vector<EstateJson>& trust,
                   const std::vector<EstateJson>& statements = {});
  std::string Group(const std::string& name, const std::vector<EstateJson>& statements = {});
  std::string Managed(const std::string& name, const std::vector<EstateJson>& statements);
  // Of the user, role or group that was made last.
  void Attach(const std::string& policy_arn);
  void Bound(const std::string& policy_arn);
  void AttachAdministrator();
  // A member of what was made last, as it stands in the export.
  void Set(const std::string& member, const EstateJson& value) { (*last_)[member] = value; }

  const std::string& id() const { return id_; }
  std::string text() const;
  EstateJson& json() { return dump_; }

 private:
  std::string Make(const std::string& list, const std::string& type, const std::string& name);

  std::string id_;
  EstateJson dump_ = {{"UserDetailList", EstateJson::array()},
                      {"GroupDetailList", EstateJson::array()},
                      {"RoleDetailList", EstateJson::array()},
                      {"Policies", EstateJson::array()}};
  EstateJson* last_ = nullptr;
  int made_ = 0;
};

}  // namespace rolelint::support

#endif  // ROLELINT_TESTS_SUPPORT_ESTATE_JSON_H_
