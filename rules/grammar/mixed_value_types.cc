#include "rules/grammar/wording.h"

namespace rolelint::rules::mixed_value_types {
namespace {

constexpr std::string_view kEquivalents[] = {
    "access-analyzer:INVALID_CONDITION_DATA_TYPE",
};

void Check(const engine::DocumentContext& context, engine::Reporter& report) {
  ForEachDiagnostic(
      context.document, policy::DiagnosticCode::kMixedValueTypes, [&](const policy::Diagnostic& d) {
        report
            .Report(d.span, "the values of " + Quoted(d.detail) + " are of more than one JSON type")
            .Label("mixed types")
            .Help("write them all as strings");
      });
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "mixed-value-types",
    .summary = "The values of one condition key are of more than one JSON type",
    .level = engine::Level::kError,
    .kinds = policy::kAllKinds,
    .needs = engine::kNeedsDiagnostics,
    .equivalents = kEquivalents,
    .aws_page = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::mixed_value_types
