#ifndef ROLELINT_RULES_GUIDE_DANGLING_NAMES_H_
#define ROLELINT_RULES_GUIDE_DANGLING_NAMES_H_

// Wording shared by the two rules about names that stand for nothing.

#include <fmt/format.h>

#include <string>

#include "analyzer/graph/switches.h"

namespace rolelint::rules {

// "did you mean …" with the reason, or "" without a near match.
inline std::string DidYouMean(const graph::DanglingName& name) {
  if (name.near_match == nullptr) return {};
  switch (name.difference) {
    case graph::DanglingName::Difference::kCase:
      return fmt::format("did you mean {}? Only the case differs, and ARNs compare exactly",
                         name.near_match->arn);
    case graph::DanglingName::Difference::kPath:
      return fmt::format("did you mean {}? The path belongs to the ARN", name.near_match->arn);
    case graph::DanglingName::Difference::kTypo:
      return fmt::format("did you mean {}?", name.near_match->arn);
    case graph::DanglingName::Difference::kNone:
      return {};
  }
  return {};
}

}  // namespace rolelint::rules

#endif  // ROLELINT_RULES_GUIDE_DANGLING_NAMES_H_
