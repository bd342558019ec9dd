#include "analyzer/engine/rule.h"

namespace rolelint::rules {
namespace {

using engine::DocumentContext;
using engine::Reporter;

constexpr std::string_view kEquivalents[] = {
    "access-analyzer:ALLOW_WITH_NOT_PRINCIPAL",
    "access-analyzer:ROLE_TRUST_POLICY_SYNTAX_ERROR_NOTPRINCIPAL",
    "parliament:NOTPRINCIPAL_WITH_ALLOW",
    "boogy:not_principal_with_allow",
};

void Check(const DocumentContext& context, Reporter& report) {
  bool trust = context.document.kind == policy::Kind::kTrust;
  for (const policy::Statement& statement : context.document.statements) {
    if (!statement.not_principal.present) continue;
    if (statement.allows()) {
      report
          .Report(statement.not_principal.key_span,
                  trust ? "Allow with NotPrincipal trusts everyone but the principals named, in "
                          "every AWS account"
                        : "Allow with NotPrincipal opens the resource to everyone but the "
                          "principals named, anonymous callers included")
          .Label("everyone else")
          .Help("list the principals that are meant under Principal");
    } else if (trust) {
      report
          .Report(statement.not_principal.key_span, "a role's trust policy cannot use NotPrincipal")
          .Level(engine::Level::kError)
          .Help("deny with Principal \"*\" and a condition on aws:PrincipalArn instead");
    }
  }
}

}  // namespace

extern const engine::Rule kNotPrincipal = {
    .id = "not-principal",
    .summary = "NotPrincipal with Allow, or anywhere in a trust policy",
    .level = engine::Level::kSecurity,
    .security_severity = "9.1",
    .kinds = policy::Kind::kTrust | policy::Kind::kResource,
    .equivalents = kEquivalents,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "reference_policies_elements_notprincipal.html",
    .check_document = Check,
};

}  // namespace rolelint::rules
