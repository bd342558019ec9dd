// All that a principal may do, proved, against requests by the thousand that the naive evaluator
// decides: policies of every kind that caps or denies, at random.

#include <gtest/gtest.h>

#include <deque>
#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <vector>

#include "analyzer/cli/proof_json.h"
#include "analyzer/logic/prove.h"
#include "tests/logic/held_policy.h"
#include "tests/logic/random_policy.h"
#include "tests/oracle/naive_evaluator.h"
#include "tests/support/rounds.h"

namespace rolelint::logic::access_random_test {
namespace {

constexpr int kRequests = 60;
constexpr const char* kAccount = "111122223333";

Json Policy(Json statement) {
  return {{"Version", "2012-10-17"}, {"Statement", Json::array({std::move(statement)})}};
}

// A principal, its policies for the prover and for the naive evaluator, and what is asked.
class RandomAccess {
 public:
  explicit RandomAccess(uint32_t seed) : random_(seed), policies_(seed + 1) {}

  void Make(Prover* prover) {
    held_.clear();
    access_ = {};
    contract_ = Json::object();
    principal_ = Chance(50) ? "arn:aws:iam::111122223333:user/a"
                            : "arn:aws:sts::111122223333:assumed-role/r/s";
    access_.principal = *ParsePrincipal(principal_);
    RequestPolicies& all = access_.policies;
    for (int i = 0; i < 2; ++i) Add("identity", "identity", prover, &all.identity);
    if (Chance(30)) Add("boundary", "identity", prover, &all.boundary);
    if (Chance(30)) Add("session", "identity", prover, &all.session);
    if (Chance(30)) AddLevel("scp", "identity", prover, &all.scp);
    if (Chance(40)) AddLevel("rcp", "resource", prover, &all.rcp);
    if (Chance(20)) Add("vpc_endpoint", "resource", prover, &all.vpc_endpoint);
    access_.circumstances.principal_account_is_management = Chance(15);
    access_.circumstances.resource_account_is_management =
        access_.circumstances.principal_account_is_management;
    asked_text_ = Policy({{"Effect", "Allow"},
                          {"Action", Chance(50) ? Json{"s3:*", "sqs:*", "ec2:*"}
                                                : Json{"s3:Get", "ec2:RunInstances"}},
                          {"Resource", Chance(70) ? "*" : "arn:aws:s3:::x*"}});
    excepted_text_ = policies_.Policy("identity");
    excepted_text_["Statement"][0]["Effect"] = "Allow";
    if (Chance(50)) excepted_text_["Statement"] = Json::array();
    asked = Hold(asked_text_, policy::Kind::kIdentity, prover);
    excepted = Hold(excepted_text_, policy::Kind::kIdentity, prover);
  }

  Json Request() {
    Json request = policies_.Request("identity");
    if (Chance(20)) request["action"] = Chance(50) ? "ec2:RunInstances" : "ec2:StopInstances";
    request["principal"] = principal_;
    return request;
  }
  bool IsAsked(const Json& request) const {
    return naive::Allows(asked_text_, request, "identity") &&
           !naive::Allows(excepted_text_, request, "identity");
  }
  // Resources are the principal's own.
  bool IsAllowed(Json request) const {
    request["resource_account"] = kAccount;
    const bool management = access_.circumstances.principal_account_is_management;
    return naive::Decide({{"request", request},
                          {"policies", contract_},
                          {"principal_account_is_management", management},
                          {"resource_account_is_management", management}}) == "allowed";
  }
  const EffectiveAccess& access() const { return access_; }
  const Json& contract() const { return contract_; }

  const CompiledPolicy* asked = nullptr;
  const CompiledPolicy* excepted = nullptr;

 private:
  bool Chance(unsigned percent) { return random_() % 100 < percent; }

