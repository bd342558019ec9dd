// Methods of escalation that reach over accounts: from the one that administers the organization.

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/support/estate_json.h"
#include "tests/support/map_run.h"
#include "tests/support/paths.h"

namespace rolelint::map_organization_methods_test {
namespace {

using support::AccountJson;
using support::Allow;
using support::MapRun;
using support::Trusts;
using Json = nlohmann::json;
using Words = std::vector<std::string>;

constexpr const char* kManagement = "581470236914";
constexpr const char* kMember = "739105284637";
const std::string kAda = "arn:aws:iam::581470236914:user/ada";
const std::string kAdministrator = "739105284637:administrator";
const std::string kPermissionSet =
    "arn:aws:iam::739105284637:role/aws-reserved/sso.amazonaws.com/"
    "AWSReservedSSO_Admin_0123456789abcdef";

struct Method {
  const char* how;
  Words actions;
  std::string to;
};

const Method kMethods[] = {
    {"assume-root", {"sts:AssumeRoot"}, kAdministrator},
    {"stack-sets",
     {"cloudformation:CreateStackSet", "cloudformation:CreateStackInstances"},
     kAdministrator},
    {"stack-set-update", {"cloudformation:UpdateStackSet"}, kAdministrator},
    {"sso-attach", {"sso:AttachManagedPolicyToPermissionSet"}, kAdministrator},
    {"sso-inline", {"sso:PutInlinePolicyToPermissionSet"}, kAdministrator},
    {"sso-customer-policy",
     {"sso:AttachCustomerManagedPolicyReferenceToPermissionSet", "sso:ProvisionPermissionSet"},
     kAdministrator},
    {"sso-assign", {"sso:CreateAccountAssignment"}, kPermissionSet},
    {"identity-store-group", {"identitystore:CreateGroupMembership"}, kPermissionSet},
    {"sso-directory-group", {"sso-directory:AddMemberToGroup"}, kPermissionSet},
    {"sso-directory-password", {"sso-directory:UpdatePassword"}, kPermissionSet},
};

class MapOrganizationMethods : public ::testing::Test {
 protected:
  void Write(const Words& actions) {
    AccountJson management(kManagement);
    management.User("ada", {Allow(actions.empty() ? Words{"s3:ListBucket"} : actions, "*")});
    run_.Write("management.json", management.text());
    AccountJson member(kMember);
    member.Role("/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_0123456789abcdef",
                {Trusts({{"Federated", "arn:aws:iam::739105284637:saml-provider/AWSSSO_x"}},
                        nullptr, "sts:AssumeRoleWithSAML")});
    member.AttachAdministrator();
    member.Role("worker", {Trusts({{"Service", "lambda.amazonaws.com"}})});
    run_.Write("member.json", member.text());
  }

  Json Paths(const char* management = kManagement) {
    return run_.Json({"map", "paths", "--from", kAda, "--to", "admin", "--management-account",
                      management, "management.json", "member.json"})["answers"];
  }

  MapRun run_{support::Program()};
};

TEST_F(MapOrganizationMethods, EachIsFoundAndNotWithoutOneAction) {
  for (const Method& method : kMethods) {
    SCOPED_TRACE(method.how);
    Write(method.actions);
    const Json paths = Paths();
    ASSERT_EQ(paths.size(), 1U) << paths.dump(1);
    EXPECT_EQ(paths[0]["to"], method.to);
    EXPECT_EQ(paths[0]["verdict"], "conditional");
    EXPECT_EQ(paths[0]["steps"][0]["how"], method.how);
    // From an account that administers nothing.
    EXPECT_EQ(Paths(kMember), Json::array());
    for (const std::string& missing : method.actions) {
      Words actions = method.actions;
      std::erase(actions, missing);
      Write(actions);
      EXPECT_EQ(Paths(), Json::array()) << missing;
    }
  }
}

// Policies of the organization that a principal may take away are told by check.
TEST_F(MapOrganizationMethods, CheckTellsWhoLiftsPoliciesOfTheOrganization) {
  const Words kActions = {
      "organizations:DetachPolicy",        "organizations:AttachPolicy",
      "organizations:UpdatePolicy",        "organizations:DisablePolicyType",
      "organizations:MoveAccount",         "organizations:LeaveOrganization",
      "organizations:ListPolicies",        "organizations:RemoveAccountFromOrganization",
      "organizations:DescribeOrganization"};
  for (const std::string& action : kActions) {
    SCOPED_TRACE(action);
    Write({action});
    const std::string out = run_.Run({"check", "management.json"}).out;
    const bool reads =
        action.find("List") != std::string::npos || action.find("Describe") != std::string::npos;
    EXPECT_EQ(out.find("escalation-restriction") != std::string::npos, !reads) << out;
  }
}

}  // namespace
}  // namespace rolelint::map_organization_methods_test
