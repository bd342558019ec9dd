#ifndef ROLELINT_TESTS_OPPOSITION_PEER_KNOWN_DIFFERENCES_H_
#define ROLELINT_TESTS_OPPOSITION_PEER_KNOWN_DIFFERENCES_H_

// Where the npm package @cloud-copilot/iam-simulate decides otherwise than AWS's documentation, or
// than docs/evaluation.md where AWS leaves a choice. A disagreement is explained by the first class
// whose predicate holds; the predicates are meant for shrunk cases, which hold little besides what
// makes the difference.

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace rolelint::opposition {

struct Disagreement {
  nlohmann::json contract_case;
  std::string ours;
  std::string theirs;
};

struct KnownDifference {
  const char* name;
  const char* reason;  // what we do and why, with the page of AWS's documentation
  bool (*holds)(const Disagreement& disagreement);
};

const std::vector<KnownDifference>& KnownDifferences();

// The name of the class, or "".
std::string Explain(const Disagreement& disagreement);

}  // namespace rolelint::opposition

#endif  // ROLELINT_TESTS_OPPOSITION_PEER_KNOWN_DIFFERENCES_H_
