#include "rules/escalation/report.h"

namespace rolelint::rules::escalation_existing_role {
namespace {

constexpr std::string_view kEquivalents[] = {
    "cloudsplaining:PrivilegeEscalation",
    "parliament:PRIVILEGE_ESCALATION",
    "boogy:privilege_escalation",
    "pathfinding:apprunner-002",
    "pathfinding:bedrock-001",
    "pathfinding:bedrock-002",
    "pathfinding:cloudformation-002",
    "pathfinding:cloudformation-005",
    "pathfinding:codebuild-001",
    "pathfinding:codebuild-002",
    "pathfinding:codebuild-003",
    "pathfinding:codebuild-004",
    "pathfinding:ec2-002",
    "pathfinding:ec2-004",
    "pathfinding:ec2instanceconnect-003",
    "pathfinding:glue-002",
    "pathfinding:lambda-003",
    "pathfinding:lambda-004",
    "pathfinding:lambda-005",
    "pathfinding:sagemaker-004",
    "pathfinding:sagemaker-005",
    "pathfinding:ssm-001",
    "pathfinding:ssm-002",
};

constexpr EscalationWords kWords = {
    .family = graph::EscalationFamily::kExistingRole,
    .can = "act as the role of what it changes or runs",
    .help =
        "name the resources that it is meant for, or keep roles of theirs no more powerful than "
        "those who may change them",
};

void CheckDocument(const engine::DocumentContext& context, engine::Reporter& report) {
  ReportDocument(context, kWords, report);
}

void CheckEstate(const engine::EstateContext& context, engine::Reporter& report) {
  ReportEstate(context, kWords, report);
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "escalation-existing-role",
    .summary = "A principal can act as the role of something that exists",
    .level = engine::Level::kSecurity,
    .security_severity = "5.5",
    .kinds = policy::Kind::kIdentity | policy::Kind::kSession,
    .equivalents = kEquivalents,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "best-practices.html#grant-least-privilege",
    .check_document = CheckDocument,
    .check_estate = CheckEstate,
};

}  // namespace rolelint::rules::escalation_existing_role
