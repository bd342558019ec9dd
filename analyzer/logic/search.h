#ifndef ROLELINT_LOGIC_SEARCH_H_
#define ROLELINT_LOGIC_SEARCH_H_

// Is there a request that makes a formula true?
//
// A depth-first search over the formula's disjunctions, each dimension kept as a state (domains.h).
// Before every choice the open disjunctions are simplified: a branch that contradicts the states is
// dropped, a disjunction with an implied branch is done, one with a single branch left is no
// choice. Choices that say more come first (statements that must match), denials that only subtract
// last, and a branch that failed is denied in the branches after it. So a policy whose statements
// hardly overlap costs about as much as comparing them, and the worst case (exponential in the
// number of overlapping statements, as the problem is coNP-hard) is bounded by a limit on steps.

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "analyzer/logic/domains.h"
#include "analyzer/logic/formula.h"

namespace rolelint::logic {

// Choices that a search may make before it gives up.
inline constexpr uint64_t kMaxSteps = 200'000;

class Search {
 public:
  // What a search found, one state a dimension.
  using States = std::vector<StateId>;

  // Told of each way in which the formula can be true. True ends the search.
  class Visitor {
   public:
    virtual ~Visitor() = default;
    virtual bool Visit(const States& states) = 0;
  };

  // `max_steps`: 0 stands for kMaxSteps.
  Search(const Formula& formula, Domains* domains, uint64_t max_steps = 0)
      : formula_(formula), domains_(*domains), max_steps_(max_steps == 0 ? kMaxSteps : max_steps) {}

  enum class Result : uint8_t {
    kNone,      // no request makes it true
    kAccepted,  // the visitor took one
    kRefused,   // there may be one, but the visitor took none
    kLimit,     // too many steps, or too much work (work_budget.h)
  };
  // `visitor`: null if any way in which the formula can be true will do.
  Result Run(Formula::Edge root, Visitor* visitor);

  uint64_t steps() const { return steps_; }

 private:
  // The parts of a disjunction (or conjunction) of any depth.
  using Parts = std::vector<Formula::Edge>;
  enum class Status : uint8_t { kImpossible, kImplied, kOpen };
  struct Frame {
    States states;
    std::vector<uint32_t> open;  // disjunctions, by negated And node, sorted
  };

  const Parts& DisjunctsOf(uint32_t node);
  const Parts& ConjunctsOf(uint32_t node);
  bool Assert(Formula::Edge edge, Frame* frame);
  bool Spend(size_t choices);
  bool Simplify(Frame* frame);
  Status StatusOf(Formula::Edge edge, const Frame& frame);
  Status LiteralStatus(Formula::Edge edge, const Frame& frame);
  StateId& StateOf(uint32_t atom, Frame* frame);
  StateId StateOf(uint32_t atom, const Frame& frame) const;
  bool Asserts(uint32_t node);
  bool Descend(Frame frame, Visitor* visitor);

  const Formula& formula_;
  Domains& domains_;
  const uint64_t max_steps_;
  uint64_t steps_ = 0;
  size_t looks_ = 0;  // at states, not yet counted as work
  bool limit_ = false;
  bool refused_ = false;
  std::unordered_map<uint32_t, Parts> disjuncts_, conjuncts_;
};

}  // namespace rolelint::logic

#endif  // ROLELINT_LOGIC_SEARCH_H_
