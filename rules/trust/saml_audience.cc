#include "analyzer/engine/rule.h"
#include "analyzer/policy/query.h"
#include "rules/trust/federation.h"

namespace rolelint::rules {
namespace {

using engine::DocumentContext;
using engine::Reporter;

void Check(const DocumentContext& context, Reporter& report) {
  for (const policy::Statement& statement : context.document.statements) {
    if (!statement.allows() || !policy::CoversAction(statement, "sts:AssumeRoleWithSAML")) {
      continue;
    }
    bool tested = false;
    for (const policy::ConditionTest& test : statement.conditions) {
      tested = tested || ((policy::KeyIs(test, "SAML:aud") || policy::KeyIs(test, "SAML:iss") ||
                           policy::KeyIs(test, "SAML:sub") || policy::KeyIs(test, "SAML:doc")) &&
                          policy::Restricts(test));
    }
    if (tested) continue;
    policy::ForEachPrincipal(
        statement.principal, [&](const policy::PrincipalEntry& entry, const policy::Text& value) {
          if (entry.type != policy::PrincipalType::kFederated) return;
          if (FederationOf(value) != Federation::kSaml) return;
          report.Report(value.span, "the audience of the SAML assertion is not tested")
              .Label("no SAML:aud condition")
              .Help("\"StringEquals\": {\"SAML:aud\": \"https://signin.aws.amazon.com/saml\"}");
        });
  }
}

}  // namespace

extern const engine::Rule kSamlAudience = {
    .id = "saml-audience",
    .summary = "SAML trust without a test of the assertion's audience",
    .level = engine::Level::kWarning,
    .kinds = policy::Kind::kTrust,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "id_roles_create_for-idp_saml.html",
    .check_document = Check,
};

}  // namespace rolelint::rules
