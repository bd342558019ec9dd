#ifndef ROLELINT_TESTS_OPPOSITION_RANDOM_CASE_H_
#define ROLELINT_TESTS_OPPOSITION_RANDOM_CASE_H_

// Random cases of the batch contract (`rolelint simulate --cases`). The vocabularies are small, so
// that policies match often and every rule of combining them decides some case. The same seed gives
// the same cases everywhere.

#include <cstdint>
#include <nlohmann/json.hpp>
#include <random>

namespace rolelint::opposition {

class CaseMaker {
 public:
  explicit CaseMaker(uint64_t seed) : random_(seed) {}

  // The next case; its id is a running number.
  nlohmann::json Next();

 private:
  std::mt19937_64 random_;
  int next_id_ = 0;
};

}  // namespace rolelint::opposition

#endif  // ROLELINT_TESTS_OPPOSITION_RANDOM_CASE_H_
