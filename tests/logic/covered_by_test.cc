// PolicyQuestions::CoveredBy held to a count of all requests: over patterns and values so few that
// one request for each way of meeting them stands for all, a statement is covered if and only if no
// such request meets it and none of the others.

#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "analyzer/catalog/catalog.h"
#include "analyzer/logic/questions.h"
#include "tests/logic/held_policy.h"
#include "tests/oracle/naive_evaluator.h"
#include "tests/support/rounds.h"

namespace rolelint::logic::covered_by_test {
namespace {

using Json = nlohmann::json;

// What statements are made of, and beside it the requests that tell all of that apart.
const Json kActions = {"*",
                       "s3:*",
                       "s3:Get*",
                       "s3:GetObject",
                       {"s3:GetObject", "s3:PutObject"},
                       {"s3:Get*", "sqs:SendMessage"}};
const std::vector<std::string> kAskedActions = {"s3:GetObject",    "s3:GetAcl",
                                                "s3:PutObject",    "s3:ListBucket",
                                                "sqs:SendMessage", "ec2:RunInstances"};
const Json kResources = {"*",
                         "arn:aws:s3:::a/*",
                         "arn:aws:s3:::a/b*",
                         "arn:aws:s3:::*/x",
                         {"arn:aws:s3:::a/*", "arn:aws:s3:::b/*"}};
const std::vector<std::string> kAskedResources = {"*",
                                                  "arn:aws:s3:::a/c",
                                                  "arn:aws:s3:::a/b/c",
                                                  "arn:aws:s3:::a/x",
                                                  "arn:aws:s3:::a/b/x",
                                                  "arn:aws:s3:::b/c",
                                                  "arn:aws:s3:::b/x",
                                                  "arn:aws:s3:::c/x",
                                                  "arn:aws:s3:::c",
                                                  "arn:aws:ec2:r:1:i/x"};
constexpr const char* kVpc = "aws:SourceVpc";
using Test = std::pair<const char*, Json>;  // operator, value or values
const std::vector<Test> kVpcTests = {{"StringEquals", "a"},
                                     {"StringEquals", {"a", "b"}},
                                     {"StringLike", "a*"},
                                     {"StringNotEquals", "a"},
                                     {"StringNotLike", "a*"},
                                     {"StringEqualsIfExists", "a"},
                                     {"Null", "true"},
                                     {"Null", "false"},
                                     {"StringNotEqualsIfExists", {"a", "b"}}};
const std::vector<Json> kVpcs = {nullptr, "a", "b", "ab", "z"};
constexpr const char* kTags = "aws:TagKeys";
const std::vector<Test> kTagTests = {{"ForAnyValue:StringEquals", "a"},
                                     {"ForAllValues:StringEquals", {"a", "b"}},
                                     {"ForAllValues:StringEquals", "b"},
                                     {"ForAnyValue:StringNotEquals", "a"}};
const std::vector<Json> kTagLists = {nullptr,    {"a"},      {"b"},      {"z"},
                                     {"a", "b"}, {"a", "z"}, {"b", "z"}, {"a", "b", "z"}};

class Statements {
 public:
  explicit Statements(uint32_t seed) : random_(seed) {}

  Json One(const char* effect) {
    Json statement = {{"Effect", effect}};
    statement[Chance(85) ? "Action" : "NotAction"] = Pick(kActions);
    statement[Chance(85) ? "Resource" : "NotResource"] = Pick(kResources);
    Json condition = Json::object();
    if (Chance(45)) Add(kVpc, Pick(kVpcTests), &condition);
    if (Chance(20)) Add(kVpc, Pick(kVpcTests), &condition);
    if (Chance(30)) Add(kTags, Pick(kTagTests), &condition);
    if (!condition.empty()) statement["Condition"] = condition;
    return statement;
  }

 private:
  bool Chance(unsigned percent) { return random_() % 100 < percent; }
  template <typename List>
  typename List::value_type Pick(const List& list) {
    return list[random_() % list.size()];
  }
  static void Add(const char* key, const Test& test, Json* condition) {
    (*condition)[test.first][key] = test.second;
  }

