#ifndef ROLELINT_ENGINE_FINDING_ACCESS_H_
#define ROLELINT_ENGINE_FINDING_ACCESS_H_

// How far the access of a statement reaches is part of what a security finding about it says: the
// same action on other resources, for other principals or under other conditions is another
// finding, which a baseline of the first must not hide.

#include <span>

#include "analyzer/engine/active_rules.h"
#include "analyzer/engine/finding.h"
#include "analyzer/policy/document.h"

namespace rolelint::engine {

// `findings` are of the document, `marks` beside them (Collector::marks). Order, layout and Sid of
// a statement make no difference, and of a list in which the finding names one item no other item.
void DistinguishAccess(const policy::Document& document, std::span<const Collector::Mark> marks,
                       std::span<Finding> findings);

}  // namespace rolelint::engine

#endif  // ROLELINT_ENGINE_FINDING_ACCESS_H_
