// One value of a list is enough to pass, so of several limits the loosest is the one.

#include "analyzer/logic/value.h"
#include "analyzer/policy/edit_places.h"
#include "rules/condition/values.h"
#include "rules/grammar/wording.h"

namespace rolelint::rules::redundant_limit {
namespace {

using policy::Operator;

constexpr std::string_view kEquivalents[] = {
    "access-analyzer:REDUNDANT_CONDITION_VALUE_NUM",
};

enum class Limit : uint8_t { kNone, kUpper, kLower };

Limit LimitOf(Operator op) {
  switch (op) {
    case Operator::kNumericLessThan:
    case Operator::kNumericLessThanEquals:
    case Operator::kDateLessThan:
    case Operator::kDateLessThanEquals:
      return Limit::kUpper;
    case Operator::kNumericGreaterThan:
    case Operator::kNumericGreaterThanEquals:
    case Operator::kDateGreaterThan:
    case Operator::kDateGreaterThanEquals:
      return Limit::kLower;
    default:
      return Limit::kNone;
  }
}

// The loosest value, or null if some value is not known or no value of its type.
template <typename Parse>
const policy::ConditionValue* Loosest(const policy::ConditionTest& test, Limit limit, Parse parse) {
  const policy::ConditionValue* best = nullptr;
  decltype(parse(std::string_view())) best_value;
  for (const policy::ConditionValue& value : test.values) {
    auto parsed = parse(value.text.value);
    if (!IsLiteral(value) || !parsed) return nullptr;
    if (best == nullptr ||
        (limit == Limit::kUpper ? *best_value < *parsed : *parsed < *best_value)) {
      best = &value;
      best_value = std::move(parsed);
    }
  }
  return best;
}

// The stricter ones have no effect; one of them may be what is meant.
void OfferLoosest(const policy::ConditionTest& test, const policy::ConditionValue& best,
                  engine::FindingBuilder& finding) {
  std::vector<text::Span> items;
  std::vector<uint32_t> others;
  for (uint32_t i = 0; i < test.values.size(); ++i) {
    const policy::ConditionValue& value = test.values[i];
    const uint32_t quote = value.type == json::Type::kString ? 1 : 0;
    items.push_back({value.text.span.begin - quote, value.text.span.end + quote});
    if (&value != &best) others.push_back(i);
  }
  for (const text::Span span : policy::RemovalOf(items, others)) finding.Fix(span, "", false);
}

bool Concerns(const catalog::Catalog&, const policy::ConditionTest& test) {
  return LimitOf(test.op.base) != Limit::kNone;
}

void Check(const engine::DocumentContext& context, engine::Reporter& report) {
  ForEachTest(context.document, [&](const policy::Statement&, const policy::ConditionTest& test) {
    const Limit limit = LimitOf(test.op.base);
    if (limit == Limit::kNone || test.values.size() < 2) return;
    const policy::ConditionValue* best =
        FamilyOf(test.op.base) == policy::OperatorFamily::kNumeric
            ? Loosest(test, limit, [](std::string_view text) { return logic::ParseNumber(text); })
            : Loosest(test, limit, [](std::string_view text) { return logic::ParseDate(text); });
    if (best == nullptr) return;
    const policy::ConditionValue& idle = &test.values[0] == best ? test.values[1] : test.values[0];
    engine::FindingBuilder finding = report.Report(
        idle.text.span, "of the limits under " + TestName(test) + " " + Quoted(best->text.value) +
                            " alone counts: one of the values is enough to pass");
    finding.Label("does not count")
        .Help("leave the one that is meant")
        .Related(best->text.span, "the loosest");
    OfferLoosest(test, *best, finding);
  });
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "redundant-limit",
    .summary = "A condition lists several limits, of which the loosest alone counts",
    .level = engine::Level::kSuggestion,
    .kinds = policy::kAllKinds,
    .concerns = Concerns,
    .equivalents = kEquivalents,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "reference_policies_elements_condition_operators.html#Conditions_Numeric",
    .check_document = Check,
};

}  // namespace rolelint::rules::redundant_limit
