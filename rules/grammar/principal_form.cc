// Principal is "*" or an object; a bare ARN or a list is neither.

#include "analyzer/policy/arn.h"
#include "rules/grammar/wording.h"

namespace rolelint::rules::principal_form {
namespace {

constexpr std::string_view kEquivalents[] = {
    "access-analyzer:INVALID_PRINCIPAL_FORMAT",
    "boogy:invalid_principal",
};

// The key under which a bare principal belongs, "" if the text does not tell.
std::string_view KeyFor(std::string_view principal) {
  const std::optional<policy::Arn> arn = policy::ParseArn(principal);
  if (arn && (arn->service == "iam" || arn->service == "sts")) {
    const std::string_view type = policy::SplitIamResource(arn->resource).type;
    return type == "saml-provider" || type == "oidc-provider" ? "Federated" : "AWS";
  }
  if (policy::IsAccountId(principal)) return "AWS";
  constexpr std::string_view kService = ".amazonaws.com";
  return principal.ends_with(kService) ? "Service" : "";
}

void ReportString(const policy::Diagnostic& d, engine::Reporter& report) {
  const std::string_view key = KeyFor(d.detail);
  engine::FindingBuilder finding =
      report.Report(d.span, std::string(d.element) + " is the bare string " + Quoted(d.detail) +
                                "; only \"*\" may be the whole principal");
  finding.Label("needs a key such as AWS or Service");
  if (key.empty() || d.span.size() != d.detail.size()) {
    finding.Help("say what kind of principal it is, as in {\"AWS\": \"…\"}");
    return;
  }
  const std::string object = "{\"" + std::string(key) + "\": \"" + std::string(d.detail) + "\"}";
  finding.Help("write " + object).Fix({d.span.begin - 1, d.span.end + 1}, object, key == "AWS");
}

void Check(const engine::DocumentContext& context, engine::Reporter& report) {
  ForEachDiagnostic(
      context.document, policy::DiagnosticCode::kPrincipalForm, [&](const policy::Diagnostic& d) {
        if (d.found == json::Type::kString) {
          ReportString(d, report);
          return;
        }
        report
            .Report(d.span, std::string(d.element) + " is an array but must be \"*\" or an object")
            .Label("an array")
            .Help("put the list under its key, as in {\"AWS\": [\"…\", \"…\"]}");
      });
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "principal-form",
    .summary = "Principal is neither \"*\" nor an object such as {\"AWS\": \"…\"}",
    .level = engine::Level::kError,
    .kinds = policy::kAllKinds,
    .needs = engine::kNeedsDiagnostics,
    .equivalents = kEquivalents,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "reference_policies_elements_principal.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::principal_form
