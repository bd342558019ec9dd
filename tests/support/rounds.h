#ifndef ROLELINT_TESTS_SUPPORT_ROUNDS_H_
#define ROLELINT_TESTS_SUPPORT_ROUNDS_H_

#include <cstdlib>

namespace rolelint::support {

// How often a test repeats itself with random input: `rounds`, times ROLELINT_TEST_ROUNDS in the
// environment.
inline int Rounds(int rounds) {
  const char* set = std::getenv("ROLELINT_TEST_ROUNDS");
  const int times = set == nullptr ? 1 : std::atoi(set);
  return times > 1 ? rounds * times : rounds;
}

}  // namespace rolelint::support

#endif  // ROLELINT_TESTS_SUPPORT_ROUNDS_H_
