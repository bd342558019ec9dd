#include <fmt/format.h>

#include "analyzer/engine/rule.h"
#include "rules/trust/everyone.h"

namespace rolelint::rules::public_trust {
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
    report.Report(span, "principal \"*\" allows anyone with an AWS account to assume this role")
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
  const std::vector<logic::OpenDoor> doors = context.questions.OpenDoors();
  if (context.questions.IsShut()) return;
  for (const Statement& statement : context.document.statements) {
    const bool open = std::any_of(doors.begin(), doors.end(), [&](const logic::OpenDoor& door) {
      return door.statement == &statement;
    });
    // What is not shown to be open may be, unless the statement says who is meant.
    if (!open && (NamesPrincipals(statement) || NetworksOf(statement) != nullptr)) continue;
    ForEachStar(statement, [&](text::Span span) { ReportStar(statement, span, report); });
  }
}

// No request meets the statement.
constexpr std::string_view kYieldsTo[] = {"key-of-other-service", "statement-never-matches"};

}  // namespace

extern const engine::Rule kRule = {
    .id = "public-trust",
    .summary = "A role's trust policy names everyone as principal",
    .level = engine::Level::kSecurity,
    .security_severity = "9.5",
    .kinds = policy::Kind::kTrust,
    .equivalents = kEquivalents,
    .yields_to = kYieldsTo,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "reference_policies_elements_principal.html#principal-anonymous",
    .check_document = Check,
};

}  // namespace rolelint::rules::public_trust
