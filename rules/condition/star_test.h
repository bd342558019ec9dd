#ifndef ROLELINT_RULES_CONDITION_STAR_TEST_H_
#define ROLELINT_RULES_CONDITION_STAR_TEST_H_

// What a test means one of whose values is a lone star, which every value matches: all that is left
// to ask is whether the key is there.

#include <cstdint>

#include "analyzer/policy/document.h"
#include "rules/condition/values.h"

namespace rolelint::rules {

enum class StarMeaning : uint8_t { kNone, kPresent, kAbsent, kAlways, kNever };

// The first lone star among the values, or null.
inline const policy::ConditionValue* StarOf(const policy::ConditionTest& test) {
  for (const policy::ConditionValue& value : test.values) {
    if (IsLoneStar(value)) return &value;
  }
  return nullptr;
}

// Whether a star among the values has a meaning of its own under the operator.
inline bool CanMeanByStar(const policy::OperatorParts& op) {
  const policy::OperatorFamily family = FamilyOf(op.base);
  return family == policy::OperatorFamily::kArn || op.base == policy::Operator::kStringLike ||
         op.base == policy::Operator::kStringNotLike;
}

inline StarMeaning MeaningOfStar(const policy::ConditionTest& test) {
  using policy::Operator;
  using policy::SetQualifier;
  if (StarOf(test) == nullptr) return StarMeaning::kNone;
  const bool for_all = test.op.qualifier == SetQualifier::kForAllValues;
  switch (test.op.base) {
    case Operator::kStringLike:
    case Operator::kArnLike:
    case Operator::kArnEquals:
      // ForAllValues holds of no value at all.
      return test.op.if_exists || for_all ? StarMeaning::kAlways : StarMeaning::kPresent;
    case Operator::kStringNotLike:
    case Operator::kArnNotLike:
    case Operator::kArnNotEquals:
      // ForAnyValue wants a value that the star does not match.
      return test.op.qualifier == SetQualifier::kForAnyValue && !test.op.if_exists
                 ? StarMeaning::kNever
                 : StarMeaning::kAbsent;
    default:
      return StarMeaning::kNone;
  }
}

}  // namespace rolelint::rules

#endif  // ROLELINT_RULES_CONDITION_STAR_TEST_H_
