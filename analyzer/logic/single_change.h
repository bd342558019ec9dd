#ifndef ROLELINT_LOGIC_SINGLE_CHANGE_H_
#define ROLELINT_LOGIC_SINGLE_CHANGE_H_

// What would turn a decision round: found by changing one thing and deciding again, so that
// whatever is told here is what the evaluator says. Only what is near at hand is tried: statements
// that take part, an Allow of exactly this request, condition keys with values that the policies
// speak of.

#include <cstdint>
#include <string>
#include <vector>

#include "analyzer/logic/compiled.h"
#include "analyzer/logic/request.h"
#include "analyzer/logic/simulation.h"

namespace rolelint::logic {

struct Change {
  enum class Kind : uint8_t {
    kRemoveStatement,  // `cause`
    kAddAllow,         // of this request, to the policies of cause.source and cause.level
    kSetContext,       // `context`
    kDropContext,      // context.key
    kAddDeny,          // to any policy
  };
  Kind kind = Kind::kRemoveStatement;
  Cause cause;
  ContextValue context;
};

struct Changes {
  std::vector<Change> single;  // each by itself turns the decision
  // Changes that do together and of which none can be left out: condition keys, where no single one
  // does; else whatever is needed, where no single change does. Empty if none were found.
  std::vector<Change> together;
};

// `verdict` is the decision on `request`; of an undecided one nothing is found.
Changes FindChanges(const Request& request, const RequestPolicies& policies,
                    const Circumstances& circumstances, const Verdict& verdict,
                    Vocabulary* vocabulary, Compiler* compiler);

}  // namespace rolelint::logic

#endif  // ROLELINT_LOGIC_SINGLE_CHANGE_H_
