#include "analyzer/inputs/cloudformation/resolver.h"

// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-conditions.html

namespace rolelint::inputs::cloudformation {

using json::Value;

// A condition that asks for itself, in however many steps, is not decided.
Resolver::Decision Resolver::Holds(std::string_view condition, int depth) {
  const auto [known, added] = decisions_.emplace(condition, Decision{!other_world_, false});
  if (!added) return known->second;
  const Value expression = scope_.Condition(condition);
  if (!expression) return known->second;
  const Decision decision = Decide(expression, depth + 1);
  decisions_[condition] = decision;
  return decision;
}

Resolver::Decision Resolver::Decide(Value expression, int depth) {
  const Decision unknown{!other_world_, false};
  if (depth >= kMaxFunctionDepth || !expression.is_object() || expression.size() != 1) {
    return unknown;
  }
  const Value argument = *expression.begin();
  const std::string_view name = argument.key();
  if (name == "Condition") return Holds(argument.str(), depth);
  if (name == "Fn::Equals") return Equals(argument, depth);
  if (name == "Fn::And") return DecideAll(argument, true, depth);
  if (name == "Fn::Or") return DecideAll(argument, false, depth);
  if (name == "Fn::Not" && argument.is_array() && argument.size() == 1) {
    const Decision inner = Decide(*argument.begin(), depth + 1);
    return {!inner.holds, inner.decided};
  }
  return unknown;
}

// All of them (`wanted`), or any.
Resolver::Decision Resolver::DecideAll(Value argument, bool wanted, int depth) {
  Decision decision{wanted, true};
  for (Value part : argument) {
    const Decision inner = Decide(part, depth + 1);
    if (inner.decided && inner.holds != wanted) return inner;
    if (inner.holds != wanted) decision.holds = !wanted;
    decision.decided = decision.decided && inner.decided;
  }
  return decision;
}

Rope Resolver::Side(Value value, int depth) {
  const bool before = std::exchange(in_condition_, true);
  Rope side = TextOf(value, depth);
  in_condition_ = before;
  return side;
}

Resolver::Decision Resolver::Equals(Value argument, int depth) {
  if (!argument.is_array() || argument.size() != 2) return {!other_world_, false};
  auto at = argument.begin();
  const Value left = *at;
  ++at;
  const Value right = *at;
  const Rope a = Side(left, depth);
  const Rope b = Side(right, depth);
  if (!a.open() && !b.open()) return {a.str() == b.str(), true};
  if (left.raw() == right.raw()) return {true, true};
  if (a.open() && b.open()) return {!other_world_, false};
  if (other_world_) return {false, false};
  // One value equals one other at most.
  const std::string_view question = (a.open() ? left : right).raw();
  const auto assumed = assumed_.emplace(question, (a.open() ? b : a).str()).first;
  return {assumed->second == (a.open() ? b : a).str(), false};
}

}  // namespace rolelint::inputs::cloudformation
