#ifndef ROLELINT_CLI_PROVE_ARGUMENTS_H_
#define ROLELINT_CLI_PROVE_ARGUMENTS_H_

// The command line of `rolelint prove`, as given.

#include <cstdint>
#include <string>
#include <vector>

#include "analyzer/cli/given_policies.h"

namespace rolelint::cli {

enum class Question : uint8_t { kNoNewAccess, kNotGranted, kNotPublic, kEquivalent };
inline constexpr int kQuestionCount = 4;

struct ProveArguments {
  std::string cases;
  Question question = Question::kNoNewAccess;
  std::vector<std::string> policies;  // files: no-new-access OLD NEW, equivalent A B
  std::vector<std::string> actions;
  std::vector<std::string> resources;
  std::vector<std::string> except;  // actions and ARNs
  std::string principal;            // then `policies` are exports
  GivenPolicies given;
  bool allow_incomplete = false;
  std::string resource_type;
  std::string kind;
  std::string policy_name;
  std::string universe = "strings";
  std::string catalog;
  std::string format = "text";
  std::string output;
  std::string color = "auto";
  std::string stdin_name = "stdin";
  std::string unknown_is = "error";
  std::string replay;
  uint32_t witnesses = 1;
  bool summary = false;
  bool aws_compatible = false;
};

}  // namespace rolelint::cli

#endif  // ROLELINT_CLI_PROVE_ARGUMENTS_H_
