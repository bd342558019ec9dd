#ifndef ROLELINT_TESTS_ORACLE_POLICY_MUTATOR_H_
#define ROLELINT_TESTS_ORACLE_POLICY_MUTATOR_H_

// Pairs of policies for differential tests: real policies changed at random, from a seed, and a
// shrinker that makes a pair small while what is wrong with it stays wrong.

#include <cstdint>
#include <functional>
#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "tests/oracle/z3_oracle.h"

namespace rolelint::oracle {

// Changes a policy in `steps` places. The result is well-formed for the kind if `policy` is.
nlohmann::json Mutate(const nlohmann::json& policy, PolicyKind kind, int steps,
                      std::mt19937_64* random);

using PolicyPair = std::pair<nlohmann::json, nlohmann::json>;
// Takes parts away from both policies as long as `fails` holds of what remains; it holds of `pair`.
PolicyPair Shrink(PolicyPair pair, const std::function<bool(const PolicyPair&)>& fails);

struct RealPolicy {
  std::string name;
  PolicyKind kind;
  nlohmann::json document;
};
// Every policy in the JSON files below the folder, wherever it stands in its file; its kind told by
// its elements.
std::vector<RealPolicy> PoliciesBelow(const std::string& folder);

}  // namespace rolelint::oracle

#endif  // ROLELINT_TESTS_ORACLE_POLICY_MUTATOR_H_
