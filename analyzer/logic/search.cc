#include "analyzer/logic/search.h"

#include <algorithm>
#include <iterator>

#include "analyzer/logic/work_budget.h"

namespace rolelint::logic {

using Edge = Formula::Edge;

const Search::Parts& Search::DisjunctsOf(uint32_t node) {
  auto [at, added] = disjuncts_.try_emplace(node);
  if (!added) return at->second;
  // not (l and r) is not l or not r; a part that is such a negated And again is taken apart too.
  Parts parts;
  Parts todo = {Edge(node, true)};
  while (!todo.empty()) {
    const Edge edge = todo.back();
    todo.pop_back();
    const Formula::Node& inner = formula_.node(edge.node());
    if (inner.is_atom || !edge.negated()) {
      parts.push_back(edge);
    } else {
      todo.push_back(!inner.right);
      todo.push_back(!inner.left);
    }
  }
  return disjuncts_[node] = std::move(parts);
}

const Search::Parts& Search::ConjunctsOf(uint32_t node) {
  auto [at, added] = conjuncts_.try_emplace(node);
  if (!added) return at->second;
  Parts parts;
  Parts todo = {Edge(node, false)};
  while (!todo.empty()) {
    const Edge edge = todo.back();
    todo.pop_back();
    const Formula::Node& inner = formula_.node(edge.node());
    if (inner.is_atom || edge.negated()) {
      parts.push_back(edge);
    } else {
      todo.push_back(inner.right);
      todo.push_back(inner.left);
    }
  }
  return conjuncts_[node] = std::move(parts);
}

StateId& Search::StateOf(uint32_t atom, Frame* frame) {
  const uint32_t dimension = domains_.DimensionOf(atom);
  if (frame->states.size() <= dimension) frame->states.resize(dimension + 1, Domains::kEmpty);
  return frame->states[dimension];
}

StateId Search::StateOf(uint32_t atom, const Frame& frame) const {
  const uint32_t dimension = domains_.DimensionOf(atom);
  return dimension < frame.states.size() ? frame.states[dimension] : Domains::kEmpty;
}

bool Search::Assert(Edge root, Frame* frame) {
  Parts todo = {root};
  while (!todo.empty()) {
    const Edge edge = todo.back();
    todo.pop_back();
    if (edge == Formula::kTrue) continue;
    if (edge == Formula::kFalse) return false;
    const Formula::Node& node = formula_.node(edge.node());
    if (node.is_atom) {
      // A long conjunction is itself work, which grows with its square.
      if (WorkBudget::IsSpent()) {
        limit_ = true;
        return false;
      }
      StateId& state = StateOf(node.atom, frame);
      state = domains_.Next(state, MakeLiteral(node.atom, edge.negated()));
      if (state == Domains::kImpossible) return false;
    } else if (edge.negated()) {
      auto at = std::lower_bound(frame->open.begin(), frame->open.end(), edge.node());
      if (at == frame->open.end() || *at != edge.node()) frame->open.insert(at, edge.node());
    } else {
      todo.push_back(node.right);
      todo.push_back(node.left);
    }
  }
  return true;
}

Search::Status Search::LiteralStatus(Edge edge, const Frame& frame) {
  const uint32_t atom = formula_.node(edge.node()).atom;
  const StateId state = StateOf(atom, frame);
  const Literal literal = MakeLiteral(atom, edge.negated());
  if (domains_.Next(state, literal) == Domains::kImpossible) return Status::kImpossible;
  if (domains_.Next(state, Negate(literal)) == Domains::kImpossible) return Status::kImplied;
  return Status::kOpen;
}

Search::Status Search::StatusOf(Edge edge, const Frame& frame) {
  if (edge == Formula::kTrue) return Status::kImplied;
  if (edge == Formula::kFalse) return Status::kImpossible;
  if (formula_.node(edge.node()).is_atom) return LiteralStatus(edge, frame);
  // The same statement in both policies: what is denied as a whole need not be taken apart.
  if (std::binary_search(frame.open.begin(), frame.open.end(), edge.node())) {
    return Status::kImpossible;
  }
  Status status = Status::kImplied;
  for (Edge part : ConjunctsOf(edge.node())) {
    if (!formula_.node(part.node()).is_atom) {
      status = Status::kOpen;  // a disjunction inside: seen when it is asserted
      continue;
    }
    const Status one = LiteralStatus(part, frame);
    if (one == Status::kImpossible) return one;
    if (one == Status::kOpen) status = one;
  }
  return status;
}

// Work for so many choices, and for what was looked at since. False if there is none left.
bool Search::Spend(size_t choices) {
  constexpr size_t kLooksOfUnit = 8;
  limit_ = limit_ || !WorkBudget::Spend(choices + looks_ / kLooksOfUnit);
  looks_ %= kLooksOfUnit;
  return !limit_;
}

bool Search::Simplify(Frame* frame) {
  bool changed = true;
  while (changed) {
    changed = false;
    const std::vector<uint32_t> open = frame->open;
    std::vector<uint32_t> done;
    for (size_t i = 0; i < open.size(); ++i) {
      Edge last;
      int count = 0;
      bool implied = false;
      if (!Spend(1)) return false;
      for (Edge part : DisjunctsOf(open[i])) {
        ++looks_;
        const Status status = StatusOf(part, *frame);
        if (status == Status::kImplied) {
          implied = true;
          break;
        }
        if (status == Status::kOpen) {
          last = part;
          if (++count > 1) break;
        }
      }
      if (!implied && count > 1) continue;
      if (!implied && count == 0) return false;
      done.push_back(open[i]);
      if (implied) continue;
      if (!Assert(last, frame)) return false;
      changed = true;
    }
    std::vector<uint32_t> left;
    std::set_difference(frame->open.begin(), frame->open.end(), done.begin(), done.end(),
                        std::back_inserter(left));
    frame->open = std::move(left);
  }
  return true;
}

// A disjunction one of whose parts says that something matches, and not only that nothing does.
bool Search::Asserts(uint32_t node) {
  const Parts& parts = DisjunctsOf(node);
  return std::any_of(parts.begin(), parts.end(), [&](Edge part) { return !part.negated(); });
}

bool Search::Descend(Frame frame, Visitor* visitor) {
  looks_ += frame.states.size() + frame.open.size();
  if (!Spend(1) || ++steps_ > max_steps_) {
    limit_ = true;
    return false;
  }
  if (!Simplify(&frame)) return false;
  if (frame.open.empty()) {
    if (visitor == nullptr || visitor->Visit(frame.states)) return true;
    refused_ = true;
    return false;
  }
  // The first that asserts something, in the order of the formula; else the smallest.
  size_t best = 0;
  size_t best_size = 0;
  bool best_asserts = false;
  for (size_t i = 0; i < frame.open.size(); ++i) {
    const bool asserts = Asserts(frame.open[i]);
    const size_t size = DisjunctsOf(frame.open[i]).size();
    const bool better = asserts != best_asserts ? asserts
                        : asserts               ? frame.open[i] < frame.open[best]
                                                : size < best_size;
    if (i == 0 || better) {
      best = i;
      best_size = size;
      best_asserts = asserts;
    }
  }
  const uint32_t chosen = frame.open[best];
  frame.open.erase(frame.open.begin() + static_cast<ptrdiff_t>(best));
  const Parts parts = DisjunctsOf(chosen);
  for (Edge part : parts) {
    Frame branch = frame;
    if (Assert(part, &branch) && Descend(std::move(branch), visitor)) return true;
    if (limit_) return false;
    if (!Assert(!part, &frame)) return false;
  }
  return false;
}

Search::Result Search::Run(Edge root, Visitor* visitor) {
  steps_ = 0;
  limit_ = refused_ = false;
  Frame frame;
  if (!Assert(root, &frame)) return limit_ ? Result::kLimit : Result::kNone;
  if (Descend(std::move(frame), visitor)) return Result::kAccepted;
  if (limit_) return Result::kLimit;
  return refused_ ? Result::kRefused : Result::kNone;
}

}  // namespace rolelint::logic
