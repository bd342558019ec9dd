#ifndef ROLELINT_RULES_REDUNDANCY_CONTAINED_H_
#define ROLELINT_RULES_REDUNDANCY_CONTAINED_H_

// Which items of a list are contained in others: what a pattern matches, all patterns inside it
// match too. Told from the text, as Access Analyzer does it.

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "analyzer/logic/names.h"
#include "analyzer/policy/document.h"

namespace rolelint::rules {

// Whether all that `inner` matches is matched by `outer`: `*` and `?` cross every border, policy
// variables are text. `fold`: ASCII letters in either case. False where the look cannot tell.
bool GlobContains(std::string_view outer, std::string_view inner, bool fold);

// A pattern that nothing of the list contains, and what it contains. Indices into the list, in its
// order; of equal items the first is the one that contains the others.
struct Group {
  uint32_t container = 0;
  std::vector<uint32_t> contained;  // never empty
};

// By the containers' order. Items that are not known are left out. The work is bounded: of a list
// made to exhaust it, the groups found so far are given. `facts`: what the catalogue says of the
// items of a list of actions, to be faster; may be empty.
std::vector<Group> FindGroups(const policy::TextList& list, bool fold,
                              std::span<const logic::ActionFacts* const> facts = {});

}  // namespace rolelint::rules

#endif  // ROLELINT_RULES_REDUNDANCY_CONTAINED_H_
