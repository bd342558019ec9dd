// Condition keys are compared without case, so two spellings of one are the same key twice.

#include "rules/grammar/wording.h"

namespace rolelint::rules::duplicate_condition_key {
namespace {

constexpr std::string_view kEquivalents[] = {
    "access-analyzer:DUPLICATE_KEYS_WITH_DIFFERENT_CASE",
};

void Check(const engine::DocumentContext& context, engine::Reporter& report) {
  ForEachDiagnostic(context.document, policy::DiagnosticCode::kDuplicateConditionKey,
                    [&](const policy::Diagnostic& d) {
                      report
                          .Report(d.span, "the condition key " + Quoted(d.detail) +
                                              " occurs twice under " + std::string(d.element) +
                                              ": keys are compared without case")
                          .Label("again")
                          .Related(d.related, "first here")
                          .Help("join the values in one list");
                    });
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "duplicate-condition-key",
    .summary = "A condition key occurs twice under one operator in different case",
    .level = engine::Level::kError,
    .kinds = policy::kAllKinds,
    .needs = engine::kNeedsDiagnostics,
    .equivalents = kEquivalents,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "reference_policies_elements_condition.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::duplicate_condition_key
