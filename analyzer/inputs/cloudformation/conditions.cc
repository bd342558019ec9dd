#include <algorithm>

#include "analyzer/inputs/cloudformation/resolver.h"

// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-conditions.html

namespace rolelint::inputs::cloudformation {

using json::Value;

namespace {

constexpr size_t kLongestSubject = 80;

// What a value is called where it is asked for: the parameter's name, or the function as written.
std::string SubjectOf(Value value) {
  if (const Value name = value.Find("Ref"); name.is_string()) return std::string(name.str());
  return std::string(value.raw().substr(0, kLongestSubject));
}

}  // namespace

// A condition that asks for itself, in however many steps, is true.
bool Resolver::Holds(std::string_view condition, int depth) {
  const auto [known, added] = decisions_.emplace(condition, true);
  if (!added) return known->second;
  const Value expression = scope_.Condition(condition);
  const bool holds =
      expression ? Decide(expression, depth + 1) : choices_->Ask(std::string(condition), "", true);
  decisions_[condition] = holds;
  return holds;
}

bool Resolver::Decide(Value expression, int depth) {
  const auto ask = [&] { return choices_->Ask(SubjectOf(expression), "", true); };
  if (depth >= kMaxFunctionDepth || !expression.is_object() || expression.size() != 1) return ask();
  const Value argument = *expression.begin();
  const std::string_view name = argument.key();
  if (name == "Condition") return Holds(argument.str(), depth);
  if (name == "Fn::Equals") return Equals(argument, depth);
  if (name == "Fn::And") return DecideAll(argument, true, depth);
  if (name == "Fn::Or") return DecideAll(argument, false, depth);
  if (name == "Fn::Not" && argument.is_array() && argument.size() == 1) {
    return !Decide(*argument.begin(), depth + 1);
  }
  return ask();
}

// All of them (`wanted`), or any.
bool Resolver::DecideAll(Value argument, bool wanted, int depth) {
  bool holds = wanted;
  for (Value part : argument) {
    if (Decide(part, depth + 1) != wanted) holds = !wanted;
  }
  return holds;
}

Rope Resolver::Side(Value value, Defaults defaults, int depth) {
  const bool in_condition = std::exchange(in_condition_, true);
  const Defaults before = std::exchange(defaults_, defaults);
  Rope side = TextOf(value, depth);
  in_condition_ = in_condition;
  defaults_ = before;
  return side;
}

// What a parameter's default says is how it comes out in the first world.
bool Resolver::Equals(Value argument, int depth) {
  if (!argument.is_array() || argument.size() != 2) {
    return choices_->Ask(SubjectOf(argument), "", true);
  }
  auto at = argument.begin();
  const Value left = *at;
  ++at;
  const Value right = *at;
  const Rope a = Side(left, Defaults::kOpen, depth);
  const Rope b = Side(right, Defaults::kOpen, depth);
  if (!a.open() && !b.open()) return a.str() == b.str();
  if (left.raw() == right.raw()) return true;
  const Rope a_first = Side(left, Defaults::kTaken, depth);
  const Rope b_first = Side(right, Defaults::kTaken, depth);
  const bool first = a_first.open() || b_first.open() || a_first.str() == b_first.str();
  if (a.open() && b.open()) {
    return choices_->Ask(SubjectOf(left) + " = " + SubjectOf(right), "", first);
  }
  return AskValue(a.open() ? left : right, (a.open() ? b : a).str(), first);
}

// Whether the open value is `wanted`.
bool Resolver::AskValue(Value value, const std::string& wanted, bool first) {
  std::vector<std::string_view> allowed;
  for (Value each : scope_.Parameter(value.Find("Ref").str()).Find("AllowedValues")) {
    allowed.push_back(each.is_string() ? each.str() : each.raw());
  }
  if (!allowed.empty() && std::find(allowed.begin(), allowed.end(), wanted) == allowed.end()) {
    return false;
  }
  // An empty text is a value too.
  return choices_->Ask(SubjectOf(value), wanted.empty() ? "\"\"" : wanted, first, allowed);
}

}  // namespace rolelint::inputs::cloudformation
