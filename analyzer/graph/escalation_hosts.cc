#include "analyzer/graph/escalation_hosts.h"

namespace rolelint::graph {
namespace {

constexpr std::string_view kIdentityPools = "cognito-identity.amazonaws.com";
// Jobs of EMR on EKS run as roles that trust the cluster's provider.
constexpr std::string_view kOnClusters = "emr-containers";
constexpr std::string_view kClusterProvider = ":oidc-provider/oidc.eks.";

std::string_view RunsAs(std::string_view prefix) {
  static constexpr std::pair<std::string_view, std::string_view> kServices[] = {
      {"airflow", "airflow-env.amazonaws.com"},
      {"apprunner", "tasks.apprunner.amazonaws.com"},
      {"autoscaling", "ec2.amazonaws.com"},
      {"batch", "ecs-tasks.amazonaws.com"},
      {"bedrock-agentcore", "bedrock-agentcore.amazonaws.com"},
      {"cloudformation", "cloudformation.amazonaws.com"},
      {"codebuild", "codebuild.amazonaws.com"},
      {"codedeploy", "ec2.amazonaws.com"},
      {"codestar", "codestar.amazonaws.com"},
      {"cognito-identity", kIdentityPools},
      {"cognito-idp", kIdentityPools},
      {"ec2", "ec2.amazonaws.com"},
      {"ec2-instance-connect", "ec2.amazonaws.com"},
      {"ecs", "ecs-tasks.amazonaws.com"},
      {"eks", "pods.eks.amazonaws.com"},
      {"elasticbeanstalk", "ec2.amazonaws.com"},
      {"elasticmapreduce", "ec2.amazonaws.com"},
      {"glue", "glue.amazonaws.com"},
      {"kinesisanalytics", "kinesisanalytics.amazonaws.com"},
      {"lambda", "lambda.amazonaws.com"},
      {"rolesanywhere", "rolesanywhere.amazonaws.com"},
      {"sagemaker", "sagemaker.amazonaws.com"},
      {"servicecatalog", "servicecatalog.amazonaws.com"},
      {"ssm", "ec2.amazonaws.com"},
      {"states", "states.amazonaws.com"},
  };
  for (const auto& [name, service] : kServices) {
    if (name == prefix) return service;
  }
  return {};
}

}  // namespace

EscalationHost HostOf(const TrustIndex& trusts, std::string_view name, std::string_view account) {
  EscalationHost host;
  host.name = name;
  if (name != kIdentityPools) {
    host.roles = trusts.ServiceRoles(name, account);
    return host;
  }
  host.kind = NodeKind::kFederated;
  auto found = trusts.providers().find(name);
  if (found == trusts.providers().end()) return host;
  for (const estate::Entity* role : found->second) {
    if (role->account == account) host.roles.push_back(role);
  }
  return host;
}

std::vector<EscalationHost> HostsOf(const TrustIndex& trusts, const EscalationMethod& method,
                                    std::string_view account) {
  const std::string_view prefix = method.steps.substr(0, method.steps.find(':'));
  std::vector<EscalationHost> hosts;
  if (prefix != kOnClusters) {
    const std::string_view service = RunsAs(prefix);
    if (!service.empty()) hosts.push_back(HostOf(trusts, service, account));
    return hosts;
  }
  const std::string in_account = ":" + std::string(account) + std::string(kClusterProvider);
  for (const auto& [provider, roles] : trusts.providers()) {
    if (provider.find(in_account) == std::string::npos) continue;
    EscalationHost& host = hosts.emplace_back();
    host.name = provider;
    host.kind = NodeKind::kFederated;
    for (const estate::Entity* role : roles) {
      if (role->account == account) host.roles.push_back(role);
    }
  }
  return hosts;
}

}  // namespace rolelint::graph