  std::mt19937 random_;
};

constexpr size_t kContexts = 40;  // kVpcs × kTagLists
constexpr size_t kPlaces = 60;    // kAskedActions × kAskedResources

Json Request(size_t place, size_t context) {
  Json keys = Json::object();
  const Json& vpc = kVpcs[context / kTagLists.size()];
  const Json& tags = kTagLists[context % kTagLists.size()];
  if (!vpc.is_null()) keys[kVpc] = vpc;
  if (!tags.is_null()) keys[kTags] = tags;
  return {{"principal", "arn:aws:iam::111122223333:user/a"},
          {"action", kAskedActions[place / kAskedResources.size()]},
          {"resource", kAskedResources[place % kAskedResources.size()]},
          {"context", keys}};
}

bool Meets(const Json& statement, const Json& request) {
  const Json policy = {{"Version", "2012-10-17"}, {"Statement", Json::array({statement})}};
  return naive::Allows(policy, request, "identity");
}

// Whom of all requests the statement meets, whatever its effect. Its condition has nothing to do
// with action and resource, so that either is looked at by itself.
std::vector<bool> Met(Json statement) {
  statement["Effect"] = "Allow";
  Json anywhere = {{"Effect", "Allow"}, {"Action", "*"}, {"Resource", "*"}};
  if (statement.contains("Condition")) anywhere["Condition"] = statement["Condition"];
  statement.erase("Condition");
  std::vector<bool> contexts;
  for (size_t i = 0; i < kContexts; ++i) contexts.push_back(Meets(anywhere, Request(0, i)));
  std::vector<bool> met;
  for (size_t place = 0; place < kPlaces; ++place) {
    const bool here = Meets(statement, Request(place, 0));
    for (bool context : contexts) met.push_back(here && context);
  }
  return met;
}

// Whether `inner` holds nothing but what some of `outer` hold.
bool Covered(const std::vector<bool>& inner, const std::vector<const std::vector<bool>*>& outer) {
  for (size_t i = 0; i < inner.size(); ++i) {
    if (!inner[i]) continue;
    const bool held =
        std::any_of(outer.begin(), outer.end(), [&](const auto* one) { return (*one)[i]; });
    if (!held) return false;
  }
  return true;
}

class CoveredByTest : public testing::TestWithParam<const char*> {};

TEST_P(CoveredByTest, IsWhatACountOfRequestsSays) {
  Statements random(20261126);
  PolicyQuestions questions(catalog::Catalog::BuiltIn());
  ASSERT_EQ(kContexts, kVpcs.size() * kTagLists.size());
  ASSERT_EQ(kPlaces, kAskedActions.size() * kAskedResources.size());
  int covered = 0;
  int by_several = 0;
  int not_covered = 0;
  for (int round = 0; round < support::Rounds(100); ++round) {
    Json text = {{"Version", "2012-10-17"}, {"Statement", Json::array()}};
    for (int i = 0; i < 4; ++i) text["Statement"].push_back(random.One(GetParam()));
    const HeldPolicy held(text.dump());
    questions.Begin(held.document());
    const auto statements = held.document().statements;
    ASSERT_EQ(statements.size(), 4U);
    std::vector<std::vector<bool>> met;
    for (const Json& statement : text["Statement"]) met.push_back(Met(statement));
    for (size_t i = 0; i < 4; ++i) {
      std::vector<const policy::Statement*> others;
      std::vector<const std::vector<bool>*> outer;
      for (size_t j = 0; j < 4; ++j) {
        if (j == i) continue;
        others.push_back(&statements[j]);
        outer.push_back(&met[j]);
      }
      const bool any = std::find(met[i].begin(), met[i].end(), true) != met[i].end();
      const bool expected = any && Covered(met[i], outer);
      const std::optional<Coverage> coverage = questions.CoveredBy(statements[i], others);
      ASSERT_EQ(coverage.has_value(), expected) << i << " of " << text["Statement"].dump(1);
      if (!coverage) {
        ++not_covered;
        continue;
      }
      ++covered;
      by_several += coverage->by.size() > 1 ? 1 : 0;
      // Those that are named do it, and no fewer of them.
      std::vector<const std::vector<bool>*> named;
      for (const policy::Statement* one : coverage->by) named.push_back(&met[one->index]);
      ASSERT_TRUE(Covered(met[i], named)) << i << " of " << text["Statement"].dump(1);
      for (size_t left_out = 0; left_out < named.size(); ++left_out) {
        std::vector<const std::vector<bool>*> fewer = named;
        fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(left_out));
        ASSERT_FALSE(Covered(met[i], fewer)) << i << " of " << text["Statement"].dump(1);
      }
    }
  }
  RecordProperty("covered", covered);
  RecordProperty("by_several", by_several);
  EXPECT_GT(covered, 50);
  EXPECT_GT(by_several, 1);
  EXPECT_GT(not_covered, 150);
}

INSTANTIATE_TEST_SUITE_P(Effects, CoveredByTest, testing::Values("Allow", "Deny"),
                         [](const auto& param_info) { return std::string(param_info.param); });

}  // namespace
}  // namespace rolelint::logic::covered_by_test
