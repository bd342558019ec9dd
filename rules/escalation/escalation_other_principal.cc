#include "rules/escalation/report.h"

namespace rolelint::rules::escalation_other_principal {
namespace {

constexpr std::string_view kEquivalents[] = {
    "cloudsplaining:PrivilegeEscalation",
    "parliament:PRIVILEGE_ESCALATION",
    "boogy:privilege_escalation",
    "pathfinding:iam-002",
    "pathfinding:iam-003",
    "pathfinding:iam-004",
    "pathfinding:iam-006",
    "pathfinding:iam-012",
    "pathfinding:iam-015",
    "pathfinding:iam-018",
    "pathfinding:iam-019",
    "pathfinding:iam-020",
    "pathfinding:iam-021",
};

constexpr EscalationWords kWords = {
    .family = graph::EscalationFamily::kOtherPrincipal,
    .can = "become another principal",
    .help =
        "name under Resource whom it is meant for: one's own user is "
        "\"arn:aws:iam::*:user/${aws:username}\"",
};

void CheckDocument(const engine::DocumentContext& context, engine::Reporter& report) {
  ReportDocument(context, kWords, report);
}

void CheckEstate(const engine::EstateContext& context, engine::Reporter& report) {
  ReportEstate(context, kWords, report);
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "escalation-other-principal",
    .summary = "A principal can take over another user or role",
    .level = engine::Level::kSecurity,
    .security_severity = "8.1",
    .kinds = policy::Kind::kIdentity | policy::Kind::kSession,
    .equivalents = kEquivalents,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "reference_policies_examples_iam_credentials_console.html",
    .check_document = CheckDocument,
    .check_estate = CheckEstate,
};

}  // namespace rolelint::rules::escalation_other_principal
