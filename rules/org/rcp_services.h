#ifndef ROLELINT_RULES_ORG_RCP_SERVICES_H_
#define ROLELINT_RULES_ORG_RCP_SERVICES_H_

// Services whose resources resource control policies protect.
// https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html

#include <string_view>

#include "analyzer/catalog/catalog.h"
#include "analyzer/text/glob.h"

namespace rolelint::rules {

// As that page lists them; the catalogue's own mark lags behind it. As of 2026-09.
inline constexpr std::string_view kRcpServices[] = {"aoss",
                                                    "appconfig",
                                                    "appstream",
                                                    "autoscaling",
                                                    "autoscaling-plans",
                                                    "budgets",
                                                    "clouddirectory",
                                                    "cloudfront",
                                                    "cloudsearch",
                                                    "cloudtrail-data",
                                                    "codeartifact",
                                                    "codebuild",
                                                    "codecommit",
                                                    "codepipeline",
                                                    "cognito-identity",
                                                    "cognito-idp",
                                                    "comprehend",
                                                    "comprehendmedical",
                                                    "compute-optimizer",
                                                    "cost-optimization-hub",
                                                    "dax",
                                                    "dsql",
                                                    "dynamodb",
                                                    "ecr",
                                                    "ecr-public",
                                                    "events",
                                                    "firehose",
                                                    "fis",
                                                    "fms",
                                                    "gamelift",
                                                    "health",
                                                    "inspector-scan",
                                                    "kendra",
                                                    "kinesisvideo",
                                                    "kms",
                                                    "logs",
                                                    "memorydb",
                                                    "networkmonitor",
                                                    "notifications",
                                                    "opensearch",
                                                    "pca-connector-ad",
                                                    "personalize",
                                                    "polly",
                                                    "pricing",
                                                    "resource-groups",
                                                    "rolesanywhere",
                                                    "s3",
                                                    "secretsmanager",
                                                    "servicediscovery",
                                                    "signin",
                                                    "sqs",
                                                    "sts",
                                                    "support",
                                                    "swf",
                                                    "textract",
                                                    "timestream-influxdb",
                                                    "transcribe",
                                                    "transfer",
                                                    "translate",
                                                    "wafv2",
                                                    "workspaces",
                                                    "xray"};

inline bool SupportsRcp(const catalog::Catalog& catalog, std::string_view prefix) {
  for (std::string_view service : kRcpServices) {
    if (text::EqualsFolded(service, prefix)) return true;
  }
  const std::optional<catalog::Service> service = catalog.FindService(prefix);
  return service && service->supports_rcp();
}

}  // namespace rolelint::rules

#endif  // ROLELINT_RULES_ORG_RCP_SERVICES_H_
