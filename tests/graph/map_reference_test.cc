// The map against a reference that has no index, no candidates and no prover: it asks the evaluator
// about every pair of principals, under every context of a few keys.

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>

#include "analyzer/catalog/catalog.h"
#include "analyzer/engine/policy_store.h"
#include "analyzer/engine/store_policies.h"
#include "analyzer/graph/map.h"
#include "analyzer/logic/simulation.h"
#include "tests/support/estate_json.h"

namespace rolelint::map_reference_test {
namespace {

using engine::PolicyStore;
using engine::StorePolicies;
using graph::EdgeVerdict;
using support::AccountJson;
using support::EstateJson;

constexpr const char* kAccounts[] = {"581470236914", "739105284637"};

class RandomEstate {
 public:
  explicit RandomEstate(uint32_t seed) : random_(seed) {}

  std::vector<std::string> Make() {
    std::vector<std::string> texts;
    for (const char* id : kAccounts) {
      AccountJson account(id);
      const std::string cap = account.Managed("cap", {Statement(), Statement()});
      account.Group("g", {Statement()});
      for (int i = 0; i < 2; ++i) {
        account.User("u" + std::to_string(i), Some(),
                     Pick(2) == 0 ? std::vector<std::string>{"g"} : std::vector<std::string>());
        if (Pick(4) == 0) account.Bound(cap);
      }
      for (int i = 0; i < 3; ++i) {
        account.Role("r" + std::to_string(i), Trust(), Some());
        if (Pick(4) == 0) account.Bound(cap);
      }
      texts.push_back(account.text());
    }
    return texts;
  }

  int Pick(int count) { return std::uniform_int_distribution<int>(0, count - 1)(random_); }

 private:
  std::string Account() { return kAccounts[Pick(2)]; }

  EstateJson Condition() {
    switch (Pick(7)) {
      case 0:
        return {{"Bool", {{"aws:MultiFactorAuthPresent", "true"}}}};
      case 1:
        return {{"BoolIfExists", {{"aws:MultiFactorAuthPresent", "false"}}}};
      case 2:
        return {{"StringEquals", {{"sts:ExternalId", "x"}}}};
      case 3:
        return {{"StringNotEquals", {{"sts:ExternalId", "x"}}}};
      default:
        return nullptr;
    }
  }

  EstateJson Resource() {
    switch (Pick(5)) {
      case 0:
        return "*";
      case 1:
        return "arn:aws:iam::" + Account() + ":role/*";
      case 2:
        return "arn:aws:iam::*:role/r" + std::to_string(Pick(3));
      default:
        return "arn:aws:iam::" + Account() + ":role/r" + std::to_string(Pick(3));
    }
  }

  EstateJson Statement() {
    static constexpr const char* kActions[] = {"sts:AssumeRole", "sts:*", "sts:AssumeRole",
                                               "s3:GetObject"};
    const EstateJson action = kActions[Pick(4)];
    return Pick(5) == 0 ? support::Deny(action, Resource(), Condition())
                        : support::Allow(action, Resource(), Condition());
  }

  std::vector<EstateJson> Some() {
    std::vector<EstateJson> statements;
    for (int i = Pick(3); i > 0; --i) statements.push_back(Statement());
    return statements;
  }

  EstateJson Principal() {
    const std::string account = Account();
    switch (Pick(7)) {
      case 0:
        return "arn:aws:iam::" + account + ":root";
      case 1:
        return EstateJson{{"AWS", account}};
      case 2:
        return "*";
      case 3:
      case 4:
        return "arn:aws:iam::" + account + ":role/r" + std::to_string(Pick(3));
      default:
        return "arn:aws:iam::" + account + ":user/u" + std::to_string(Pick(2));
    }
  }

  std::vector<EstateJson> Trust() {
    std::vector<EstateJson> statements;
    for (int i = 1 + Pick(2); i > 0; --i) {
      statements.push_back(support::Trusts(Principal(), Condition()));
      if (Pick(6) == 0) statements.back()["Effect"] = "Deny";
    }
    return statements;
  }

