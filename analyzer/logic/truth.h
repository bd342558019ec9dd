#ifndef ROLELINT_LOGIC_TRUTH_H_
#define ROLELINT_LOGIC_TRUTH_H_

// Kleene's three truth values: what one request is evaluated in. Unknown is what an unresolved part
// of a policy, or a context key that is not known to be there or not, leaves open.

#include <cstdint>

namespace rolelint::logic {

enum class Truth : uint8_t { kFalse = 0, kUnknown = 1, kTrue = 2 };

constexpr Truth FromBool(bool value) { return value ? Truth::kTrue : Truth::kFalse; }
constexpr Truth And(Truth a, Truth b) { return a < b ? a : b; }
constexpr Truth Or(Truth a, Truth b) { return a < b ? b : a; }
constexpr Truth Not(Truth a) { return static_cast<Truth>(2 - static_cast<int>(a)); }

}  // namespace rolelint::logic

#endif  // ROLELINT_LOGIC_TRUTH_H_