  const CompiledPolicy* Hold(const Json& text, policy::Kind kind, Prover* prover) {
    return prover->Add(held_.emplace_back(text.dump(), kind).document());
  }
  // Mostly permissive, or nothing would be left. An RCP is about everyone.
  Json Text(const char* kind, bool everyone = false) {
    Json text = policies_.Policy(kind);
    for (Json& statement : text["Statement"]) {
      if (!everyone) break;
      statement.erase("NotPrincipal");
      statement["Principal"] = "*";
    }
    if (!Chance(70)) return text;
    Json everything = {{"Effect", "Allow"}, {"Action", "*"}, {"Resource", "*"}};
    if (std::string_view(kind) == "resource") everything["Principal"] = "*";
    text["Statement"].push_back(everything);
    return text;
  }
  void Add(const char* list, const char* kind, Prover* prover, RequestPolicies::List* to) {
    const Json text = Text(kind);
    contract_[list].push_back(text);
    to->push_back(Hold(text, *policy::ParseKind(kind), prover));
  }
  void AddLevel(const char* list, const char* kind, Prover* prover,
                std::vector<RequestPolicies::List>* to) {
    const Json text = Text(kind, std::string_view(list) == "rcp");
    contract_[list].push_back(Json::array({text}));
    to->push_back({Hold(text, *policy::ParseKind(kind), prover)});
  }

  std::mt19937 random_;
  RandomPolicies policies_;
  std::deque<HeldPolicy> held_;
  EffectiveAccess access_;
  Json contract_;
  std::string principal_;
  Json asked_text_;
  Json excepted_text_;
};

// `granted`: whether all that is asked is allowed, or nothing of it.
class AccessAgainstRequests : public testing::TestWithParam<bool> {};

TEST_P(AccessAgainstRequests, Agree) {
  const bool granted = GetParam();
  RandomAccess random(granted ? 41 : 43);
  int proved = 0;
  int refuted = 0;
  int unknown = 0;
  int explained = 0;
  const int rounds = support::Rounds(300);
  for (int round = 0; round < rounds; ++round) {
    Prover prover(catalog::Catalog::BuiltIn());
    random.Make(&prover);
    const CompiledPolicy* const excepted[] = {random.excepted};
    const Proof proof = granted ? prover.Granted(random.access(), *random.asked, excepted, {})
                                : prover.NotGranted(random.access(), *random.asked, excepted, {});
    SCOPED_TRACE(random.contract().dump());
    if (proof.conclusion == Conclusion::kUnknown) {
      ++unknown;
      continue;
    }
    if (proof.conclusion == Conclusion::kRefuted) {
      ++refuted;
      const Witness& found = proof.witnesses[0];
      const Json witness = Json::parse(cli::RequestObject(found.request).dump());
      ASSERT_TRUE(random.IsAsked(witness)) << witness;
      ASSERT_EQ(random.IsAllowed(witness), !granted) << witness;
      // What explains it: what lets it in, or the Denies that do not.
      for (const Responsible& one : found.statements) {
        ASSERT_EQ(one.statement->allow, !granted);
        ++explained;
      }
      continue;
    }
    ++proved;
    for (int i = 0; i < kRequests; ++i) {
      const Json request = random.Request();
      ASSERT_FALSE(random.IsAsked(request) && random.IsAllowed(request) != granted) << request;
    }
  }
  RecordProperty("proved", proved);
  RecordProperty("refuted", refuted);
  RecordProperty("unknown", unknown);
  EXPECT_GT(proved, rounds / 20);
  EXPECT_GT(refuted, rounds / 20);
  EXPECT_LT(unknown, rounds / 50);
  EXPECT_GT(explained, rounds / 20);
}

INSTANTIATE_TEST_SUITE_P(Questions, AccessAgainstRequests, testing::Bool(),
                         [](const auto& param_info) {
                           return std::string(param_info.param ? "Granted" : "NotGranted");
                         });

}  // namespace
}  // namespace rolelint::logic::access_random_test
