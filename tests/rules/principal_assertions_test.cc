// Assertions about principals where fixtures cannot tell: what is noted, what input does not
// matter, and what a configuration without them is spared.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "analyzer/catalog/catalog.h"
#include "analyzer/engine/check.h"
#include "rules/registry.h"
#include "tests/support/paths.h"

namespace rolelint::principal_assertions_test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::string PathOf(const std::string& account) {
  return (support::SourceDir() / "fixtures/rules/failed-assertion" / account / "account.json")
      .string();
}

struct Answer {
  std::vector<std::string> findings;  // of the rule alone
  std::vector<std::string> notes;
};

// `assertion`: the text of one, in YAML's flow style.
Answer Check(const std::string& assertion, engine::InputSpec input) {
  std::vector<engine::ConfigError> errors;
  const std::optional<engine::Config> config = engine::Config::Parse(
      "assertions: [{name: a, " + assertion + "}]", "rolelint.yaml", rules::AllRules(), &errors);
  EXPECT_TRUE(config) << assertion << ": " << (errors.empty() ? "" : errors[0].message);
  if (!config) return {};
  std::vector<engine::InputSpec> inputs;
  inputs.push_back(std::move(input));
  engine::CheckOptions options;
  options.threads = 1;
  const engine::CheckResult result = engine::Check(std::move(inputs), rules::AllRules(), *config,
                                                   catalog::Catalog::BuiltIn(), options);
  Answer answer;
  for (const engine::Finding& finding : result.findings) {
    if (finding.rule->id == "failed-assertion") answer.findings.push_back(finding.message);
  }
  for (const engine::RunNote& note : result.notes) answer.notes.push_back(note.message);
  return answer;
}

Answer CheckFile(const std::string& assertion, const std::string& account = "bad-principals") {
  return Check(assertion, {PathOf(account), "account.json", "", true});
}

// One note an assertion, whatever the number of principals, and no verdict on them.
TEST(PrincipalAssertionsTest, WhatIsNotDecidedIsNoted) {
  const Answer answer = CheckFile("principals: [eve], forbid: {actions: ['iam:CreateAccessKey']}");
  EXPECT_THAT(answer.findings, IsEmpty());
  EXPECT_THAT(answer.notes,
              ElementsAre("whether assertion \"a\" holds is not decided for user eve "
                          "(arn:aws:iam::aws:policy/IAMFullAccess, attached to user eve, is not "
                          "in the input)"));
  EXPECT_THAT(CheckFile("principals: eve, require: {actions: 'iam:GetUser'}").notes,
              ElementsAre(HasSubstr("not decided for user eve")));
}

TEST(PrincipalAssertionsTest, WhatIsAboutNobodyOrNothingIsNoted) {
  EXPECT_THAT(CheckFile("principals: 'depoly-*', forbid: {actions: 's3:*'}").notes,
              ElementsAre("assertion \"a\" concerns no user or role of the input"));
  EXPECT_THAT(CheckFile("principals: dee, forbid: {actions: ['s3:GetObjekt', 's3:Get*']}").notes,
              ElementsAre(HasSubstr("s3:GetObjekt is no action of the catalogue of")));
}

// An action that AWS does not have yet is not granted because there is nothing to grant.
TEST(PrincipalAssertionsTest, AnUnknownActionIsRequiredAllTheSame) {
  EXPECT_THAT(CheckFile("principals: dee, require: {actions: 's3:GetObjekt'}").findings,
              ElementsAre(HasSubstr("user/dee may not s3:getobjekt on ")));
  EXPECT_THAT(CheckFile("principals: break-glass, require: {actions: 's3:GetObjekt'}").findings,
              IsEmpty());
}

// All actions that there are, each listed, are the whole; of texts there are more.
TEST(PrincipalAssertionsTest, WhatIsRequiredAreActionsThatThereAre) {
  EXPECT_THAT(CheckFile("principals: anna, require: {actions: 'iam:*AccessKeys'}").findings,
              IsEmpty());
  EXPECT_THAT(CheckFile("principals: anna, require: {actions: 'iam:*AccessKey'}").findings,
              ElementsAre(HasSubstr("user/anna may not iam:DeleteAccessKey")));
}

TEST(PrincipalAssertionsTest, WhoIsMeant) {
  const std::pair<const char*, size_t> cases[] = {
      {"principals: '*'", 1},
      {"principals: user", 1},
      {"principals: role", 0},
      {"principals: [user, 'd*']", 1},
      {"principals: [role, 'd*']", 0},
      {"principals: 'arn:aws:iam::581470236914:user/d*'", 1},
      {"principals: 'arn:aws:iam::*:role/*'", 0},
      {"principals: people", 0},
  };
  for (const auto& [principals, count] : cases) {
    const Answer answer =
        CheckFile(std::string(principals) +
                  ", forbid: {actions: ['iam:ListAccessKeys'], except: {principals: "
                  "['arn:aws:iam::*:role/break-glass', 'arn:aws:iam::*:user/anna']}}");
    EXPECT_EQ(answer.findings.size(), count) << principals;
  }
}

// Standard input cannot be read a second time.
TEST(PrincipalAssertionsTest, BytesAreAsGoodAsAFile) {
  const std::string assertion = "principals: user, forbid: {actions: ['iam:CreateAccessKey']}";
  const Answer of_file = CheckFile(assertion);
  ASSERT_EQ(of_file.findings.size(), 1U);
  EXPECT_EQ(
      Check(assertion, {"", "stdin", support::ReadFile(PathOf("bad-principals")), true}).findings,
      of_file.findings);
}

// Policies without an owner are no principals, and nothing is said of that.
TEST(PrincipalAssertionsTest, WithoutAnExportThereIsNothingToSay) {
  const char* const policy =
      R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]})";
  const Answer answer =
      Check("principals: '*', forbid: {actions: 'iam:*'}", {"", "stdin", policy, true});
  EXPECT_THAT(answer.findings, IsEmpty());
  EXPECT_THAT(answer.notes, IsEmpty());
}

}  // namespace
}  // namespace rolelint::principal_assertions_test
