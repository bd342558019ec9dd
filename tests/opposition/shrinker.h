#ifndef ROLELINT_TESTS_OPPOSITION_SHRINKER_H_
#define ROLELINT_TESTS_OPPOSITION_SHRINKER_H_

// Makes contract cases that show something smaller, as long as they still show it: fewer policies,
// statements, conditions, values and context keys, wildcards for names.

#include <functional>
#include <nlohmann/json.hpp>
#include <vector>

namespace rolelint::opposition {

// Whether each of the cases still shows what is looked for. One question for many cases, as an
// answer may take a process.
using StillShow = std::function<std::vector<bool>(const std::vector<nlohmann::json>& cases)>;

// All cases one step smaller.
std::vector<nlohmann::json> Reductions(const nlohmann::json& contract_case);

std::vector<nlohmann::json> ShrinkAll(std::vector<nlohmann::json> cases,
                                      const StillShow& still_show);

}  // namespace rolelint::opposition

#endif  // ROLELINT_TESTS_OPPOSITION_SHRINKER_H_
