#ifndef ROLELINT_ENGINE_SUPERSEDE_H_
#define ROLELINT_ENGINE_SUPERSEDE_H_

// One cause, one finding. A rule names the rules whose findings contain its own: of a statement
// that allows everything, none is told that it allows PassRole and forty more things besides. What
// is switched off, below the run's persona or below its lowest severity is not reported and
// contains nothing. Of two findings that name their actions (named_actions.h) the lesser one keeps
// what the other does not name, in whatever order the policy lists them. A finding that is dropped
// itself still stands for what it contains, since one that contains both is reported: no order of
// rules matters, and the relation has no circles (tests/rules). Cost: n log n in the findings of
// the document.

#include <cstddef>
#include <span>
#include <vector>

#include "analyzer/engine/active_rules.h"
#include "analyzer/engine/finding.h"
#include "analyzer/engine/severity.h"
#include "analyzer/policy/document.h"

namespace rolelint::engine {

// Drops what is superseded of the findings from number `begin` on, all of which are about
// `document`; `marks` stand beside them.
void DropSuperseded(const policy::Document& document, const ActiveRules& rules,
                    Severity min_severity, std::span<const Collector::Mark> marks, size_t begin,
                    std::vector<Finding>* findings);

}  // namespace rolelint::engine

#endif  // ROLELINT_ENGINE_SUPERSEDE_H_
