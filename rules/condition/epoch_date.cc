// Seconds since 1970 work, and nobody sees when they are.

#include <algorithm>

#include "analyzer/logic/value.h"
#include "analyzer/policy/query.h"
#include "rules/condition/values.h"
#include "rules/grammar/wording.h"

namespace rolelint::rules::epoch_date {
namespace {

constexpr std::string_view kEquivalents[] = {
    "access-analyzer:INVALID_DATE_VALUE",
};

// Not a year, which has four digits.
bool IsEpoch(std::string_view text) {
  const bool number = std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '+';
  });
  const bool date = text.find('-', 1) != std::string_view::npos;
  return number && !date && text.size() != 4 && logic::ParseDate(text).has_value();
}

bool Concerns(const catalog::Catalog&, const policy::ConditionTest& test) {
  return FamilyOf(test.op.base) == policy::OperatorFamily::kDate;
}

void Check(const engine::DocumentContext& context, engine::Reporter& report) {
  ForEachTest(context.document, [&](const policy::Statement&, const policy::ConditionTest& test) {
    if (FamilyOf(test.op.base) != policy::OperatorFamily::kDate) return;
    for (const policy::ConditionValue& value : test.values) {
      if (!IsLiteral(value) || value.text.value.empty() || !IsEpoch(value.text.value)) continue;
      const std::string date = logic::DateText(*logic::ParseDate(value.text.value));
      engine::FindingBuilder finding =
          report.Report(value.text.span, "the date " + Quoted(value.text.value) +
                                             " is written in seconds since 1970: it is " + date);
      finding.Label(date).Help("write the date as a date");
      if (value.type == json::Type::kString) finding.Fix(value.text.span, date, true);
      // The one key that has its value in seconds.
      if (policy::KeyIs(test, "aws:EpochTime")) finding.Level(engine::Level::kSuggestion);
    }
  });
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "epoch-date",
    .summary = "A date is written in seconds since 1970",
    .level = engine::Level::kWarning,
    .kinds = policy::kAllKinds,
    .concerns = Concerns,
    .equivalents = kEquivalents,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "reference_policies_elements_condition_operators.html#Conditions_Date",
    .check_document = Check,
};

}  // namespace rolelint::rules::epoch_date
