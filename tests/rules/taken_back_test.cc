// What another policy or the permissions boundary of everybody who has a policy takes back is a
// suggestion that says so; what is left to somebody stays a finding.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "analyzer/catalog/catalog.h"
#include "analyzer/engine/check.h"
#include "rules/registry.h"

namespace rolelint::taken_back_test {
namespace {

using ::testing::HasSubstr;

// A role with an inline policy of one statement, a further inline policy, attached policies and a
// boundary, each "" if it has none.
struct Role {
  std::string allow;
  std::string second;
  std::string attached;
  std::string boundary;
};

std::string PolicyText(const std::string& statements) {
  return R"({"Version":"2012-10-17","Statement":[)" + statements + "]}";
}

std::string ManagedText(const std::string& name, const std::string& statements) {
  return R"({"PolicyName":")" + name + R"(","Arn":"arn:aws:iam::345678901234:policy/)" + name +
         R"(","DefaultVersionId":"v1","PolicyVersionList":[{"VersionId":"v1","IsDefaultVersion":true,"Document":)" +
         PolicyText(statements) + "}]}";
}

std::string DumpOf(const Role& role) {
  std::string inline_policies =
      R"({"PolicyName":"own","PolicyDocument":)" + PolicyText(role.allow) + "}";
  if (!role.second.empty()) {
    inline_policies +=
        R"(,{"PolicyName":"second","PolicyDocument":)" + PolicyText(role.second) + "}";
  }
  std::string managed;
  std::string attached;
  if (!role.attached.empty()) {
    managed = ManagedText("Guard", role.attached);
    attached = R"({"PolicyName":"Guard","PolicyArn":"arn:aws:iam::345678901234:policy/Guard"})";
  }
  std::string boundary;
  if (!role.boundary.empty()) {
    managed += (managed.empty() ? "" : ",") + ManagedText("Fence", role.boundary);
    boundary =
        R"("PermissionsBoundary":{"PermissionsBoundaryType":"Policy","PermissionsBoundaryArn":"arn:aws:iam::345678901234:policy/Fence"},)";
  }
  return R"({"UserDetailList":[],"GroupDetailList":[],"RoleDetailList":[{"Path":"/","RoleName":"build","Arn":"arn:aws:iam::345678901234:role/build","AssumeRolePolicyDocument":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]},)" +
         boundary + R"("RolePolicyList":[)" + inline_policies + R"(],"AttachedManagedPolicies":[)" +
         attached + R"(]}],"Policies":[)" + managed + "]}";
}

// The finding of the rule, "LEVEL message"; "" if there is none.
std::string FindingOf(const std::string& rule, const Role& role) {
  std::vector<engine::InputSpec> inputs(1);
  inputs[0].bytes = DumpOf(role);
  inputs[0].display_name = "dump.json";
  engine::CheckOptions options;
  options.threads = 1;
  const engine::CheckResult result = engine::Check(std::move(inputs), rules::AllRules(),
                                                   engine::Config::Default(rules::AllRules()),
                                                   catalog::Catalog::BuiltIn(), options);
  for (const engine::Finding& finding : result.findings) {
    if (finding.rule->id != rule) continue;
    return std::string(engine::LevelName(finding.level)) + " " + finding.message;
  }
  return {};
}

const char kPass[] = R"({"Effect":"Allow","Action":["iam:PassRole","glue:GetJob"],"Resource":"*"})";
const char kQueues[] = R"({"Effect":"Allow","Action":"sqs:*","Resource":"*"})";

struct Case {
  std::string rule;
  Role role;
  std::string says;  // "": a finding at the level security
};

TEST(TakenBackTest, WhatNobodyHasIsASuggestion) {
  const Case cases[] = {
      {"pass-any-role", {kPass, "", "", ""}, ""},
      {"pass-any-role",
       {kPass, "", R"({"Effect":"Deny","Action":"iam:Pass*","Resource":"*"})", ""},
       "policy Guard denies this to build"},
      {"pass-any-role",
       {kPass, R"({"Effect":"Deny","Action":"iam:*","Resource":"*"})", "", ""},
       "policy second of build denies this"},
      {"pass-any-role",
       {kPass, "", R"({"Effect":"Deny","NotAction":["glue:*","sqs:*"],"Resource":"*"})", ""},
       "policy Guard denies this to build"},
      {"pass-any-role",
       {kPass, "", "", R"({"Effect":"Allow","Action":["sqs:*","glue:*"],"Resource":"*"})"},
       "the permissions boundary of build does not allow this"},
      // Something is left.
      {"pass-any-role",
       {kPass, "",
        R"({"Effect":"Deny","Action":"iam:PassRole","Resource":"arn:aws:iam::345678901234:role/admin"})",
        ""},
       ""},
      {"pass-any-role",
       {kPass, "",
        R"({"Effect":"Deny","Action":"iam:PassRole","Resource":"*","Condition":{"StringEquals":{"aws:RequestedRegion":"eu-west-1"}}})",
        ""},
       ""},
      {"pass-any-role",
       {kPass, "", R"({"Effect":"Deny","NotAction":["iam:Pass*"],"Resource":"*"})", ""},
       ""},
      {"pass-any-role",
       {kPass, "", "", R"({"Effect":"Allow","NotAction":"sqs:*","Resource":"*"})"},
       ""},
      {"service-wildcard", {kQueues, "", "", ""}, ""},
      {"service-wildcard",
       {kQueues, "", R"({"Effect":"Deny","Action":"sqs:*","Resource":"*"})", ""},
       "policy Guard denies this to build"},
      {"service-wildcard",
       {kQueues, "", R"({"Effect":"Deny","Action":"sqs:Delete*","Resource":"*"})", ""},
       ""},
      {"service-wildcard",
       {kQueues, "", "", R"({"Effect":"Allow","Action":"ec2:Describe*","Resource":"*"})"},
       "the permissions boundary of build does not allow this"},
      {"service-wildcard",
       {kQueues, "", "", R"({"Effect":"Allow","Action":"sqs:Get*","Resource":"*"})"},
       ""},
  };
  for (const Case& one : cases) {
    const std::string found = FindingOf(one.rule, one.role);
    SCOPED_TRACE(one.rule + " " + one.role.second + one.role.attached + one.role.boundary);
    if (one.says.empty()) {
      EXPECT_TRUE(found.starts_with("security ")) << found;
    } else {
      EXPECT_TRUE(found.starts_with("suggestion ")) << found;
      EXPECT_THAT(found, HasSubstr(one.says));
    }
  }
}

}  // namespace
}  // namespace rolelint::taken_back_test
