#ifndef ROLELINT_POLICY_WILDCARDS_H_
#define ROLELINT_POLICY_WILDCARDS_H_

// What a pattern of a policy covers whatever the catalogue says. The only definition of "every
// action" and "every resource"; what a resource pattern covers of an action's resource types is
// logic::ArnFacts.

#include <algorithm>
#include <string>
#include <string_view>

#include "analyzer/text/glob.h"

namespace rolelint::policy {

// "*", "**".
inline bool IsStars(std::string_view pattern) {
  return !pattern.empty() && pattern.find_first_not_of('*') == std::string_view::npos;
}

// "*", "**", "*:*": every action.
inline bool IsEveryAction(std::string_view pattern) {
  if (!pattern.ends_with('*')) return false;
  if (IsStars(pattern)) return true;
  const size_t colon = pattern.find(':');
  return colon != std::string_view::npos && IsStars(pattern.substr(0, colon)) &&
         IsStars(pattern.substr(colon + 1));
}

// "iam" of "iam:*" and "iam:**"; "" of anything else.
inline std::string_view WholeService(std::string_view pattern) {
  if (!pattern.ends_with('*')) return {};
  const size_t colon = pattern.find(':');
  if (colon == std::string_view::npos || !IsStars(pattern.substr(colon + 1))) return {};
  const std::string_view service = pattern.substr(0, colon);
  return text::HasWildcard(service) ? std::string_view{} : service;
}

// Every resource of a partition: "*", "arn:*", "arn:aws:*:*:*:*". (IAM completes a short ARN with
// stars.)
inline bool IsEveryResource(std::string_view pattern) {
  if (IsStars(pattern)) return true;
  if (!pattern.ends_with('*') || !pattern.starts_with("arn:")) return false;
  const std::string_view fields = pattern.substr(4);
  const size_t colon = fields.find(':');
  // The partition may be any; of the rest nothing may be said.
  const std::string_view rest = colon == std::string_view::npos ? fields : fields.substr(colon + 1);
  return rest.find_first_not_of("*:") == std::string_view::npos &&
         rest.find("::") == std::string_view::npos && rest.front() == '*';
}

// IAM completes an ARN of fewer fields with stars: "arn:aws:iam::*" is "arn:aws:iam::*:*". Other
// text stays as it is.
inline std::string FilledUpArn(std::string_view text) {
  std::string filled(text);
  if (!text.starts_with("arn:")) return filled;
  for (auto n = std::count(text.begin(), text.end(), ':'); n < 5; ++n) filled += ":*";
  return filled;
}

}  // namespace rolelint::policy

#endif  // ROLELINT_POLICY_WILDCARDS_H_
