#ifndef ROLELINT_RULES_GUIDE_MADE_BY_AWS_H_
#define ROLELINT_RULES_GUIDE_MADE_BY_AWS_H_

// Roles that AWS creates for itself: nobody chooses what they may do.

#include <string_view>

#include "analyzer/estate/records.h"

namespace rolelint::rules {

inline bool IsMadeByAws(const estate::Entity& entity) {
  if (entity.type != estate::EntityType::kRole) return false;
  if (entity.service_linked() || entity.reserved_sso()) return true;
  if (entity.path.starts_with("/aws-reserved/")) return true;
  const std::string_view name = entity.name;
  // StackSets' and Control Tower's.
  return name == "AWSCloudFormationStackSetExecutionRole" || name.starts_with("stacksets-exec-") ||
         name == "AWSControlTowerExecution" || name == "AWSControlTowerStackSetRole" ||
         name.starts_with("aws-controltower-");
}

}  // namespace rolelint::rules

#endif  // ROLELINT_RULES_GUIDE_MADE_BY_AWS_H_
