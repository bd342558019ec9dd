#include "analyzer/cli/switch_role.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "tests/support/paths.h"
#include "tests/support/process.h"

namespace rolelint::cli::switch_role_test {
namespace {

using Json = nlohmann::json;
namespace fs = std::filesystem;

SwitchRequest Acme() {
  SwitchRequest request;
  request.client_account = "739105284637";
  request.own_account = "581470236914";
  request.user = "alex";
  request.client_prefix = "acme";
  request.own_name = "hub";
  return request;
}

TEST(SwitchRoleTest, ComposesBothHalves) {
  std::string error;
  std::optional<SwitchPlan> plan = ComposeSwitch(Acme(), &error);
  ASSERT_TRUE(plan) << error;
  EXPECT_EQ(plan->role_name, "acme-account-hub");
  EXPECT_EQ(plan->role_arn, "arn:aws:iam::739105284637:role/acme-account-hub");
  Json trust = Json::parse(plan->trust_policy);
  EXPECT_EQ(trust["Statement"][0]["Principal"]["AWS"], "arn:aws:iam::581470236914:user/alex");
  EXPECT_EQ(trust["Statement"][0]["Action"], "sts:AssumeRole");
  EXPECT_FALSE(trust["Statement"][0].contains("Condition"));
  Json inline_policy = Json::parse(plan->inline_policy);
  EXPECT_EQ(inline_policy["Statement"][0]["Resource"], plan->role_arn);
  EXPECT_EQ(inline_policy["Statement"][0]["Sid"], "PermissionToAssumeRolesInACME");
  EXPECT_EQ(plan->console_link,
            "https://signin.aws.amazon.com/switchrole?account=739105284637&roleName="
            "acme-account-hub&displayName=acme");
  EXPECT_EQ(plan->permissions_arn, "arn:aws:iam::aws:policy/ReadOnlyAccess");
  EXPECT_NE(plan->cli_profile.find("role_arn = " + plan->role_arn + "\n"), std::string::npos);
}

TEST(SwitchRoleTest, AsksForMfaAndExternalId) {
  SwitchRequest request = Acme();
  request.mfa = true;
  request.external_id = "acme-7f3a9c";
  std::string error;
  std::optional<SwitchPlan> plan = ComposeSwitch(request, &error);
  ASSERT_TRUE(plan) << error;
  Json condition = Json::parse(plan->trust_policy)["Statement"][0]["Condition"];
  EXPECT_EQ(condition["Bool"]["aws:MultiFactorAuthPresent"], "true");
  EXPECT_EQ(condition["StringEquals"]["sts:ExternalId"], "acme-7f3a9c");
  EXPECT_EQ(plan->console_link, "");
  EXPECT_NE(plan->cli_profile.find("mfa_serial = arn:aws:iam::581470236914:mfa/alex"),
            std::string::npos);
  EXPECT_NE(plan->cli_profile.find("external_id = acme-7f3a9c"), std::string::npos);
}

struct Refusal {
  const char* name;
  void (*spoil)(SwitchRequest&);
  const char* says;
};

class SwitchRoleRefusals : public ::testing::TestWithParam<Refusal> {};

TEST_P(SwitchRoleRefusals, SayWhy) {
  SwitchRequest request = Acme();
  GetParam().spoil(request);
  std::string error;
  EXPECT_FALSE(ComposeSwitch(request, &error));
  EXPECT_NE(error.find(GetParam().says), std::string::npos) << error;
}

INSTANTIATE_TEST_SUITE_P(
    All, SwitchRoleRefusals,
    ::testing::Values(
        Refusal{"ShortAccount", [](SwitchRequest& r) { r.client_account = "73910528463"; },
                "twelve digits"},
        Refusal{"SameAccount", [](SwitchRequest& r) { r.own_account = r.client_account; }, "same"},
        Refusal{"UpperPrefix", [](SwitchRequest& r) { r.client_prefix = "Acme"; }, "lowercase"},
        Refusal{"DoubleDash", [](SwitchRequest& r) { r.client_prefix = "a--b"; }, "single dashes"},
        Refusal{"AdminAccess", [](SwitchRequest& r) { r.permissions = "AdminAccess"; },
                "AdministratorAccess"},
        Refusal{"ForeignUser",
                [](SwitchRequest& r) { r.user = "arn:aws:iam::739105284637:user/alex"; },
                "is not of account"},
        Refusal{"RoleAsUser",
                [](SwitchRequest& r) { r.user = "arn:aws:iam::581470236914:role/alex"; },
                "not the ARN of a user"},
        Refusal{"BlankUser", [](SwitchRequest& r) { r.user = "al ex"; }, "not a user name"},
        Refusal{"ExternalId", [](SwitchRequest& r) { r.external_id = "a b"; }, "--external-id"},
        Refusal{"ForeignPolicy",
                [](SwitchRequest& r) { r.permissions = "arn:aws:iam::402918375526:policy/x"; },
                "--permissions"},
        Refusal{"PolicyWithShell",
                [](SwitchRequest& r) { r.permissions = "arn:aws:iam::aws:policy/x;reboot"; },
                "--permissions"},
        Refusal{"Contact", [](SwitchRequest& r) { r.contact = "alex"; }, "e-mail"},
        Refusal{"ControlCharacter", [](SwitchRequest& r) { r.purpose = "a\nb"; }, "printable"},
        Refusal{"LongName", [](SwitchRequest& r) { r.client_prefix = std::string(60, 'a'); },
                "characters"},
        Refusal{"Partition", [](SwitchRequest& r) { r.partition = "aws-mars"; }, "partition"}),
    [](const ::testing::TestParamInfo<Refusal>& refusal) { return refusal.param.name; });

TEST(SwitchRoleTest, QuotesWhatTheShellWouldRead) {
  support::RunResult run = support::RunProgram(
      support::Program(),
      {"switch-role", "--client-account", "739105284637", "--own-account", "581470236914", "--user",
       "alex", "--client-prefix", "acme", "--purpose", "it's $(reboot) `x` \"y\""});
  ASSERT_EQ(run.status, 0) << run.err;
  EXPECT_NE(run.out.find("--description 'it'\\''s $(reboot) `x` \"y\" / created by alex'"),
            std::string::npos)
      << run.out;
}

// The promise of the command: what it writes checks clean.
TEST(SwitchRoleTest, WhatItWritesChecksClean) {
  const std::vector<std::vector<std::string>> variants = {
      {},
      {"--mfa"},
      {"--external-id", "acme-7f3a9c"},
      {"--mfa", "--own-name", "hub", "--permissions", "AdministratorAccess"},
      {"--partition", "aws-us-gov"},
  };
  fs::path folder = fs::path(::testing::TempDir()) / "switch-role-test";
  for (const std::vector<std::string>& variant : variants) {
    fs::remove_all(folder);
    std::vector<std::string> arguments = {"switch-role",   "--client-account", "739105284637",
                                          "--own-account", "581470236914",     "--user",
                                          "alex",          "--client-prefix",  "acme",
                                          "--out",         folder.string()};
    arguments.insert(arguments.end(), variant.begin(), variant.end());
    support::RunResult written = support::RunProgram(support::Program(), arguments);
    ASSERT_EQ(written.status, 0) << written.err;
    support::RunResult checked = support::RunProgram(
        support::Program(), {"check", "--no-config", "--min-severity", "medium", "--format",
                             "concise", (folder / "trust-policy.json").string(),
                             (folder / "external-account-access.json").string()});
    EXPECT_EQ(checked.status, 0) << checked.err;
    EXPECT_EQ(checked.out, "");
    // A second run does not overwrite what is there.
    EXPECT_EQ(support::RunProgram(support::Program(), arguments).status, 2);
  }
  fs::remove_all(folder);
}

}  // namespace
}  // namespace rolelint::cli::switch_role_test
