#include "analyzer/policy/edit_places.h"
#include "rules/condition/star_test.h"
#include "rules/grammar/wording.h"

namespace rolelint::rules::star_for_null {
namespace {

constexpr std::string_view kEquivalents[] = {
    "access-analyzer:EQUIVALENT_TO_NULL_FALSE",
    "access-analyzer:EQUIVALENT_TO_NULL_TRUE",
};

bool Concerns(const catalog::Catalog&, const policy::ConditionTest& test) {
  return CanMeanByStar(test.op);
}

void Check(const engine::DocumentContext& context, engine::Reporter& report) {
  ForEachTest(
      context.document, [&](const policy::Statement& statement, const policy::ConditionTest& test) {
        const StarMeaning meaning = MeaningOfStar(test);
        if (meaning != StarMeaning::kPresent && meaning != StarMeaning::kAbsent) return;
        const bool present = meaning == StarMeaning::kPresent;
        engine::FindingBuilder finding = report.Report(
            StarOf(test)->text.span, TestName(test) + " \"*\" asks only whether the key is " +
                                         (present ? "there" : "absent") + ", as Null would");
        finding.Label(present ? "holds of any value" : "holds of no value")
            .Help("write {\"Null\": {" + Quoted(test.key.value) + ": \"" +
                  (present ? "false" : "true") + "\"}}");
        if (test.values.size() == 1 && policy::CanRenameOperator(statement, test, "Null")) {
          finding.Fix(test.op_text.span, "Null", true)
              .Fix(StarOf(test)->text.span, present ? "false" : "true", true);
        }
      });
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "star-for-null",
    .summary = "A pattern of \"*\" alone tests whether a key is present, which Null says plainly",
    .level = engine::Level::kSuggestion,
    .kinds = policy::kAllKinds,
    .concerns = Concerns,
    .equivalents = kEquivalents,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "reference_policies_elements_condition_operators.html#Conditions_Null",
    .check_document = Check,
};

}  // namespace rolelint::rules::star_for_null