  std::mt19937 random_;
};

// All contexts of two keys, absent among their values.
std::vector<std::vector<logic::ContextValue>> Contexts() {
  std::vector<std::vector<logic::ContextValue>> contexts;
  for (const char* mfa : {"", "true", "false"}) {
    for (const char* id : {"", "x", "y"}) {
      std::vector<logic::ContextValue>& context = contexts.emplace_back();
      if (*mfa != 0) context.push_back({"aws:MultiFactorAuthPresent", {mfa}, false});
      if (*id != 0) context.push_back({"sts:ExternalId", {id}, false});
    }
  }
  return contexts;
}

EdgeVerdict Reference(StorePolicies* source, const estate::Entity& who,
                      const estate::Entity& role) {
  const logic::Vocabulary& vocabulary = source->prover().vocabulary();
  logic::RequestPolicies policies = source->PoliciesOf(who).policies;
  policies.resource = source->TrustOf(role);
  size_t allowed = 0;
  const auto contexts = Contexts();
  for (const auto& context : contexts) {
    logic::Request request;
    request.principal = *graph::PrincipalOf(who);
    request.action = "sts:AssumeRole";
    request.resource = role.arn;
    request.context = context;
    std::vector<logic::PolicySet::Policies> levels;
    const logic::PolicySet set = logic::Arrange(request, policies, {}, vocabulary, &levels);
    logic::BoundRequest bound(vocabulary);
    bound.Bind(request);
    allowed += logic::Decide(bound, set) == logic::Outcome::kAllowed ? 1U : 0U;
  }
  if (allowed == 0) return EdgeVerdict::kNone;
  return allowed == contexts.size() ? EdgeVerdict::kProved : EdgeVerdict::kConditional;
}

TEST(MapReference, AgreesWithTheEvaluatorOnEveryPair) {
  std::map<EdgeVerdict, int> seen;
  for (uint32_t seed = 1; seed <= 60; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    RandomEstate estate(seed);
    std::vector<engine::InputSpec> inputs;
    for (std::string& text : estate.Make()) {
      engine::InputSpec& input = inputs.emplace_back();
      input.display_name = std::to_string(inputs.size()) + ".json";
      input.bytes = std::move(text);
    }
    PolicyStore store;
    const PolicyStore::Group group = store.Read(std::move(inputs), std::nullopt);
    ASSERT_TRUE(store.errors().empty());
    StorePolicies source(&store, group, catalog::Catalog::BuiltIn());
    const graph::Map map = graph::Map::Build(&source);
    for (const estate::Entity& who : source.estate().entities()) {
      if (who.type == estate::EntityType::kGroup) continue;
      std::map<uint32_t, EdgeVerdict> steps;
      for (const graph::Step& step : map.StepsOf(map.Find(who.arn))) {
        if (step.how != "sts:AssumeRole") continue;
        EXPECT_TRUE(steps.emplace(step.to, step.verdict).second) << who.arn;
      }
      for (const estate::Entity& role : source.estate().entities()) {
        if (role.type != estate::EntityType::kRole || &role == &who) continue;
        const auto found = steps.find(map.Find(role.arn));
        const EdgeVerdict told = found == steps.end() ? EdgeVerdict::kNone : found->second;
        const EdgeVerdict expected = Reference(&source, who, role);
        EXPECT_EQ(told, expected) << who.arn << " -> " << role.arn;
        ++seen[expected];
      }
    }
  }
  // The estates are such that each verdict is met often.
  for (EdgeVerdict verdict :
       {EdgeVerdict::kNone, EdgeVerdict::kConditional, EdgeVerdict::kProved}) {
    EXPECT_GT(seen[verdict], 50) << graph::EdgeVerdictName(verdict);
  }
}

// One node for the account, not an edge for each principal.
TEST(MapReference, EdgesGrowWithPrincipalsAndTrusts) {
  constexpr int kUsers = 60;
  constexpr int kRoles = 60;
  AccountJson account(kAccounts[0]);
  for (int i = 0; i < kUsers; ++i) {
    account.User("u" + std::to_string(i), {support::Allow("sts:AssumeRole", "*")});
  }
  for (int i = 0; i < kRoles; ++i) {
    account.Role("r" + std::to_string(i), {support::Trusts("arn:aws:iam::581470236914:root")});
  }
  std::vector<engine::InputSpec> inputs(1);
  inputs[0].display_name = "account.json";
  inputs[0].bytes = account.text();
  PolicyStore store;
  const PolicyStore::Group group = store.Read(std::move(inputs), std::nullopt);
  StorePolicies source(&store, group, catalog::Catalog::BuiltIn());
  const graph::Map map = graph::Map::Build(&source);
  EXPECT_LE(map.edges().size(), 2U * (kUsers + kRoles));
  EXPECT_EQ(map.StepsOf(map.Find("arn:aws:iam::581470236914:user/u0")).size(), kRoles * 1U);
}

}  // namespace
}  // namespace rolelint::map_reference_test
