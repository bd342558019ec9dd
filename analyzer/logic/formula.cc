#include "analyzer/logic/formula.h"

#include <utility>

namespace rolelint::logic {

void Formula::Clear() {
  nodes_.clear();
  ands_.Clear();
  atoms_.Clear();
  nodes_.emplace_back();  // true
}

Formula::Edge Formula::Atom(uint32_t atom) {
  const auto [at, added] = atoms_.Emplace(atom, static_cast<uint32_t>(nodes_.size()));
  if (added) {
    Node node;
    node.atom = atom;
    node.is_atom = true;
    nodes_.push_back(node);
  }
  return {*at, false};
}

Formula::Edge Formula::And(Edge a, Edge b) {
  if (a == kFalse || b == kFalse || a == !b) return kFalse;
  if (a == kTrue || a == b) return b;
  if (b == kTrue) return a;
  if (b.bits() < a.bits()) std::swap(a, b);
  const uint64_t key = uint64_t{a.bits()} << 32 | b.bits();
  const auto [at, added] = ands_.Emplace(key, static_cast<uint32_t>(nodes_.size()));
  if (added) nodes_.push_back({a, b, 0, false});
  return {*at, false};
}

}  // namespace rolelint::logic
