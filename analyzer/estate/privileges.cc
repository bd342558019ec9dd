#include "analyzer/estate/privileges.h"

#include <array>
#include <iterator>
#include <vector>

#include "analyzer/policy/wildcards.h"
#include "analyzer/text/glance.h"
#include "analyzer/text/glob.h"

namespace rolelint::estate {
namespace {

// Sorted by service, then by name.
constexpr std::string_view kActions[] = {
    "airflow:CreateEnvironment",
    "airflow:CreateWebLoginToken",
    "apigateway:POST",
    "apigateway:PUT",
    "apprunner:CreateService",
    "apprunner:UpdateService",
    "appstream:CreateImageBuilder",
    "appstream:CreateImageBuilderStreamingURL",
    "appsync:CreateDataSource",
    "appsync:CreateResolver",
    "autoscaling:CreateAutoScalingGroup",
    "autoscaling:CreateLaunchConfiguration",
    "autoscaling:UpdateAutoScalingGroup",
    "batch:SubmitJob",
    "bedrock-agentcore:ConnectBrowserAutomationStream",
    "bedrock-agentcore:InvokeAgentRuntimeCommand",
    "bedrock-agentcore:InvokeCodeInterpreter",
    "bedrock-agentcore:StartBrowserSession",
    "bedrock-agentcore:StartCodeInterpreterSession",
    "braket:CreateJob",
    "cloudformation:CreateChangeSet",
    "cloudformation:CreateStack",
    "cloudformation:CreateStackInstances",
    "cloudformation:CreateStackSet",
    "cloudformation:ExecuteChangeSet",
    "cloudformation:UpdateStack",
    "cloudformation:UpdateStackSet",
    "codebuild:StartBuild",
    "codebuild:StartBuildBatch",
    "codebuild:StartCommandExecution",
    "codebuild:StartSandbox",
    "codedeploy:CreateDeployment",
    "codedeploy:GetDeploymentConfig",
    "codedeploy:RegisterApplicationRevision",
    "codepipeline:CreatePipeline",
    "codepipeline:UpdatePipeline",
    "codestar:AssociateTeamMember",
    "codestar:CreateProject",
    "codestar:CreateProjectFromTemplate",
    "cognito-identity:SetIdentityPoolRoles",
    "cognito-identity:UpdateIdentityPool",
    "cognito-idp:AdminAddUserToGroup",
    "cognito-idp:UpdateGroup",
    "datapipeline:CreatePipeline",
    "ec2:AssociateIamInstanceProfile",
    "ec2:AttachVolume",
    "ec2:CreateLaunchTemplateVersion",
    "ec2:CreateReplaceRootVolumeTask",
    "ec2:DetachVolume",
    "ec2:ModifyInstanceAttribute",
    "ec2:ModifyLaunchTemplate",
    "ec2:ReplaceIamInstanceProfileAssociation",
    "ec2:RequestSpotFleet",
    "ec2:RequestSpotInstances",
    "ec2:RunInstances",
    "ec2:StartInstances",
    "ec2:StopInstances",
    "ec2-instance-connect:SendSSHPublicKey",
    "ecs:CreateService",
    "ecs:DescribeTasks",
    "ecs:ExecuteCommand",
    "ecs:RegisterTaskDefinition",
    "ecs:RunTask",
    "ecs:StartTask",
    "ecs:UpdateService",
    "eks:AssociateAccessPolicy",
    "eks:CreatePodIdentityAssociation",
    "eks:UpdatePodIdentityAssociation",
    "elasticbeanstalk:CreateApplicationVersion",
    "elasticbeanstalk:UpdateEnvironment",
    "elasticmapreduce:AddJobFlowSteps",
    "elasticmapreduce:RunJobFlow",
    "emr-containers:StartJobRun",
    "emr-serverless:CreateApplication",
    "emr-serverless:StartJobRun",
    "events:PutRule",
    "events:PutTargets",
    "gamelift:CreateBuild",
    "gamelift:CreateFleet",
    "gamelift:RequestUploadCredentials",
    "glue:CreateDevEndpoint",
    "glue:CreateJob",
    "glue:CreateSession",
    "glue:CreateTrigger",
    "glue:RunStatement",
    "glue:StartJobRun",
    "glue:UpdateDevEndpoint",
    "glue:UpdateJob",
    "iam:AcceptDelegationRequest",
    "iam:AddClientIDToOpenIDConnectProvider",
    "iam:AddUserToGroup",
    "iam:AttachGroupPolicy",
    "iam:AttachRolePolicy",
    "iam:AttachUserPolicy",
    "iam:CreateAccessKey",
    "iam:CreateLoginProfile",
    "iam:CreateOpenIDConnectProvider",
    "iam:CreatePolicyVersion",
    "iam:CreateSAMLProvider",
    "iam:CreateServiceSpecificCredential",
    "iam:DeleteGroupPolicy",
    "iam:DeleteRolePermissionsBoundary",
    "iam:DeleteRolePolicy",
    "iam:DeleteSAMLProvider",
    "iam:DeleteUserPermissionsBoundary",
    "iam:DeleteUserPolicy",
    "iam:DetachGroupPolicy",
    "iam:DetachRolePolicy",
    "iam:DetachUserPolicy",
    "iam:PassRole",
    "iam:PutGroupPolicy",
    "iam:PutRolePermissionsBoundary",
    "iam:PutRolePolicy",
    "iam:PutUserPermissionsBoundary",
    "iam:PutUserPolicy",
    "iam:RemoveUserFromGroup",
    "iam:ResetServiceSpecificCredential",
    "iam:SendDelegationToken",
    "iam:SetDefaultPolicyVersion",
    "iam:UpdateAssumeRolePolicy",
    "iam:UpdateLoginProfile",
    "iam:UpdateOpenIDConnectProviderThumbprint",
    "iam:UpdateSAMLProvider",
    "iam:UploadSSHPublicKey",
    "identitystore:CreateGroupMembership",
    "imagebuilder:CreateComponent",
    "imagebuilder:CreateImage",
    "imagebuilder:CreateImageRecipe",
    "imagebuilder:CreateInfrastructureConfiguration",
    "iot:AttachPolicy",
    "iot:CreateKeysAndCertificate",
    "iot:CreatePolicy",
    "iot:CreateRoleAlias",
    "iot:UpdateRoleAlias",
    "kinesisanalytics:CreateApplication",
    "kinesisanalytics:StartApplication",
    "kinesisanalytics:UpdateApplication",
    "lambda:CreateFunction",
    "lambda:UpdateFunctionCode",
    "lambda:UpdateFunctionConfiguration",
    "omics:CreateWorkflow",
    "omics:StartRun",
    "organizations:AttachPolicy",
    "organizations:DetachPolicy",
    "organizations:DisablePolicyType",
    "organizations:LeaveOrganization",
    "organizations:MoveAccount",
    "organizations:RemoveAccountFromOrganization",
    "organizations:UpdatePolicy",
    "pipes:CreatePipe",
    "rds:AddRoleToDBCluster",
    "rolesanywhere:CreateProfile",
    "rolesanywhere:CreateTrustAnchor",
    "rolesanywhere:UpdateProfile",
    "rolesanywhere:UpdateTrustAnchor",
    "s3:GetObject",
    "sagemaker:CreateHyperParameterTuningJob",
    "sagemaker:CreateModel",
    "sagemaker:CreateNotebookInstance",
    "sagemaker:CreateNotebookInstanceLifecycleConfig",
    "sagemaker:CreatePipeline",
    "sagemaker:CreatePresignedDomainUrl",
    "sagemaker:CreatePresignedNotebookInstanceUrl",
    "sagemaker:CreateProcessingJob",
    "sagemaker:CreateTrainingJob",
    "sagemaker:CreateTransformJob",
    "sagemaker:StartNotebookInstance",
    "sagemaker:StartPipelineExecution",
    "sagemaker:StopNotebookInstance",
    "sagemaker:UpdateNotebookInstance",
    "scheduler:CreateSchedule",
    "servicecatalog:CreateProvisioningArtifact",
    "servicecatalog:ProvisionProduct",
    "ssm:CreateAssociation",
    "ssm:CreateDocument",
    "ssm:SendCommand",
    "ssm:StartAutomationExecution",
    "ssm:StartSession",
    "sso:AttachCustomerManagedPolicyReferenceToPermissionSet",
    "sso:AttachManagedPolicyToPermissionSet",
    "sso:CreateAccountAssignment",
    "sso:ProvisionPermissionSet",
    "sso:PutInlinePolicyToPermissionSet",
    "sso-directory:AddMemberToGroup",
    "sso-directory:UpdatePassword",
    "states:CreateStateMachine",
    "states:StartExecution",
    "states:TestState",
    "states:UpdateStateMachine",
    "sts:AssumeRoot",
    "transfer:CreateUser",
};
constexpr int kActionCount = static_cast<int>(std::size(kActions));
static_assert(kActionCount <= PrivilegeSet::kMost);

constexpr std::string_view ServiceOf(std::string_view action) {
  return action.substr(0, action.find(':'));
}

struct ServiceRange {
  std::string_view name;
  int begin = 0;
  int end = 0;
};

// Services by the first letter of their names, so that the patterns of other services, nearly all
// there are, end at one look.
struct Index {
  std::vector<ServiceRange> services;
  std::array<uint8_t, 27> first{};  // services that begin with letter i: first[i] .. first[i + 1]

