#include "rules/grammar/wording.h"

namespace rolelint::rules::missing_principal {
namespace {

constexpr std::string_view kEquivalents[] = {
    "access-analyzer:MISSING_PRINCIPAL",
    "boogy:missing_principal",
    "boogy:missing_rcp_principal",
};

void Check(const engine::DocumentContext& context, engine::Reporter& report) {
  std::string kind;
  std::string help;
  switch (context.document.kind) {
    case policy::Kind::kTrust:
      kind = "trust policy";
      help =
          "name who may assume the role: \"Principal\": {\"AWS\": "
          "\"arn:aws:iam::ACCOUNT:user/NAME\"}";
      break;
    case policy::Kind::kRcp:
      kind = "resource control policy";
      help = "a resource control policy applies to everyone: \"Principal\": \"*\"";
      break;
    default:
      kind = "resource-based policy";
      help = "add whom the statement applies to: \"Principal\": {\"AWS\": \"…\"}";
      break;
  }
  ForEachDiagnostic(context.document, policy::DiagnosticCode::kMissingPrincipal,
                    [&](const policy::Diagnostic& d) {
                      report
                          .Report(d.span, StatementName(context.document, d.statement) +
                                              " has no Principal, which a " + kind + " needs")
                          .Label("no Principal in here")
                          .Help(help);
                    });
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "missing-principal",
    .summary = "A statement of a trust or resource policy has no Principal",
    .level = engine::Level::kError,
    .kinds = policy::Kind::kTrust | policy::Kind::kResource | policy::Kind::kRcp,
    .needs = engine::kNeedsDiagnostics,
    .equivalents = kEquivalents,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "reference_policies_elements_principal.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::missing_principal
