// A value whose JSON type does not fit its element.

#include "rules/grammar/wording.h"

namespace rolelint::rules::wrong_type {
namespace {

constexpr std::string_view kEquivalents[] = {
    "access-analyzer:DATA_TYPE_MISMATCH",
    "boogy:invalid_sid_type",
    "boogy:invalid_statement_type",
};

void Check(const engine::DocumentContext& context, engine::Reporter& report) {
  ForEachDiagnostic(
      context.document, policy::DiagnosticCode::kWrongType, [&](const policy::Diagnostic& d) {
        const std::string found(json::TypeName(d.found));
        const std::string what =
            d.element == "policy" ? "the policy" : "the value of " + Quoted(d.element);
        report.Report(d.span, what + " is " + found + " but must be " + std::string(d.detail))
            .Label(found);
      });
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "wrong-type",
    .summary = "A value has a JSON type that its element does not take",
    .level = engine::Level::kError,
    .kinds = policy::kAllKinds,
    .needs = engine::kNeedsDiagnostics,
    .equivalents = kEquivalents,
    .aws_page = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::wrong_type
