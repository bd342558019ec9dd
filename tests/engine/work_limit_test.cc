// Policies whose statements meet in too many ways: the check ends in time, and says what it did not
// do.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <set>
#include <string>

#include "analyzer/catalog/catalog.h"
#include "analyzer/engine/check.h"
#include "rules/registry.h"

namespace rolelint::engine::work_limit_test {
namespace {

std::string Crossing(int statements) {
  std::string text = R"({"Version": "2012-10-17", "Statement": [)";
  for (int i = 0; i < statements; ++i) {
    if (i != 0) text += ", ";
    text += R"({"Effect": ")" + std::string(i % 2 == 0 ? "Allow" : "Deny") +
            R"(", "NotAction": "sqs:Get*)" + std::to_string(i) + R"(", "Resource": "*)" +
            std::to_string(i) + R"(*"})";
  }
  return text + "]}";
}

CheckResult RunCheck(std::string text, bool allow_incomplete) {
  InputSpec spec;
  spec.display_name = "policy.json";
  spec.bytes = std::move(text);
  std::vector<InputSpec> inputs;
  inputs.push_back(std::move(spec));
  CheckOptions options;
  options.allow_incomplete = allow_incomplete;
  return Check(std::move(inputs), rules::AllRules(), Config::Default(rules::AllRules()),
               catalog::Catalog::BuiltIn(), options);
}

// Many statements that cross are judged in bounded time.
TEST(WorkLimitTest, CrossingStatementsEnd) {
  const auto begin = std::chrono::steady_clock::now();
  const CheckResult result = RunCheck(Crossing(400), false);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(30));
  EXPECT_EQ(result.policies, 1U);
}

// All items of a function stand where it does: what is wrong with them is said once.
TEST(WorkLimitTest, ItemsOfAFunctionAreToldOnce) {
  std::string items;
  for (int i = 0; i < 20'000; ++i) items += "a,";
  const CheckResult result = RunCheck(
      R"({"AWSTemplateFormatVersion": "2010-09-09", "Resources": {"P": {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"PolicyDocument": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": {"Fn::Split": [",", ")" +
          items + R"("]}}]}}}}})",
      false);
  EXPECT_FALSE(result.findings.empty());
  EXPECT_LT(result.findings.size(), size_t{10});
  for (const Finding& finding : result.findings) EXPECT_LT(finding.related.size(), size_t{10});
}

// Every place in a wide list has its own pointer.
TEST(WorkLimitTest, PointersInWideLists) {
  std::string text = R"({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", )";
  for (int i = 0; i < 2'000; ++i) text += "\"Odd" + std::to_string(i) + "\": 1, ";
  const CheckResult result =
      RunCheck(text + R"("Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme/*"}]})", false);
  std::set<std::string> pointers;
  for (const Finding& finding : result.findings) pointers.insert(finding.pointer);
  EXPECT_TRUE(pointers.contains("/Statement/0/Odd0"));
  EXPECT_TRUE(pointers.contains("/Statement/0/Odd1999"));
  EXPECT_GE(pointers.size(), size_t{2'000});
}

TEST(WorkLimitTest, PoliciesOfUsualSizeAreJudgedWhole) {
  const CheckResult result = RunCheck(Crossing(20), false);
  EXPECT_EQ(result.not_checked, 0U);
}

}  // namespace
}  // namespace rolelint::engine::work_limit_test
