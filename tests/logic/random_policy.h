#ifndef ROLELINT_TESTS_LOGIC_RANDOM_POLICY_H_
#define ROLELINT_TESTS_LOGIC_RANDOM_POLICY_H_

// Random small policies and requests over vocabularies so small that they meet often.

#include <nlohmann/json.hpp>
#include <random>
#include <string_view>

namespace rolelint::logic {

using Json = nlohmann::json;

class RandomPolicies {
 public:
  explicit RandomPolicies(uint32_t seed) : random_(seed) {}

  // Of kind "identity" or "resource".
  Json Policy(std::string_view kind);
  // The same with one thing changed.
  Json Changed(const Json& policy, std::string_view kind);
  Json Request(std::string_view kind);

 private:
  template <size_t kSize>
  const char* One(const char* const (&of)[kSize]) {
    return of[random_() % kSize];
  }
  template <size_t kSize>
  Json Some(const char* const (&of)[kSize]);
  bool Chance(unsigned percent) { return random_() % 100 < percent; }
  Json Statement(std::string_view kind);
  void AddTest(Json* condition);

  std::mt19937 random_;
};

}  // namespace rolelint::logic

#endif  // ROLELINT_TESTS_LOGIC_RANDOM_POLICY_H_
