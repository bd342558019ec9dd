#ifndef ROLELINT_POLICY_REFUSAL_H_
#define ROLELINT_POLICY_REFUSAL_H_

// Whether AWS accepts a policy document at all. A policy that AWS refuses has no meaning, so
// nothing can be proved of it; `check` has a finding for each of these mistakes.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html

#include <optional>
#include <string>

#include "analyzer/policy/document.h"

namespace rolelint::policy {

struct Refusal {
  Span span;           // in the document's text
  std::string reason;  // a phrase: what is wrong and with which value
};

// The first reason for which AWS refuses the document; nullopt if there is none. Unresolved texts
// are not judged, and neither is a missing Version or an empty list, which AWS accepts. Duplicate
// keys are issues of the reader (json/issue.h).
std::optional<Refusal> FindRefusal(const Document& document);

}  // namespace rolelint::policy

#endif  // ROLELINT_POLICY_REFUSAL_H_
