#ifndef ROLELINT_LOGIC_NEW_ACCESS_H_
#define ROLELINT_LOGIC_NEW_ACCESS_H_

// All that a new policy allows and the old one does not, as a policy.
//
// For every Allow of the new policy the prover says which classes of actions bring something new
// through it; the Allow is kept for these, under the narrowest words that the policies have for
// them. The new policy's Denies and, turned into Denies, the old one's Allows take away the rest,
// where they overlap. What an old Deny took from an old Allow is new again, so such an Allow is not
// taken away: then the summary may say more than what is new, never more than the new policy
// allows. The prover has the last word: a summary that leaves anything out is replaced by the whole
// of the new policy, and `exact` is proved, not reckoned.

#include <nlohmann/json.hpp>

#include "analyzer/logic/prove.h"
#include "analyzer/policy/document.h"

namespace rolelint::logic {

struct NewAccess {
  // Nothing in the summary was allowed before.
  bool exact = true;
  nlohmann::ordered_json policy;  // its Statement is an empty list if there is nothing new
};

// Both are of one kind.
NewAccess SummarizeNewAccess(const policy::Document& before, const policy::Document& after,
                             const catalog::Catalog& catalog, const ProofOptions& options);

}  // namespace rolelint::logic

#endif  // ROLELINT_LOGIC_NEW_ACCESS_H_
