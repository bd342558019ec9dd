#include "rules/security/endpoint_policy.h"

#include <algorithm>

#include "analyzer/policy/query.h"
#include "analyzer/text/glob.h"

namespace rolelint::rules {
namespace {

// Services with VPC endpoints that AWS's table of services says "No" of under "Resource-based
// policies". Sorted; of a service that is not listed nothing is concluded. As of 2026-09.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_aws-services-that-work-with-iam.html
constexpr std::string_view kWithoutPolicies[] = {
    "access-analyzer",
    "acm",
    "airflow",
    "amplify",
    "app-integrations",
    "appconfig",
    "appflow",
    "application-autoscaling",
    "applicationinsights",
    "apprunner",
    "athena",
    "auditmanager",
    "autoscaling",
    "autoscaling-plans",
    "b2bi",
    "batch",
    "bcm-data-exports",
    "billingconductor",
    "braket",
    "budgets",
    "ce",
    "cloudformation",
    "cloudwatch",
    "codecommit",
    "codedeploy",
    "codepipeline",
    "cognito-idp",
    "compute-optimizer",
    "config",
    "connect",
    "controltower",
    "databrew",
    "datasync",
    "detective",
    "devops-guru",
    "directconnect",
    "dlm",
    "dms",
    "drs",
    "ds",
    "ebs",
    "ec2",
    "ec2messages",
    "ecs",
    "eks",
    "elasticache",
    "elasticbeanstalk",
    "elasticloadbalancing",
    "elasticmapreduce",
    "emr-containers",
    "emr-serverless",
    "firehose",
    "fis",
    "forecast",
    "freetier",
    "guardduty",
    "healthlake",
    "inspector2",
    "kendra",
    "kinesisanalytics",
    "license-manager",
    "m2",
    "macie2",
    "memorydb",
    "mgn",
    "neptune-graph",
    "pi",
    "pipes",
    "polly",
    "rbin",
    "rds",
    "rds-data",
    "redshift-data",
    "route53domains",
    "scheduler",
    "securityhub",
    "servicequotas",
    "snowball",
    "ssmmessages",
    "states",
    "storagegateway",
    "swf",
    "synthetics",
    "tag",
    "textract",
    "transcribe",
    "transfer",
    "translate",
    "trustedadvisor",
    "wellarchitected",
    "workspaces",
};

bool HoldsNoPolicies(const policy::Text& action) {
  const size_t colon = action.value.find(':');
  if (!action.known || colon == std::string_view::npos) return false;
  const std::string_view service = action.value.substr(0, colon);
  return std::any_of(std::begin(kWithoutPolicies), std::end(kWithoutPolicies),
                     [&](std::string_view name) { return text::EqualsFolded(name, service); });
}

}  // namespace

const policy::Statement* EndpointStatement(const policy::Document& document,
                                           std::string_view resource_type) {
  if (document.kind != policy::Kind::kResource || !resource_type.empty()) return nullptr;
  for (const policy::Statement& statement : document.statements) {
    if (!statement.allows() || !statement.principal.present) continue;
    const auto& actions = statement.action.items;
    if (std::any_of(actions.begin(), actions.end(), HoldsNoPolicies)) return &statement;
  }
  return nullptr;
}

}  // namespace rolelint::rules
