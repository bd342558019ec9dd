// The prover against requests by the thousand, decided by the naive evaluator: what is proved has
// no request against it, and what is refuted is so by a request that the naive evaluator confirms.

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "analyzer/cli/proof_json.h"
#include "analyzer/logic/prove.h"
#include "tests/logic/held_policy.h"
#include "tests/logic/random_policy.h"
#include "tests/oracle/naive_evaluator.h"
#include "tests/support/rounds.h"

namespace rolelint::logic::prove_random_test {
namespace {

constexpr int kRequestsAPair = 100;

Json WitnessOf(const Proof& proof) {
  return Json::parse(cli::RequestObject(proof.witnesses[0].request).dump());
}

class ProveAgainstRequests : public testing::TestWithParam<const char*> {};

TEST_P(ProveAgainstRequests, NoNewAccess) {
  const std::string kind = GetParam();
  RandomPolicies random(kind == "identity" ? 7 : 11);
  int proved = 0;
  int refuted = 0;
  int unknown = 0;
  const int pairs = support::Rounds(300);
  for (int pair = 0; pair < pairs; ++pair) {
    const Json before = random.Policy(kind);
    const Json after = pair % 3 == 0 ? random.Policy(kind) : random.Changed(before, kind);
    const HeldPolicy a(before.dump(), *policy::ParseKind(kind));
    const HeldPolicy b(after.dump(), *policy::ParseKind(kind));
    Prover prover(catalog::Catalog::BuiltIn());
    const CompiledPolicy* old_policy = prover.Add(a.document());
    const CompiledPolicy* new_policy = prover.Add(b.document());
    const Proof proof = prover.NoNewAccess(*old_policy, *new_policy, {});
    if (proof.conclusion == Conclusion::kUnknown) {
      ++unknown;
      continue;
    }
    if (proof.conclusion == Conclusion::kRefuted) {
      ++refuted;
      const Json witness = WitnessOf(proof);
      EXPECT_TRUE(naive::Allows(after, witness, kind) && !naive::Allows(before, witness, kind))
          << "a " << before << "\nb " << after << "\nwitness " << witness;
      continue;
    }
    ++proved;
    for (int i = 0; i < kRequestsAPair; ++i) {
      const Json request = random.Request(kind);
      ASSERT_FALSE(naive::Allows(after, request, kind) && !naive::Allows(before, request, kind))
          << "a " << before << "\nb " << after << "\nrequest " << request;
    }
  }
  EXPECT_GT(proved, pairs / 10);
  EXPECT_GT(refuted, pairs / 10);
  EXPECT_LT(unknown, pairs / 50) << "undecided of " << pairs;
  RecordProperty("proved", proved);
  RecordProperty("refuted", refuted);
  RecordProperty("unknown", unknown);
}

TEST_P(ProveAgainstRequests, AllowsNothing) {
  const std::string kind = GetParam();
  RandomPolicies random(kind == "identity" ? 13 : 17);
  for (int round = 0; round < support::Rounds(300); ++round) {
    const Json text = random.Policy(kind);
    const HeldPolicy held(text.dump(), *policy::ParseKind(kind));
    Prover prover(catalog::Catalog::BuiltIn());
    const Proof proof = prover.AllowsNothing(*prover.Add(held.document()), {});
    if (proof.conclusion == Conclusion::kRefuted) {
      EXPECT_TRUE(naive::Allows(text, WitnessOf(proof), kind)) << text << WitnessOf(proof);
      continue;
    }
    for (int i = 0; proof.conclusion == Conclusion::kProved && i < kRequestsAPair; ++i) {
      const Json request = random.Request(kind);
      ASSERT_FALSE(naive::Allows(text, request, kind)) << text << "\n" << request;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Kinds, ProveAgainstRequests, testing::Values("identity", "resource"),
                         [](const auto& param_info) { return std::string(param_info.param); });

}  // namespace
}  // namespace rolelint::logic::prove_random_test
