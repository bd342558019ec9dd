#include <fmt/format.h>

#include "analyzer/engine/rule.h"
#include "analyzer/policy/condition_query.h"
#include "analyzer/policy/query.h"
#include "rules/grammar/wording.h"

namespace rolelint::rules::rcp_syntax {
namespace {

using policy::Statement;

constexpr std::string_view kEquivalents[] = {
    "access-analyzer:RCP_SYNTAX_ERROR_PRINCIPAL",
    "access-analyzer:RCP_SYNTAX_ERROR_ALLOW",
    "access-analyzer:RCP_SYNTAX_ERROR_NOTACTION",
    "boogy:invalid_rcp_principal",
    "boogy:invalid_rcp_not_principal",
    "boogy:invalid_rcp_not_action",
};

void CheckPrincipal(const Statement& statement, engine::Reporter& report) {
  const policy::Principal& principal = statement.principal;
  if (statement.not_principal.present) {
    report
        .Report(statement.not_principal.key_span, "a resource control policy takes no NotPrincipal")
        .Label("not allowed here")
        .Help(
            "write \"Principal\": \"*\" and except principals by a condition, as ArnNotLike on "
            "aws:PrincipalArn");
  }
  if (!principal.present || principal.is_bare_star()) return;
  if (principal.is_string && !principal.text.known) return;
  engine::FindingBuilder finding = report.Report(
      principal.span, "the Principal of a resource control policy is \"*\" and nothing else");
  finding.Label("not \"*\"")
      .Help(
          "write \"Principal\": \"*\" and say by a condition whom it is about, as "
          "aws:PrincipalArn or aws:PrincipalAccount")
      .Fix(principal.span, "\"*\"", false);
  size_t shown = 0;
  policy::ForEachPrincipal(principal,
                           [&](const policy::PrincipalEntry&, const policy::Text& value) {
                             if (++shown <= 20) finding.Related(value.span, "named here");
                           });
}

// An Allow may only be the one that lets everything through.
void CheckAllow(const Statement& statement, engine::Reporter& report) {
  if (!statement.allows()) return;
  const bool narrow_principal = statement.principal.present && !statement.principal.is_bare_star();
  const bool narrow_resource =
      statement.not_resource.present ||
      (statement.resource.present && !policy::IsLoneStar(statement.resource));
  if (!narrow_principal && !narrow_resource && statement.conditions.empty()) return;
  engine::FindingBuilder finding = report.Report(
      statement.effect_text.span,
      "an Allow of a resource control policy is for every principal, every resource and without "
      "conditions");
  finding.Label("a narrower Allow is refused")
      .Help(
          "to limit access, write a Deny with the opposite condition: resource control policies "
          "grant nothing");
  if (narrow_principal) finding.Related(statement.principal.span, "not \"*\"");
  if (narrow_resource) {
    finding.Related(
        statement.not_resource.present ? statement.not_resource.span : statement.resource.span,
        "not \"*\"");
  }
  if (!statement.conditions.empty()) finding.Related(statement.condition_span, "a condition");
}

void Check(const engine::DocumentContext& context, engine::Reporter& report) {
  for (const Statement& statement : context.document.statements) {
    CheckPrincipal(statement, report);
    CheckAllow(statement, report);
    if (statement.not_action.present) {
      report.Report(statement.not_action.key_span, "a resource control policy takes no NotAction")
          .Label("not allowed here")
          .Help("list the actions to deny, as s3:* and sqs:*");
    }
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "rcp-syntax",
    .summary = "A resource control policy has an element that AWS does not accept there",
    .level = engine::Level::kError,
    .kinds = policy::Kind::kRcp,
    .equivalents = kEquivalents,
    .aws_page =
        "https://docs.aws.amazon.com/organizations/latest/userguide/"
        "orgs_manage_policies_rcps_syntax.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::rcp_syntax
