#ifndef ROLELINT_GRAPH_RESTRICTIONS_H_
#define ROLELINT_GRAPH_RESTRICTIONS_H_

// What keeps a principal from what its policies grant, and may be taken away: its permissions
// boundary, and policies that deny. A restriction that its own principal, or one who can become
// that principal, may lift restricts nobody.

#include <vector>

#include "analyzer/graph/escalation_methods.h"
#include "analyzer/graph/escalation_view.h"

namespace rolelint::graph {

// One step that lifts a restriction.
struct Lift {
  const EscalationMethod* method = nullptr;
  int action = 0;
  const PlacedPrivilege* by = nullptr;  // the statement that allows it, of the view that it is in
  bool sure = false;                    // whatever the condition keys are that are not known
};

struct Lifted {
  std::vector<Lift> lifts;  // none: nothing can be lifted
  EscalationView view;      // the target without what is lifted
};

// Whether the principal may lift any restriction at all.
bool MayLift(const EscalationView& actor);

// What `actor` can lift of `target`'s restrictions. Where both are the same principal each lift may
// make the next one possible. Statements that the lifts point at live as long as `actor`.
Lifted LiftAll(const EscalationView& actor, const EscalationView& target, StepProver* prover);

}  // namespace rolelint::graph

#endif  // ROLELINT_GRAPH_RESTRICTIONS_H_
