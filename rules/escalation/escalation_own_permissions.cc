#include "rules/escalation/report.h"

namespace rolelint::rules::escalation_own_permissions {
namespace {

constexpr std::string_view kEquivalents[] = {
    "cloudsplaining:PrivilegeEscalation",
    "parliament:PRIVILEGE_ESCALATION",
    "boogy:privilege_escalation",
    "pathfinding:iam-001",
    "pathfinding:iam-005",
    "pathfinding:iam-007",
    "pathfinding:iam-008",
    "pathfinding:iam-009",
    "pathfinding:iam-010",
    "pathfinding:iam-011",
    "pathfinding:iam-013",
    "pathfinding:iam-014",
    "pathfinding:iam-016",
    "pathfinding:iam-017",
};
// Which says as much of all of IAM.
constexpr std::string_view kYieldsTo[] = {"admin-access", "statement-never-matches",
                                          "shadowed-allow"};

constexpr EscalationWords kWords = {
    .family = graph::EscalationFamily::kOwnPermissions,
    .can = "give itself any permission",
    .help =
        "keep these actions to those who administer IAM, or require a permissions "
        "boundary (Condition iam:PermissionsBoundary) and name the users, roles, groups or "
        "policies that they may touch",
};

void CheckDocument(const engine::DocumentContext& context, engine::Reporter& report) {
  ReportDocument(context, kWords, report);
}

void CheckEstate(const engine::EstateContext& context, engine::Reporter& report) {
  ReportEstate(context, kWords, report);
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "escalation-own-permissions",
    .summary = "A principal can give itself more permissions than it was given",
    .level = engine::Level::kSecurity,
    .security_severity = "8.8",
    .kinds = policy::Kind::kIdentity | policy::Kind::kSession,
    .equivalents = kEquivalents,
    .yields_to = kYieldsTo,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "access_policies_boundaries.html",
    .check_document = CheckDocument,
    .check_estate = CheckEstate,
};

}  // namespace rolelint::rules::escalation_own_permissions
