#ifndef ROLELINT_POLICY_CONDITION_H_
#define ROLELINT_POLICY_CONDITION_H_

// Condition operators.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html

#include <cstdint>
#include <string_view>

namespace rolelint::policy {

enum class Operator : uint8_t {
  kUnknown,
  kStringEquals,
  kStringNotEquals,
  kStringEqualsIgnoreCase,
  kStringNotEqualsIgnoreCase,
  kStringLike,
  kStringNotLike,
  kNumericEquals,
  kNumericNotEquals,
  kNumericLessThan,
  kNumericLessThanEquals,
  kNumericGreaterThan,
  kNumericGreaterThanEquals,
  kDateEquals,
  kDateNotEquals,
  kDateLessThan,
  kDateLessThanEquals,
  kDateGreaterThan,
  kDateGreaterThanEquals,
  kBool,
  kBinaryEquals,
  kIpAddress,
  kNotIpAddress,
  kArnEquals,
  kArnLike,
  kArnNotEquals,
  kArnNotLike,
  kNull,
};

enum class OperatorFamily : uint8_t {
  kUnknown,
  kString,
  kNumeric,
  kDate,
  kBool,
  kBinary,
  kIp,
  kArn,
  kNull,
};

enum class SetQualifier : uint8_t { kNone, kForAllValues, kForAnyValue };

struct OperatorParts {
  SetQualifier qualifier = SetQualifier::kNone;
  Operator base = Operator::kUnknown;
  bool if_exists = false;
};

// Names compare without case, as AWS does. An unknown base keeps its qualifier and suffix.
OperatorParts ParseOperator(std::string_view text);
OperatorFamily FamilyOf(Operator op);
// …NotEquals, …NotLike, NotIpAddress.
bool IsNegated(Operator op);
// AWS's spelling of the base operator; "" for kUnknown.
std::string_view OperatorName(Operator op);

// What a misspelt base operator ("StringLik") or qualifier ("ForAnyValues") was meant to be, or "".
std::string_view ClosestOperator(std::string_view text);
std::string_view ClosestQualifier(std::string_view text);

}  // namespace rolelint::policy

#endif  // ROLELINT_POLICY_CONDITION_H_