  Index() {
    for (int i = 0; i < kActionCount; ++i) {
      const std::string_view service = ServiceOf(kActions[i]);
      if (services.empty() || services.back().name != service) services.push_back({service, i, i});
      services.back().end = i + 1;
    }
    size_t at = 0;
    for (int letter = 0; letter < 26; ++letter) {
      first[letter] = static_cast<uint8_t>(at);
      while (at < services.size() && services[at].name[0] == 'a' + letter) ++at;
    }
    first[26] = static_cast<uint8_t>(at);
  }
};

const Index& ByService() {
  static const Index index;
  return index;
}

}  // namespace

int PrivilegeCount() { return kActionCount; }

std::string_view PrivilegeName(int action) { return kActions[action]; }

int FindPrivilege(std::string_view name) {
  for (int i = 0; i < kActionCount; ++i) {
    if (text::EqualsFolded(kActions[i], name)) return i;
  }
  return -1;
}

PrivilegeSet AllPrivileges() {
  PrivilegeSet all;
  for (int i = 0; i < kActionCount; ++i) all.Add(i);
  return all;
}

PrivilegeSet CommonPrivileges() {
  static const PrivilegeSet common = [] {
    PrivilegeSet set;
    for (std::string_view name :
         {"codedeploy:GetDeploymentConfig", "ecs:DescribeTasks", "s3:GetObject"}) {
      set.Add(FindPrivilege(name));
    }
    return set;
  }();
  return common;
}

PrivilegeSet CoveredPrivileges(std::string_view pattern) {
  PrivilegeSet covered;
  if (pattern.empty()) return covered;
  if (pattern[0] == '*') return policy::IsEveryAction(pattern) ? AllPrivileges() : covered;
  const int letter = text::AsciiLower(pattern[0]) - 'a';
  if (letter < 0 || letter >= 26) return covered;
  static const Index& index = ByService();
  if (index.first[letter] == index.first[letter + 1]) return covered;
  static constexpr text::Endings kEndings{kActions};
  if (!kEndings.MayHave(pattern) && text::FindWildcard(pattern) == std::string_view::npos) {
    return covered;
  }
  for (int i = index.first[letter]; i < index.first[letter + 1]; ++i) {
    const ServiceRange& service = index.services[i];
    const size_t size = service.name.size();
    if (pattern.size() <= size || pattern[size] != ':') continue;
    if (!text::EqualsFolded(pattern.substr(0, size), service.name)) continue;
    const std::string_view name = pattern.substr(size + 1);
    for (int action = service.begin; action < service.end; ++action) {
      if (text::GlobMatchesFolded(name, kActions[action].substr(size + 1))) covered.Add(action);
    }
    break;
  }
  return covered;
}

}  // namespace rolelint::estate
