#include "rules/condition/star_test.h"
#include "rules/grammar/wording.h"

namespace rolelint::rules::condition_always_true {
namespace {

constexpr std::string_view kEquivalents[] = {
    "access-analyzer:REDUNDANT_KEY_DUE_TO_WILDCARD_IN_CONDITION",
};

bool Concerns(const catalog::Catalog&, const policy::ConditionTest& test) {
  return CanMeanByStar(test.op);
}

void Check(const engine::DocumentContext& context, engine::Reporter& report) {
  ForEachTest(
      context.document, [&](const policy::Statement& statement, const policy::ConditionTest& test) {
        if (MeaningOfStar(test) != StarMeaning::kAlways) return;
        engine::FindingBuilder finding = report.Report(
            StarOf(test)->text.span, TestName(test) +
                                         " \"*\" holds of every request, also of one without the "
                                         "key: it restricts nothing");
        finding.Label("always holds")
            .Help("delete the test, or name the values that are meant; {\"Null\": {" +
                  Quoted(test.key.value) + ": \"false\"}} asks that the key be there");
        // A restriction that is none matters where access is given.
        if (statement.allows()) finding.Level(engine::Level::kWarning);
      });
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "condition-always-true",
    .summary = "A condition holds for every request because of its wildcard",
    .level = engine::Level::kSuggestion,
    .kinds = policy::kAllKinds,
    .concerns = Concerns,
    .equivalents = kEquivalents,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "reference_policies_elements_condition_operators.html#Conditions_IfExists",
    .check_document = Check,
};

}  // namespace rolelint::rules::condition_always_true
