#include "rules/grammar/wording.h"

namespace rolelint::rules::principal_key {
namespace {

constexpr std::string_view kEquivalents[] = {
    "access-analyzer:INVALID_PRINCIPAL_KEY",
    "parliament:UNKNOWN_PRINCIPAL",
};

void Check(const engine::DocumentContext& context, engine::Reporter& report) {
  ForEachDiagnostic(
      context.document, policy::DiagnosticCode::kPrincipalKey, [&](const policy::Diagnostic& d) {
        engine::FindingBuilder finding =
            report.Report(d.span, Quoted(d.detail) + " is no kind of principal");
        finding.Help("the kinds are AWS, Service, Federated and CanonicalUser, spelt so");
        if (d.suggestion.empty()) {
          finding.Label("unknown");
        } else {
          finding.Label("did you mean " + Quoted(d.suggestion) + "?")
              .Fix(d.span, std::string(d.suggestion), DifferInCase(d.detail, d.suggestion));
        }
      });
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "principal-key",
    .summary = "A key of Principal is not AWS, Service, Federated or CanonicalUser",
    .level = engine::Level::kError,
    .kinds = policy::kAllKinds,
    .needs = engine::kNeedsDiagnostics,
    .equivalents = kEquivalents,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "reference_policies_elements_principal.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::principal_key
