#include <fmt/format.h>

#include "analyzer/engine/rule.h"
#include "analyzer/policy/query.h"

namespace rolelint::rules {
namespace {

using engine::DocumentContext;
using engine::Reporter;
using policy::Statement;

constexpr std::string_view kEquivalents[] = {
    "access-analyzer:ROLE_TRUST_POLICY_UNSUPPORTED_WILDCARD_IN_PRINCIPAL",
    "cloudsplaining:AssumableByAnyPrincipal",
    "cloudsplaining:AssumableByAnyPrincipalWithConditions",
    "boogy:service_principal_wildcard",
};

void ReportStar(const Statement& statement, text::Span span, Reporter& report) {
  if (!statement.has_condition || statement.conditions.empty()) {
    report.Report(span, "principal \"*\" lets anyone in any AWS account assume this role")
        .Label("everyone")
        .Help(
            "name the user or role that is meant: \"AWS\": "
            "\"arn:aws:iam::ACCOUNT:user/NAME\"");
    return;
  }
  report
      .Report(span,
              "principal \"*\" trusts everyone who meets the condition, and the condition names "
              "no principal and no organization")
      .Label("everyone who meets the condition")
      .Related(statement.condition_span, "does not say who")
      .Confidence(engine::Confidence::kMedium)
      .Help(
          "name the principal, or test aws:PrincipalArn or aws:PrincipalOrgID with an exact "
          "account or organization");
}

void Check(const DocumentContext& context, Reporter& report) {
  for (const Statement& statement : context.document.statements) {
    if (!statement.allows() || !statement.principal.present) continue;
    if (policy::PinsPrincipal(statement) || policy::PinsOrganization(statement)) continue;
    if (statement.principal.is_bare_star()) {
      ReportStar(statement, statement.principal.span, report);
    }
    policy::ForEachPrincipal(
        statement.principal, [&](const policy::PrincipalEntry& entry, const policy::Text& value) {
          if (entry.type == policy::PrincipalType::kAws && value.value == "*") {
            ReportStar(statement, value.span, report);
          }
        });
  }
}

}  // namespace

extern const engine::Rule kPublicTrust = {
    .id = "public-trust",
    .summary = "A role's trust policy names everyone as principal",
    .level = engine::Level::kSecurity,
    .security_severity = "9.5",
    .kinds = policy::Kind::kTrust,
    .equivalents = kEquivalents,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "reference_policies_elements_principal.html#principal-anonymous",
    .check_document = Check,
};

}  // namespace rolelint::rules
