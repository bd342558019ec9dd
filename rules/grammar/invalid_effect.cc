#include "rules/grammar/wording.h"

namespace rolelint::rules::invalid_effect {
namespace {

constexpr std::string_view kEquivalents[] = {
    "access-analyzer:INVALID_EFFECT",
    "parliament:MALFORMED",
    "boogy:invalid_effect",
};

void Check(const engine::DocumentContext& context, engine::Reporter& report) {
  ForEachDiagnostic(
      context.document, policy::DiagnosticCode::kInvalidEffect, [&](const policy::Diagnostic& d) {
        engine::FindingBuilder finding = report.Report(
            d.span, "Effect is " + Quoted(d.detail) + " but must be \"Allow\" or \"Deny\"");
        if (d.suggestion.empty()) {
          finding.Label("neither Allow nor Deny");
          return;
        }
        const bool case_only = DifferInCase(d.detail, d.suggestion);
        finding.Label("did you mean " + Quoted(d.suggestion) + "?")
            .Help(case_only ? "the value is compared with case" : "correct the value")
            .Fix(d.span, std::string(d.suggestion), case_only);
      });
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "invalid-effect",
    .summary = "Effect is neither Allow nor Deny",
    .level = engine::Level::kError,
    .kinds = policy::kAllKinds,
    .needs = engine::kNeedsDiagnostics,
    .equivalents = kEquivalents,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_effect.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::invalid_effect
