#ifndef ROLELINT_ENGINE_SUPPRESSION_RULE_H_
#define ROLELINT_ENGINE_SUPPRESSION_RULE_H_

// An entry of `suppressions` in rolelint.yaml: which findings are not reported, and why.

#include <string>

#include "analyzer/engine/finding.h"

namespace rolelint::engine {

// All that are given must fit. Patterns know * and ?; "" says nothing.
struct SuppressionRule {
  std::string rule;
  std::string path;      // pattern of the file
  std::string sid;       // of the statement, exactly
  std::string pointer;   // pattern of the JSON pointer within the policy or the file
  std::string owner;     // pattern of the owner's ARN, or of its name in a template
  std::string action;    // pattern that every action of the statement fits
  std::string resource;  // pattern that every resource of the statement fits
  std::string reason;
  std::string expires;  // "2026-12-31", the last day; "": never
  Location location;    // in the configuration
};

}  // namespace rolelint::engine

#endif  // ROLELINT_ENGINE_SUPPRESSION_RULE_H_
