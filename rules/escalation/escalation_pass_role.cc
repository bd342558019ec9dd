#include "rules/escalation/report.h"

namespace rolelint::rules::escalation_pass_role {
namespace {

constexpr std::string_view kEquivalents[] = {
    "cloudsplaining:PrivilegeEscalation",
    "parliament:PRIVILEGE_ESCALATION",
    "boogy:privilege_escalation",
    "pathfinding:apprunner-001",
    "pathfinding:cloudformation-001",
    "pathfinding:cloudformation-003",
    "pathfinding:cloudformation-004",
    "pathfinding:datapipeline-001",
    "pathfinding:ec2-001",
    "pathfinding:ec2-003",
    "pathfinding:ecs-001",
    "pathfinding:ecs-002",
    "pathfinding:ecs-003",
    "pathfinding:ecs-004",
    "pathfinding:ecs-005",
    "pathfinding:glue-001",
    "pathfinding:glue-003",
    "pathfinding:glue-004",
    "pathfinding:glue-005",
    "pathfinding:glue-006",
    "pathfinding:lambda-001",
    "pathfinding:lambda-002",
    "pathfinding:lambda-006",
    "pathfinding:sagemaker-001",
    "pathfinding:sagemaker-002",
    "pathfinding:sagemaker-003",
};

constexpr EscalationWords kWords = {
    .family = graph::EscalationFamily::kNewRole,
    .can = "act as a role that it passes to a service",
    .help =
        "name the roles under the Resource of iam:PassRole and the service in a condition: "
        "\"StringEquals\": {\"iam:PassedToService\": \"lambda.amazonaws.com\"}",
};

void CheckDocument(const engine::DocumentContext& context, engine::Reporter& report) {
  ReportDocument(context, kWords, report);
}

void CheckEstate(const engine::EstateContext& context, engine::Reporter& report) {
  ReportEstate(context, kWords, report);
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "escalation-pass-role",
    .summary = "A principal can pass a more powerful role to a service and act as that role",
    .level = engine::Level::kSecurity,
    .security_severity = "7.5",
    .kinds = policy::Kind::kIdentity | policy::Kind::kSession,
    .equivalents = kEquivalents,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "id_roles_use_passrole.html",
    .check_document = CheckDocument,
    .check_estate = CheckEstate,
};

}  // namespace rolelint::rules::escalation_pass_role
