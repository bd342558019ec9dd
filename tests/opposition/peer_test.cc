// Random cases, decided by rolelint, by the naive evaluator and by the npm package
// @cloud-copilot/iam-simulate. rolelint and the naive evaluator must always agree; where the
// package disagrees, the shrunk case must belong to a known difference, which names the page of
// AWS's documentation that decided it.

#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/opposition/peer/known_differences.h"
#include "tests/opposition/random_case.h"
#include "tests/opposition/shrinker.h"
#include "tests/opposition/simulate.h"
#include "tests/oracle/naive_evaluator.h"
#include "tests/support/paths.h"

namespace rolelint::opposition::peer_test {
namespace {

using nlohmann::json;

constexpr size_t kShown = 20;

// The seed and the number of cases of a longer run come from the environment.
uint64_t FromEnvironment(const char* name, uint64_t fallback) {
  const char* set = std::getenv(name);
  return set != nullptr ? std::strtoull(set, nullptr, 10) : fallback;
}

std::vector<json> RandomCases(size_t fallback) {
  CaseMaker maker(FromEnvironment("ROLELINT_OPPOSITION_SEED", 20241));
  std::vector<json> cases(FromEnvironment("ROLELINT_OPPOSITION_CASES", fallback));
  for (json& contract_case : cases) contract_case = maker.Next();
  return cases;
}

std::vector<std::string> NaiveDecides(const std::vector<json>& cases) {
  std::vector<std::string> decisions;
  for (const json& contract_case : cases) decisions.push_back(naive::Decide(contract_case));
  return decisions;
}

// The cases that two decide differently, shrunk.
template <typename A, typename B>
std::vector<Disagreement> Disagreements(const std::vector<json>& cases, A ours, B theirs) {
  std::vector<std::string> a = ours(cases), b = theirs(cases);
  if (a.size() != cases.size() || b.size() != cases.size()) return {};
  std::vector<json> differing;
  std::map<json, std::pair<std::string, std::string>> words;  // by id
  for (size_t i = 0; i < cases.size(); ++i) {
    if (a[i] == b[i]) continue;
    differing.push_back(cases[i]);
    words[cases[i].at("id")] = {a[i], b[i]};
  }
  std::vector<json> shrunk = ShrinkAll(differing, [&](const std::vector<json>& smaller) {
    std::vector<std::string> x = ours(smaller), y = theirs(smaller);
    std::vector<bool> still(smaller.size(), false);
    for (size_t i = 0; i < x.size() && i < y.size(); ++i) {
      still[i] = std::pair(x[i], y[i]) == words.at(smaller[i].at("id"));
    }
    return still;
  });
  std::vector<Disagreement> disagreements;
  for (const json& one : shrunk) {
    const auto& [mine, other] = words.at(one.at("id"));
    disagreements.push_back({one, mine, other});
  }
  return disagreements;
}

TEST(Peer, RolelintAgreesWithTheNaiveEvaluator) {
  std::vector<json> cases = RandomCases(500);
  std::vector<Disagreement> found = Disagreements(cases, NaiveDecides, SimulateAll);
  for (size_t i = 0; i < found.size() && i < kShown; ++i) {
    ADD_FAILURE() << "naive: " << found[i].ours << ", rolelint: " << found[i].theirs << "\n"
                  << found[i].contract_case;
  }
  EXPECT_EQ(found.size(), 0U) << "of " << cases.size() << " cases";
}

TEST(Peer, DisagreementsOfThePackageAreKnown) {
  auto package = support::NpmPackage("@cloud-copilot/iam-simulate");
  ROLELINT_REQUIRE(package, "npm package @cloud-copilot/iam-simulate (ROLELINT_NODE_MODULES)");
  std::vector<json> cases = RandomCases(1500);
  auto peer = [&](const std::vector<json>& asked) { return PeerDecides(*package, asked); };
  std::map<std::string, size_t> counts;
  size_t shown = 0;
  for (const Disagreement& found : Disagreements(cases, NaiveDecides, peer)) {
    std::string name = Explain(found);
    ++counts[name];
    if (!name.empty() || ++shown > kShown) continue;
    ADD_FAILURE() << "naive: " << found.ours << ", package: " << found.theirs << "\n"
                  << found.contract_case;
  }
  EXPECT_EQ(counts[""], 0U) << "disagreements that no known difference explains";
  // For docs/accuracy.md.
  for (const auto& [name, count] : counts) {
    if (!name.empty()) std::cout << "known difference " << name << ": " << count << "\n";
  }
  std::cout << cases.size() << " cases\n";
}

// The generator must not drift into cases that all end alike.
TEST(Peer, CasesAreOfEveryKind) {
  std::map<std::string, size_t> decisions;
  for (const std::string& decision : NaiveDecides(RandomCases(2000))) ++decisions[decision];
  EXPECT_GT(decisions["allowed"], 200U);
  EXPECT_GT(decisions["explicitly_denied"], 200U);
  EXPECT_GT(decisions["implicitly_denied"], 200U);
}

TEST(Shrinker, KeepsWhatMatters) {
  CaseMaker maker(7);
  std::vector<json> cases;
  while (cases.size() < 5) {
    json next = maker.Next();
    if (naive::Decide(next) == "explicitly_denied") cases.push_back(next);
  }
  auto denied = [](const std::vector<json>& smaller) {
    std::vector<bool> still;
    for (const std::string& decision : NaiveDecides(smaller)) {
      still.push_back(decision == "explicitly_denied");
    }
    return still;
  };
  for (const json& shrunk : ShrinkAll(cases, denied)) {
    EXPECT_EQ(naive::Decide(shrunk), "explicitly_denied");
    EXPECT_EQ(shrunk.at("policies").size(), 1U) << shrunk;
    EXPECT_LT(shrunk.dump().size(), 600U) << shrunk;
  }
}

}  // namespace
}  // namespace rolelint::opposition::peer_test
