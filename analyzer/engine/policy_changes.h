#ifndef ROLELINT_ENGINE_POLICY_CHANGES_H_
#define ROLELINT_ENGINE_POLICY_CHANGES_H_

// What became of each policy between two versions of the files: whether it grants anything new.
// Policies are paired by owner, name and kind; those without by their file and their place in it.
// One that only moved, or is only written in another way, is no change.

#include <vector>

#include "analyzer/catalog/catalog.h"
#include "analyzer/engine/check.h"

namespace rolelint::engine {

std::vector<PolicyChange> FindPolicyChanges(const std::vector<InputSpec>& before,
                                            const std::vector<InputSpec>& after,
                                            const CheckOptions& options,
                                            const catalog::Catalog& catalog);

}  // namespace rolelint::engine

#endif  // ROLELINT_ENGINE_POLICY_CHANGES_H_
