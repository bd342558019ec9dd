#include "analyzer/graph/escalations.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "analyzer/catalog/catalog.h"
#include "analyzer/estate/facts.h"
#include "analyzer/policy/owned_document.h"
#include "tests/support/paths.h"

namespace rolelint::graph::escalations_test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

estate::PolicyFacts Facts(const std::string& text) {
  const auto document =
      policy::OwnedDocument::Parse(text, policy::Kind::kIdentity, policy::KindSource::kOption);
  EXPECT_NE(document, nullptr) << text;
  return document == nullptr ? estate::PolicyFacts()
                             : estate::ExtractPolicy(document->document(), 0);
}

std::vector<std::string> Words(std::string_view text) {
  std::vector<std::string> words;
  while (!text.empty()) {
    const size_t blank = text.find(' ');
    words.emplace_back(text.substr(0, blank));
    text = blank == std::string_view::npos ? "" : text.substr(blank + 1);
  }
  return words;
}

std::string Statement(std::string_view effect, const std::vector<std::string>& actions,
                      std::string_view rest = R"("Resource":"*")") {
  std::string text = R"({"Effect":")" + std::string(effect) + R"(","Action":[)";
  for (size_t i = 0; i < actions.size(); ++i) {
    text += (i > 0 ? ",\"" : "\"") + actions[i] + "\"";
  }
  return text + "]," + std::string(rest) + "}";
}

std::string Policy(const std::string& statements) {
  return R"({"Version":"2012-10-17","Statement":[)" + statements + "]}";
}

// The methods found in a policy, whatever the finding that tells them.
std::set<std::string> Found(const std::string& policy) {
  EscalationFinder finder(catalog::Catalog::BuiltIn());
  const estate::PolicyFacts facts = Facts(policy);
  std::set<std::string> ids;
  for (const Escalation& one : finder.OfPolicy(facts)) {
    for (const EscalationMethod* method : one.methods) ids.emplace(method->id);
    for (const EscalationMethod* method : one.also) ids.emplace(method->id);
  }
  return ids;
}

// The minimal sets that a set of actions holds.
std::set<std::string> Expected(const std::set<std::string>& actions) {
  std::set<std::string> ids;
  for (const PreparedMethod& prepared : EscalationMethods()) {
    const std::vector<std::string> steps = Words(prepared.method->steps);
    if (std::all_of(steps.begin(), steps.end(),
                    [&](const std::string& step) { return actions.count(step) != 0; })) {
      ids.emplace(prepared.method->id);
    }
  }
  return ids;
}

TEST(EscalationMethodsTest, EveryStepIsAPrivilegeAndNoSetHoldsAnother) {
  std::set<std::string_view> ids;
  for (const PreparedMethod& one : EscalationMethods()) {
    EXPECT_TRUE(ids.insert(one.method->id).second) << one.method->id;
    EXPECT_EQ(static_cast<size_t>(one.actions.size()), Words(one.method->steps).size());
    const bool passes = one.method->steps.find("iam:PassRole") != std::string_view::npos;
    EXPECT_EQ(passes, one.method->family == EscalationFamily::kNewRole) << one.method->id;
    EXPECT_EQ(passes, !one.method->services.empty()) << one.method->id;
    for (const PreparedMethod& other : EscalationMethods()) {
      EXPECT_TRUE(&one == &other || !one.actions.Includes(other.actions))
          << one.method->id << " " << other.method->id;
    }
  }
}

TEST(EscalationMethodsTest, TheCatalogueKnowsTheSteps) {
  // CodeStar and Data Pipeline are closed, their actions gone.
  for (int i = 0; i < estate::PrivilegeCount(); ++i) {
    const std::string_view name = estate::PrivilegeName(i);
    if (name.starts_with("codestar:")) continue;
    EXPECT_TRUE(catalog::Catalog::BuiltIn().FindAction(name)) << name;
  }
}

TEST(EscalationsTest, EveryMethodIsFoundAndNoneWithoutOneOfItsSteps) {
  for (const PreparedMethod& one : EscalationMethods()) {
    const std::vector<std::string> steps = Words(one.method->steps);
    EXPECT_THAT(Found(Policy(Statement("Allow", steps))), ElementsAre(std::string(one.method->id)));
    for (const std::string& step : steps) {
      // Denied …
      EXPECT_THAT(Found(Policy(Statement("Allow", steps) + "," + Statement("Deny", {step}))),
                  IsEmpty())
          << one.method->id << " " << step;
      // … or never granted.
      std::vector<std::string> others = steps;
      others.erase(std::find(others.begin(), others.end(), step));
      if (others.empty()) continue;
      EXPECT_THAT(Found(Policy(Statement("Allow", others))), IsEmpty())
          << one.method->id << " " << step;
    }
  }
}

TEST(EscalationsTest, StepsOfSeveralStatementsAddUp) {
  for (const PreparedMethod& one : EscalationMethods()) {
    std::string statements;
    for (const std::string& step : Words(one.method->steps)) {
      statements += (statements.empty() ? "" : ",") + Statement("Allow", {step});
    }
    EXPECT_THAT(Found(Policy(statements)), ElementsAre(std::string(one.method->id)));
  }
}

