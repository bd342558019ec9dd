// What makes another fingerprint of a finding, and what does not.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/engine/finding_access.h"
#include "analyzer/engine/rule.h"
#include "analyzer/policy/owned_document.h"

namespace rolelint::engine {
namespace {

constexpr Rule kSecurityRule = {.id = "a", .summary = "b", .security_severity = "5.0"};
constexpr Rule kPlainRule = {.id = "c", .summary = "d"};

// Of a finding of the rule at the first place of `word` in a policy of this one statement.
uint64_t DistinctionOf(const std::string& statement, std::string_view word,
                       const Rule& rule = kSecurityRule) {
  const std::string text = R"({"Version":"2012-10-17","Statement":[)" + statement + "]}";
  const auto owned =
      policy::OwnedDocument::Parse(text, policy::Kind::kIdentity, policy::KindSource::kOption);
  const auto begin = static_cast<uint32_t>(text.find(word));
  const Collector::Mark marks[] = {{0, {begin, begin + static_cast<uint32_t>(word.size())}, {}}};
  std::vector<Finding> findings(1);
  findings[0].rule = &rule;
  DistinguishAccess(owned->document(), marks, findings);
  return findings[0].distinction;
}

constexpr std::string_view kAction = "iam:CreateUser";
const std::string kStatement =
    R"({"Sid":"A","Effect":"Allow","Action":["iam:CreateUser","iam:TagUser"],"Resource":["x","y"],)"
    R"("Condition":{"StringEquals":{"aws:RequestedRegion":["a","b"]}}})";

TEST(FingerprintTest, WiderAccessIsAnotherFinding) {
  std::set<uint64_t> seen;
  for (const std::string& statement : {
           kStatement,
           std::string(R"({"Effect":"Allow","Action":["iam:CreateUser"],"Resource":["x","y"]})"),
           std::string(R"({"Effect":"Allow","Action":["iam:CreateUser"],"Resource":["x"]})"),
           std::string(R"({"Effect":"Allow","Action":["iam:CreateUser"],"NotResource":["x"]})"),
           std::string(R"({"Effect":"Allow","Action":["iam:CreateUser"],"Resource":["x"],)"
                       R"("Condition":{"Bool":{"aws:SecureTransport":"true"}}})"),
           std::string(R"({"Effect":"Allow","Action":["iam:CreateUser"],"Resource":["x"],)"
                       R"("Condition":{"Bool":{"aws:SecureTransport":"false"}}})"),
       }) {
    EXPECT_TRUE(seen.insert(DistinctionOf(statement, kAction)).second) << statement;
  }
}

TEST(FingerprintTest, OrderLayoutSidAndOtherItemsMakeNoDifference) {
  const uint64_t distinction = DistinctionOf(kStatement, kAction);
  EXPECT_NE(distinction, 0U);
  EXPECT_EQ(
      DistinctionOf(
          R"({"Condition":{"stringEquals":{"AWS:RequestedRegion":["b","a"]}}, "Effect" : "Allow",)"
          R"("Resource":["y", "x"],"Action":["iam:ListUsers","iam:CreateUser"]})",
          kAction),
      distinction);
  // A finding about the resource is one about all actions.
  EXPECT_NE(
      DistinctionOf(R"({"Effect":"Allow","Action":"iam:CreateUser","Resource":"xyz"})", "xyz"),
      DistinctionOf(R"({"Effect":"Allow","Action":"iam:*","Resource":"xyz"})", "xyz"));
}

TEST(FingerprintTest, OnlyOfSecurityRulesAndWithinStatements) {
  EXPECT_EQ(DistinctionOf(kStatement, kAction, kPlainRule), 0U);
  EXPECT_EQ(DistinctionOf(kStatement, "2012-10-17"), 0U);
}

}  // namespace
}  // namespace rolelint::engine
