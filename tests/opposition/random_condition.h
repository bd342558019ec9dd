#ifndef ROLELINT_TESTS_OPPOSITION_RANDOM_CONDITION_H_
#define ROLELINT_TESTS_OPPOSITION_RANDOM_CONDITION_H_

// Random conditions and the contexts that go with them.

#include <nlohmann/json.hpp>

#include "tests/opposition/dice.h"

namespace rolelint::opposition {

nlohmann::json RandomContext(Dice& dice);
nlohmann::json RandomCondition(Dice& dice);

}  // namespace rolelint::opposition

#endif  // ROLELINT_TESTS_OPPOSITION_RANDOM_CONDITION_H_
