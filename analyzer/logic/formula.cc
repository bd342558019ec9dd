#include "analyzer/logic/formula.h"

#include <utility>

namespace rolelint::logic {

void Formula::Clear() {
  nodes_.clear();
  ands_.clear();
  atoms_.clear();
  nodes_.emplace_back();  // true
}

Formula::Edge Formula::Atom(uint32_t atom) {
  auto [at, added] = atoms_.emplace(atom, static_cast<uint32_t>(nodes_.size()));
  if (added) {
    Node node;
    node.atom = atom;
    node.is_atom = true;
    nodes_.push_back(node);
  }
  return {at->second, false};
}

Formula::Edge Formula::And(Edge a, Edge b) {
  if (a == kFalse || b == kFalse || a == !b) return kFalse;
  if (a == kTrue || a == b) return b;
  if (b == kTrue) return a;
  if (b.bits() < a.bits()) std::swap(a, b);
  const uint64_t key = uint64_t{a.bits()} << 32 | b.bits();
  auto [at, added] = ands_.emplace(key, static_cast<uint32_t>(nodes_.size()));
  if (added) nodes_.push_back({a, b, 0, false});
  return {at->second, false};
}

}  // namespace rolelint::logic
