// The questions of rules held to the prover, to the evaluator and to the naive evaluator, on random
// policies.

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>

#include "analyzer/catalog/catalog.h"
#include "analyzer/logic/questions.h"
#include "tests/logic/held_policy.h"
#include "tests/logic/random_policy.h"
#include "tests/oracle/naive_evaluator.h"
#include "tests/support/rounds.h"

namespace rolelint::logic::questions_random_test {
namespace {

// Statements whose conditions often exclude each other.
class CrossingPolicies {
 public:
  explicit CrossingPolicies(uint32_t seed) : random_(seed) {}

  std::string Statement(std::string_view effect) {
    std::string text = R"({"Effect":")" + std::string(effect) + "\",";
    text += Pick({R"("Action":"s3:Get*")", R"("Action":["s3:GetObject","sqs:*"])",
                  R"("Action":"*")", R"("NotAction":"s3:Put*")", R"("Action":"s3:*")"});
    text += "," + Pick({R"("Resource":"*")", R"("Resource":"arn:aws:s3:::a/*")",
                        R"("NotResource":"arn:aws:s3:::a/*")",
                        R"("Resource":"arn:aws:sqs:r:111122223333:a*")",
                        R"("Resource":"arn:aws:s3:::a/${aws:SourceVpc}")"});
    text += R"(,"Condition":{)";
    const int tests = static_cast<int>(random_() % 4);
    std::vector<std::string> used;
    for (int i = 0; i < tests; ++i) {
      const std::string op =
          Pick({"StringEquals", "StringNotEquals", "StringLike", "StringNotLikeIfExists", "Null",
                "ForAnyValue:StringEquals", "ForAllValues:StringLike", "StringEqualsIfExists",
                "ForAnyValue:StringNotEquals"});
      if (std::find(used.begin(), used.end(), op) != used.end()) continue;
      text += (used.empty() ? "" : ",") + ("\"" + op) + "\":{\"" +
              Pick({"aws:SourceVpc", "aws:TagKeys", "aws:username", "aws:ResourceAccount",
                    "aws:SourceVpc"}) +
              "\":" +
              (op == "Null" ? Pick({"\"true\"", "\"false\""})
                            : Pick({"\"a\"", "[\"a\",\"b\"]", "\"a*\"", "\"111122223333\"",
                                    "\"${aws:username}\"", "\"*\""})) +
              "}";
      used.push_back(op);
    }
    return text + "}}";
  }

  Request MakeRequest() {
    Request request;
    request.principal = *ParsePrincipal(
        Pick({"arn:aws:iam::111122223333:user/a", "arn:aws:iam::111122223333:user/b",
              "arn:aws:sts::111122223333:assumed-role/r/s", "arn:aws:iam::111122223333:root"}));
    request.action = Pick({"s3:GetObject", "s3:PutObject", "sqs:SendMessage", "s3:GetAcl"});
    request.resource = Pick({"*", "arn:aws:s3:::a/a", "arn:aws:s3:::a/b", "arn:aws:s3:::b",
                             "arn:aws:sqs:r:111122223333:aa", "arn:aws:sqs:r:444455556666:a"});
    Add("aws:SourceVpc", false, &request);
    Add("aws:TagKeys", true, &request);
    if (request.resource.find(":sqs:") == std::string::npos && random_() % 2 == 0) {
      request.context.push_back(
          {"aws:ResourceAccount", {Pick({"111122223333", "444455556666"})}, false});
    }
    return request;
  }

 private:
  std::string Pick(std::initializer_list<const char*> choices) {
    return choices.begin()[random_() % choices.size()];
  }
  void Add(const char* key, bool list, Request* request) {
    if (random_() % 3 == 0) return;
    ContextValue value{key, {Pick({"a", "b", "aa", "c"})}, list};
    if (list && random_() % 2 == 0) value.values.push_back(Pick({"a", "b", "aa", "c"}));
    request->context.push_back(std::move(value));
  }

  std::mt19937 random_;
};

// No request that one meets by chance contradicts an answer, and no look at the text hides one.
TEST(PolicyQuestionsTest, RandomRequestsAgree) {
  CrossingPolicies random(20261125);
  PolicyQuestions questions(catalog::Catalog::BuiltIn());
  int never = 0;
  int shadowed = 0;
  for (int round = 0; round < support::Rounds(500); ++round) {
    std::string statements = random.Statement("Allow");
    for (int i = 0; i < 3; ++i) statements += "," + random.Statement("Deny");
    const HeldPolicy policy(R"({"Version":"2012-10-17","Statement":[)" + statements + "]}");
    SCOPED_TRACE(statements);
    questions.Begin(policy.document());

    Prover prover(catalog::Catalog::BuiltIn());
    const CompiledPolicy* compiled = prover.Add(policy.document());
    ASSERT_EQ(compiled->statements.size(), 4U);
    ProofOptions options;
    options.any_principal = true;
    std::vector<bool> matchless;
    for (size_t i = 0; i < 4; ++i) {
      const bool proved =
          prover.NeverMatches(*compiled, compiled->statements[i], options).conclusion ==
          Conclusion::kProved;
      const std::optional<Contradiction> why =
          questions.NeverMatches(policy.document().statements[i]);
      EXPECT_EQ(proved, why.has_value()) << i;
      matchless.push_back(proved);
      never += why.has_value();
    }
    const std::optional<Shadow> shadow = questions.AlwaysDenied(policy.document().statements[0]);
    const bool denied =
        prover.AlwaysDenied(*compiled, compiled->statements[0], options).conclusion ==
        Conclusion::kProved;
    EXPECT_EQ(denied && !matchless[0], shadow.has_value());
    shadowed += shadow.has_value();

    BoundRequest bound(prover.vocabulary());
    for (int i = 0; i < 50; ++i) {
      const Request request = random.MakeRequest();
      bound.Bind(request);
      RequestLogic logic(bound);
      Evaluator<RequestLogic> evaluator(&logic);
      std::vector<bool> meets;
      for (size_t s = 0; s < 4; ++s) {
        meets.push_back(evaluator.MatchesBesidesPrincipal(compiled->statements[s]) == Truth::kTrue);
        EXPECT_FALSE(meets[s] && matchless[s]);
      }
      if (!shadow || !meets[0]) continue;
      bool by_named = false;
      for (const policy::Statement* deny : shadow->denies) by_named |= meets[deny->index];
      EXPECT_TRUE(by_named);
    }
    if (::testing::Test::HasFailure()) return;
  }
  EXPECT_GT(never, 30);
  EXPECT_GT(shadowed, 15);
}

Json PolicyOf(std::initializer_list<Json> statements) {
  return {{"Version", "2012-10-17"}, {"Statement", Json(statements)}};
}

// What the questions say, against requests decided by the naive evaluator.
class QuestionsAgainstRequests : public testing::TestWithParam<const char*> {};

TEST_P(QuestionsAgainstRequests, NoneContradicts) {
  const std::string kind = GetParam();
  RandomPolicies random(kind == "identity" ? 23 : 29);
  Json everything = {{"Effect", "Allow"}, {"Action", "*"}, {"Resource", "*"}};
  if (kind != "identity") everything["Principal"] = "*";
  PolicyQuestions questions(catalog::Catalog::BuiltIn());
  int never = 0;
  int shadowed = 0;
  for (int round = 0; round < support::Rounds(1000); ++round) {
    Json text = random.Policy(kind);
    for (int i = 0; i < 3; ++i) text = random.Changed(text, kind);
    const HeldPolicy held(text.dump(), *policy::ParseKind(kind));
    questions.Begin(held.document());
    for (const policy::Statement& statement : held.document().statements) {
      const Json& json = text["Statement"][statement.index];
      if (questions.NeverMatches(statement)) {
        ++never;
        for (int i = 0; i < 100; ++i) {
          const Json request = random.Request(kind);
          const bool met = statement.allows()
                               ? naive::Allows(PolicyOf({json}), request, kind)
                               : !naive::Allows(PolicyOf({everything, json}), request, kind);
          ASSERT_FALSE(met) << json << "\n" << request;
        }
      }
      if (const std::optional<Shadow> shadow = questions.AlwaysDenied(statement)) {
        ++shadowed;
        Json both = PolicyOf({json});
        for (const policy::Statement* deny : shadow->denies) {
          both["Statement"].push_back(text["Statement"][deny->index]);
        }
        for (int i = 0; i < 100; ++i) {
          const Json request = random.Request(kind);
          ASSERT_FALSE(naive::Allows(both, request, kind)) << both << "\n" << request;
        }
      }
    }
  }
  RecordProperty("never", never);
  RecordProperty("shadowed", shadowed);
  EXPECT_GT(never + shadowed, 10);
}

INSTANTIATE_TEST_SUITE_P(Kinds, QuestionsAgainstRequests, testing::Values("identity", "resource"),
                         [](const auto& param_info) { return std::string(param_info.param); });

}  // namespace
}  // namespace rolelint::logic::questions_random_test