// The collection that the table was made from, superfluous steps and all.
TEST(EscalationsTest, TheSetsOfTheCollection) {
  const std::optional<std::filesystem::path> shared = support::SharedData();
  ROLELINT_REQUIRE(shared, "the shared data (ROLELINT_SHARED_DATA)");
  const std::filesystem::path path = shared->parent_path() / "reference" / "privesc.json";
  ROLELINT_REQUIRE(std::filesystem::exists(path), path.string());
  const nlohmann::json collection = nlohmann::json::parse(support::ReadFile(path));
  int sets = 0;
  for (const nlohmann::json& entry : collection.at("paths")) {
    std::vector<std::string> actions = entry.at("actions");
    ++sets;
    // Who may become every role: assume-role-wildcard.
    if (std::find(actions.begin(), actions.end(), "sts:AssumeRole") != actions.end()) continue;
    EXPECT_FALSE(Found(Policy(Statement("Allow", actions))).empty()) << entry.at("id");
    for (size_t i = 0; i < actions.size(); ++i) {
      std::vector<std::string> fewer = actions;
      fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
      if (fewer.empty()) continue;
      EXPECT_EQ(Found(Policy(Statement("Allow", fewer))),
                Expected(std::set<std::string>(fewer.begin(), fewer.end())))
          << entry.at("id") << " without " << actions[i];
    }
  }
  EXPECT_EQ(sets, 130);
}

struct Case {
  std::string name;
  std::string statements;
  std::vector<std::string> found;
  Certainty certainty = Certainty::kHigh;
};

class CasesTest : public testing::TestWithParam<Case> {};

TEST_P(CasesTest, FoundAsSureAsItIs) {
  const Case& item = GetParam();
  EXPECT_THAT(Found(Policy(item.statements)), testing::UnorderedElementsAreArray(item.found));
  if (item.found.empty()) return;
  EscalationFinder finder(catalog::Catalog::BuiltIn());
  const estate::PolicyFacts facts = Facts(Policy(item.statements));
  EXPECT_EQ(finder.OfPolicy(facts).front().certainty, item.certainty);
}

const std::string kPassToLambda =
    R"("Resource":"arn:aws:iam::739105284637:role/*",)"
    R"("Condition":{"StringEquals":{"iam:PassedToService":"lambda.amazonaws.com"}})";

INSTANTIATE_TEST_SUITE_P(
    Policies, CasesTest,
    testing::Values(
        Case{"Administrator", Statement("Allow", {"*"}), {}, {}},
        Case{"DenyElsewhere",
             Statement("Allow", {"iam:PutUserPolicy"}) + "," +
                 Statement("Deny", {"iam:PutUserPolicy"},
                           R"("Resource":"arn:aws:iam::739105284637:user/admin")"),
             {"iam-007"},
             Certainty::kHigh},
        Case{"DenyOfAllUsers",
             Statement("Allow", {"iam:PutUserPolicy"}) + "," +
                 Statement("Deny", {"iam:Put*"}, R"("Resource":"arn:aws:iam::*:user/*")"),
             {},
             {}},
        Case{"DenyUnderACondition",
             Statement("Allow", {"iam:PutUserPolicy"}) + "," +
                 Statement("Deny", {"iam:*"},
                           R"("Resource":"*","Condition":{"BoolIfExists":)"
                           R"({"aws:MultiFactorAuthPresent":"false"}})"),
             {"iam-007"},
             Certainty::kLow},
        Case{"Condition",
             Statement("Allow", {"iam:CreateAccessKey"},
                       R"("Resource":"*","Condition":{"IpAddress":{"aws:SourceIp":"10.0.0.0/8"}})"),
             {"iam-002"},
             Certainty::kLow},
        Case{"OwnKeys",
             Statement("Allow", {"iam:CreateAccessKey"},
                       R"("Resource":"arn:aws:iam::*:user/${aws:username}")"),
             {},
             {}},
        Case{"WrongKindOfResource",
             Statement("Allow", {"iam:PutUserPolicy"},
                       R"("Resource":"arn:aws:iam::739105284637:role/x")"),
             {},
             {}},
        Case{"PassedToThisService",
             Statement("Allow", {"lambda:CreateFunction"}) + "," +
                 Statement("Allow", {"iam:PassRole"}, kPassToLambda),
             {"extra-043"},
             Certainty::kMedium},
        Case{"PassedToAnotherService",
             Statement("Allow", {"ec2:RunInstances", "glue:CreateDevEndpoint"}) + "," +
                 Statement("Allow", {"iam:PassRole"}, kPassToLambda),
             {},
             {}},
        Case{"PassedToAnotherServiceUnderMore",
             Statement("Allow", {"ec2:RunInstances"}) + "," +
                 Statement("Allow", {"iam:PassRole"},
                           R"("Resource":"*","Condition":{"StringLike":{"aws:RequestTag/a":"b*"},)"
                           R"("StringEqualsIfExists":{"iam:PassedToService":)"
                           R"(["lambda.amazonaws.com","ecs.amazonaws.com"]}})"),
             {},
             {}},
        Case{"PassedToThisServiceAmongOthers",
             Statement("Allow", {"lambda:CreateFunction"}) + "," +
                 Statement("Allow", {"iam:PassRole"},
                           R"("Resource":"*","Condition":{"StringLikeIfExists":)"
                           R"({"iam:PassedToService":["ec2.*","lambda.*"]}})"),
             {"extra-043"},
             Certainty::kMedium},
        Case{"PassedUnderAnotherCondition",
             Statement("Allow", {"lambda:CreateFunction"}) + "," +
                 Statement("Allow", {"iam:PassRole"},
                           R"("Resource":"*","Condition":{"Bool":{"aws:ViaAWSService":"true"}})"),
             {"extra-043"},
             Certainty::kLow},
        Case{"NotAction",
             R"({"Effect":"Allow","NotAction":["iam:*","s3:*"],"Resource":"*"},)"
             R"({"Effect":"Deny","NotAction":"ssm:StartSession","Resource":"*"})",
             {"ssm-001"},
             Certainty::kMedium}),
    [](const testing::TestParamInfo<Case>& test) { return test.param.name; });

}  // namespace
}  // namespace rolelint::graph::escalations_test
