#ifndef ROLELINT_ENGINE_EXACT_ROLES_H_
#define ROLELINT_ENGINE_EXACT_ROLES_H_

// A switch to a pattern of roles, in an account whose roles the inputs list: where one role alone
// fits the pattern, its ARN is the fix. Rules of documents see one policy and cannot know.

#include <vector>

#include "analyzer/engine/finding.h"
#include "analyzer/engine/read_inputs.h"
#include "analyzer/estate/estate.h"

namespace rolelint::engine {

// `findings` of documents, places in files.
void OfferExactRoles(const estate::Estate& estate, std::vector<ReadInputState>* inputs,
                     std::vector<Finding>* findings);

}  // namespace rolelint::engine

#endif  // ROLELINT_ENGINE_EXACT_ROLES_H_
