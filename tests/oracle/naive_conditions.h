#ifndef ROLELINT_TESTS_ORACLE_NAIVE_CONDITIONS_H_
#define ROLELINT_TESTS_ORACLE_NAIVE_CONDITIONS_H_

// The Condition element of a statement, decided plainly.

#include <nlohmann/json.hpp>

#include "tests/oracle/naive_matching.h"

namespace rolelint::naive {

// `variables`: the policy's Version knows variables.
bool ConditionHolds(const nlohmann::json& condition, const Context& context, bool variables);

}  // namespace rolelint::naive

#endif  // ROLELINT_TESTS_ORACLE_NAIVE_CONDITIONS_H_
