#pragma once

// Random conditions and the contexts that go with them.

#include <nlohmann/json.hpp>

#include "tests/opposition/dice.h"

namespace rolelint::opposition {

nlohmann::json RandomContext(Dice& dice);
nlohmann::json RandomCondition(Dice& dice);

}  // namespace rolelint::opposition
