#include "analyzer/policy/condition.h"

#include "analyzer/text/glob.h"
#include "analyzer/text/spelling.h"

namespace rolelint::policy {
namespace {

struct OperatorRow {
  std::string_view name;
  OperatorFamily family;
  bool negated;
};

// In the order of Operator.
constexpr OperatorRow kOperators[] = {
    {"", OperatorFamily::kUnknown, false},
    {"StringEquals", OperatorFamily::kString, false},
    {"StringNotEquals", OperatorFamily::kString, true},
    {"StringEqualsIgnoreCase", OperatorFamily::kString, false},
    {"StringNotEqualsIgnoreCase", OperatorFamily::kString, true},
    {"StringLike", OperatorFamily::kString, false},
    {"StringNotLike", OperatorFamily::kString, true},
    {"NumericEquals", OperatorFamily::kNumeric, false},
    {"NumericNotEquals", OperatorFamily::kNumeric, true},
    {"NumericLessThan", OperatorFamily::kNumeric, false},
    {"NumericLessThanEquals", OperatorFamily::kNumeric, false},
    {"NumericGreaterThan", OperatorFamily::kNumeric, false},
    {"NumericGreaterThanEquals", OperatorFamily::kNumeric, false},
    {"DateEquals", OperatorFamily::kDate, false},
    {"DateNotEquals", OperatorFamily::kDate, true},
    {"DateLessThan", OperatorFamily::kDate, false},
    {"DateLessThanEquals", OperatorFamily::kDate, false},
    {"DateGreaterThan", OperatorFamily::kDate, false},
    {"DateGreaterThanEquals", OperatorFamily::kDate, false},
    {"Bool", OperatorFamily::kBool, false},
    {"BinaryEquals", OperatorFamily::kBinary, false},
    {"IpAddress", OperatorFamily::kIp, false},
    {"NotIpAddress", OperatorFamily::kIp, true},
    {"ArnEquals", OperatorFamily::kArn, false},
    {"ArnLike", OperatorFamily::kArn, false},
    {"ArnNotEquals", OperatorFamily::kArn, true},
    {"ArnNotLike", OperatorFamily::kArn, true},
    {"Null", OperatorFamily::kNull, false},
};
constexpr size_t kOperatorCount = sizeof(kOperators) / sizeof(kOperators[0]);
static_assert(kOperatorCount == static_cast<size_t>(Operator::kNull) + 1);

const OperatorRow& RowOf(Operator op) { return kOperators[static_cast<size_t>(op)]; }

bool ConsumePrefix(std::string_view* text, std::string_view prefix) {
  if (!text::EqualsFolded(text->substr(0, prefix.size()), prefix)) return false;
  text->remove_prefix(prefix.size());
  return true;
}

bool ConsumeSuffix(std::string_view* text, std::string_view suffix) {
  if (text->size() < suffix.size()) return false;
  if (!text::EqualsFolded(text->substr(text->size() - suffix.size()), suffix)) return false;
  text->remove_suffix(suffix.size());
  return true;
}

}  // namespace

OperatorParts ParseOperator(std::string_view text) {
  OperatorParts parts;
  if (ConsumePrefix(&text, "ForAllValues:")) {
    parts.qualifier = SetQualifier::kForAllValues;
  } else if (ConsumePrefix(&text, "ForAnyValue:")) {
    parts.qualifier = SetQualifier::kForAnyValue;
  }
  parts.if_exists = ConsumeSuffix(&text, "IfExists");
  for (size_t i = 1; i < kOperatorCount; ++i) {
    // Most candidates differ in length, so this is a handful of comparisons.
    if (text::EqualsFolded(text, kOperators[i].name)) {
      parts.base = static_cast<Operator>(i);
      break;
    }
  }
  return parts;
}

OperatorFamily FamilyOf(Operator op) { return RowOf(op).family; }

bool IsNegated(Operator op) { return RowOf(op).negated; }

std::string_view OperatorName(Operator op) { return RowOf(op).name; }

std::string_view ClosestOperator(std::string_view text) {
  std::string_view names[kOperatorCount - 1];
  for (size_t i = 1; i < kOperatorCount; ++i) names[i - 1] = kOperators[i].name;
  return text::ClosestWord(text, names);
}

std::string_view ClosestQualifier(std::string_view text) {
  constexpr std::string_view kQualifiers[] = {"ForAllValues", "ForAnyValue"};
  return text::ClosestWord(text, kQualifiers);
}

}  // namespace rolelint::policy
