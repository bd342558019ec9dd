#ifndef ROLELINT_LOGIC_FORMULA_H_
#define ROLELINT_LOGIC_FORMULA_H_

// Formulas over elementary tests ("atoms"), as an and-inverter graph: the only inner node is And,
// and a reference to a node carries its negation, so that Not costs nothing. Equal nodes are one
// node.

#include <cstddef>
#include <cstdint>
#include <vector>

#include "analyzer/logic/flat_map.h"

namespace rolelint::logic {

// A node and whether it is meant negated.
class FormulaEdge {
 public:
  constexpr FormulaEdge() = default;
  constexpr FormulaEdge(uint32_t node, bool negated) : bits_(node << 1 | (negated ? 1U : 0U)) {}
  constexpr uint32_t node() const { return bits_ >> 1; }
  constexpr bool negated() const { return (bits_ & 1U) != 0; }
  constexpr FormulaEdge operator!() const { return FromBits(bits_ ^ 1U); }
  constexpr uint32_t bits() const { return bits_; }
  static constexpr FormulaEdge FromBits(uint32_t bits) {
    FormulaEdge edge;
    edge.bits_ = bits;
    return edge;
  }
  friend constexpr bool operator==(FormulaEdge, FormulaEdge) = default;

 private:
  uint32_t bits_ = 0;  // node 0, plain: true
};

class Formula {
 public:
  using Edge = FormulaEdge;
  static constexpr Edge kTrue = Edge(0, false);
  static constexpr Edge kFalse = Edge(0, true);

  struct Node {
    Edge left, right;   // of an And
    uint32_t atom = 0;  // of an atom
    bool is_atom = false;
  };

  Formula() { Clear(); }
  void Clear();

  Edge Atom(uint32_t atom);
  Edge And(Edge a, Edge b);
  Edge Or(Edge a, Edge b) { return !And(!a, !b); }

  const Node& node(uint32_t index) const { return nodes_[index]; }
  size_t size() const { return nodes_.size(); }

 private:
  std::vector<Node> nodes_;
  FlatMap<uint32_t> ands_;
  FlatMap<uint32_t> atoms_;
};

}  // namespace rolelint::logic

#endif  // ROLELINT_LOGIC_FORMULA_H_
