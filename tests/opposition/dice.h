#ifndef ROLELINT_TESTS_OPPOSITION_DICE_H_
#define ROLELINT_TESTS_OPPOSITION_DICE_H_

// Chance for the makers of random cases: the standard's distributions differ between libraries,
// this does not.

#include <cstddef>
#include <initializer_list>
#include <random>
#include <string>
#include <vector>

namespace rolelint::opposition {

class Dice {
 public:
  explicit Dice(std::mt19937_64& random) : random_(random) {}

  size_t Below(size_t n) { return static_cast<size_t>(random_() % n); }
  bool Percent(size_t chance) { return Below(100) < chance; }

  template <typename T>
  const T& Pick(const std::vector<T>& from) {
    return from[Below(from.size())];
  }
  std::string Pick(std::initializer_list<const char*> from) {
    return from.begin()[Below(from.size())];
  }

 private:
  std::mt19937_64& random_;
};

}  // namespace rolelint::opposition

#endif  // ROLELINT_TESTS_OPPOSITION_DICE_H_
