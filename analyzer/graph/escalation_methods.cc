#include "analyzer/graph/escalation_methods.h"

#include <cassert>

namespace rolelint::graph {
namespace {

constexpr EscalationFamily kOwn = EscalationFamily::kOwnPermissions;
constexpr EscalationFamily kOther = EscalationFamily::kOtherPrincipal;
constexpr EscalationFamily kNew = EscalationFamily::kNewRole;
constexpr EscalationFamily kUse = EscalationFamily::kExistingRole;
constexpr EscalationFamily kLift = EscalationFamily::kRestriction;

constexpr std::string_view kEc2 = "ec2.amazonaws.com";
constexpr std::string_view kGlue = "glue.amazonaws.com";
constexpr std::string_view kSageMaker = "sagemaker.amazonaws.com";
constexpr std::string_view kTasks = "ecs-tasks.amazonaws.com";
constexpr std::string_view kStacks = "cloudformation.amazonaws.com";

// What is worse comes first.
constexpr EscalationMethod kMethods[] = {
    {"iam-007", kOwn, "iam:PutUserPolicy", "", "write an inline policy of a user"},
    {"iam-008", kOwn, "iam:AttachUserPolicy", "", "attach any policy to a user"},
    {"iam-005", kOwn, "iam:PutRolePolicy", "", "write an inline policy of a role"},
    {"iam-009", kOwn, "iam:AttachRolePolicy", "", "attach any policy to a role"},
    {"iam-011", kOwn, "iam:PutGroupPolicy", "", "write an inline policy of a group"},
    {"iam-010", kOwn, "iam:AttachGroupPolicy", "", "attach any policy to a group"},
    {"iam-001", kOwn, "iam:CreatePolicyVersion", "", "rewrite a managed policy"},
    {"extra-001", kOwn, "iam:SetDefaultPolicyVersion", "",
     "put an earlier version of a managed policy in force"},
    {"iam-013", kOwn, "iam:AddUserToGroup", "", "join a group"},
    {"extra-033", kOwn, "iam:DeleteUserPermissionsBoundary", "",
     "take a permissions boundary away"},

    {"iam-002", kOther, "iam:CreateAccessKey", "", "make access keys of another user"},
    {"iam-004", kOther, "iam:CreateLoginProfile", "", "give another user a password"},
    {"iam-006", kOther, "iam:UpdateLoginProfile", "", "change another user's password"},
    {"iam-012", kOther, "iam:UpdateAssumeRolePolicy", "", "have a role trust it"},
    {"assume-root", kOther, "sts:AssumeRoot", "", "act as the root user of member accounts"},
    {"saml-provider", kOther, "iam:UpdateSAMLProvider", "",
     "have the roles that trust a SAML provider trust another issuer"},
    {"oidc-thumbprint", kOther, "iam:UpdateOpenIDConnectProviderThumbprint", "",
     "have the roles that trust an OpenID Connect provider trust another certificate"},
    {"oidc-audience", kOther, "iam:AddClientIDToOpenIDConnectProvider", "",
     "have an OpenID Connect provider take tokens of another audience"},

    {"extra-043", kNew, "lambda:CreateFunction iam:PassRole", "lambda.amazonaws.com",
     "create a function"},
    {"ec2-001", kNew, "ec2:RunInstances iam:PassRole", kEc2, "launch an instance"},
    {"ec2-003", kNew, "ec2:RequestSpotInstances iam:PassRole", kEc2, "request a spot instance"},
    {"extra-012", kNew,
     "autoscaling:CreateLaunchConfiguration autoscaling:UpdateAutoScalingGroup iam:PassRole", kEc2,
     "launch instances of an Auto Scaling group"},
    {"cloudformation-001", kNew, "cloudformation:CreateStack iam:PassRole", kStacks,
     "create a stack"},
    {"cloudformation-003", kNew,
     "cloudformation:CreateStackSet cloudformation:CreateStackInstances iam:PassRole", kStacks,
     "create a stack set"},
    {"cloudformation-004", kNew, "cloudformation:UpdateStackSet iam:PassRole", kStacks,
     "change a stack set"},
    {"ecs-003", kNew, "ecs:CreateService ecs:RegisterTaskDefinition iam:PassRole", kTasks,
     "run a service of containers"},
    {"lab:ecs-008", kNew, "ecs:RunTask iam:PassRole", kTasks, "run a task under another role"},
    {"lab:ecs-009", kNew, "ecs:StartTask iam:PassRole", kTasks, "start a task under another role"},
    {"glue-003", kNew, "glue:CreateJob glue:StartJobRun iam:PassRole", kGlue, "run a Glue job"},
    {"glue-004", kNew, "glue:CreateJob glue:CreateTrigger iam:PassRole", kGlue,
     "trigger a Glue job"},
    {"glue-005", kNew, "glue:UpdateJob glue:StartJobRun iam:PassRole", kGlue,
     "run a changed Glue job"},
    {"glue-006", kNew, "glue:UpdateJob glue:CreateTrigger iam:PassRole", kGlue,
     "trigger a changed Glue job"},
    {"glue-001", kNew, "glue:CreateDevEndpoint iam:PassRole", kGlue,
     "open a Glue development endpoint"},
    {"lab:glue-007", kNew, "glue:CreateSession glue:RunStatement iam:PassRole", kGlue,
     "run statements in a Glue session"},
    {"sagemaker-001", kNew, "sagemaker:CreateNotebookInstance iam:PassRole", kSageMaker,
     "open a notebook"},
    {"sagemaker-002", kNew, "sagemaker:CreateTrainingJob iam:PassRole", kSageMaker,
     "run a training job"},
    {"sagemaker-003", kNew, "sagemaker:CreateProcessingJob iam:PassRole", kSageMaker,
     "run a processing job"},
    {"apprunner-001", kNew, "apprunner:CreateService iam:PassRole", "tasks.apprunner.amazonaws.com",
     "run an App Runner service"},
    {"extra-003", kNew, "datapipeline:CreatePipeline iam:PassRole",
     "datapipeline.amazonaws.com elasticmapreduce.amazonaws.com ec2.amazonaws.com",
     "create a pipeline"},
    {"extra-005", kNew, "codestar:CreateProject iam:PassRole", "codestar.amazonaws.com",
     "create a CodeStar project"},
    {"extra-020", kNew, "braket:CreateJob iam:PassRole", "braket.amazonaws.com",
     "run a Braket job"},
    {"extra-022", kNew, "cognito-identity:SetIdentityPoolRoles iam:PassRole",
     "cognito-identity.amazonaws.com", "hand a role out by an identity pool"},
    {"extra-023", kNew, "elasticmapreduce:RunJobFlow iam:PassRole",
     "elasticmapreduce.amazonaws.com ec2.amazonaws.com", "run an EMR cluster"},
    {"extra-024", kNew, "emr-serverless:StartJobRun emr-serverless:CreateApplication iam:PassRole",
     "emr-serverless.amazonaws.com", "run an EMR Serverless job"},
    {"extra-025", kNew,
     "gamelift:CreateFleet gamelift:CreateBuild gamelift:RequestUploadCredentials iam:PassRole",
     "gamelift.amazonaws.com", "run a fleet of a build of its own"},
    {"extra-026", kNew,
     "imagebuilder:CreateImage imagebuilder:CreateComponent imagebuilder:CreateImageRecipe "
     "imagebuilder:CreateInfrastructureConfiguration iam:PassRole",
     "ec2.amazonaws.com imagebuilder.amazonaws.com", "build an image by scripts of its own"},
    {"extra-027", kNew,
     "kinesisanalytics:CreateApplication kinesisanalytics:StartApplication iam:PassRole",
     "kinesisanalytics.amazonaws.com", "run a streaming application"},
    {"extra-028", kNew, "omics:StartRun omics:CreateWorkflow s3:GetObject iam:PassRole",
     "omics.amazonaws.com", "run a workflow of its own"},
    {"extra-029", kNew, "scheduler:CreateSchedule iam:PassRole", "scheduler.amazonaws.com",
     "schedule a call of any API"},
    {"extra-030", kNew, "ssm:StartAutomationExecution ssm:CreateDocument iam:PassRole",
     "ssm.amazonaws.com", "run an automation of its own"},
    {"extra-031", kNew, "states:CreateStateMachine states:StartExecution iam:PassRole",
     "states.amazonaws.com", "run a state machine that calls any API"},

    {"eks-pod-identity", kNew, "eks:CreatePodIdentityAssociation iam:PassRole",
     "pods.eks.amazonaws.com", "give a role to pods of a cluster"},
    {"roles-anywhere-profile", kNew, "rolesanywhere:CreateProfile iam:PassRole",
     "rolesanywhere.amazonaws.com", "hand a role out to holders of certificates"},

    {"roles-anywhere-anchor", kUse, "rolesanywhere:CreateTrustAnchor", "",
     "have roles that trust IAM Roles Anywhere take certificates of its own"},
    {"lambda-003", kUse, "lambda:UpdateFunctionCode", "", "replace a function's code"},
    {"extra-010", kUse, "lambda:UpdateFunctionConfiguration", "",
     "put a layer or another handler into a function"},
    {"cloudformation-002", kUse, "cloudformation:UpdateStack", "", "change a stack"},
    {"cloudformation-005", kUse, "cloudformation:ExecuteChangeSet cloudformation:CreateChangeSet",
     "", "change a stack by a change set"},
    {"ssm-002", kUse, "ssm:SendCommand", "", "run commands on instances"},
    {"ssm-001", kUse, "ssm:StartSession", "", "open a shell on instances"},
    {"lab:ec2-003", kUse, "ec2-instance-connect:SendSSHPublicKey", "",
     "put an SSH key on instances"},
    {"ec2-002", kUse, "ec2:ModifyInstanceAttribute ec2:StopInstances ec2:StartInstances", "",
     "restart instances with user data of its own"},
    {"ec2-004", kUse, "ec2:CreateLaunchTemplateVersion ec2:ModifyLaunchTemplate", "",
     "change what launch templates launch"},
    {"extra-051", kUse, "autoscaling:CreateAutoScalingGroup", "",
     "launch instances of an existing launch configuration"},
    {"lab:ecs-006", kUse, "ecs:ExecuteCommand ecs:DescribeTasks", "", "run commands in containers"},
    {"codebuild-002", kUse, "codebuild:StartBuild", "", "run a build with a build file of its own"},
    {"codebuild-003", kUse, "codebuild:StartBuildBatch", "",
     "run batch builds with a build file of its own"},
    {"extra-021", kUse,
     "codedeploy:CreateDeployment codedeploy:RegisterApplicationRevision "
     "codedeploy:GetDeploymentConfig",
     "", "deploy a revision of its own"},
    {"extra-019", kUse, "batch:SubmitJob", "", "submit a batch job with a command of its own"},
    {"apprunner-002", kUse, "apprunner:UpdateService", "", "change an App Runner service"},
    {"glue-002", kUse, "glue:UpdateDevEndpoint", "",
     "put an SSH key on a Glue development endpoint"},
    {"sagemaker-004", kUse, "sagemaker:CreatePresignedNotebookInstanceUrl", "",
     "open somebody's notebook"},
    {"sagemaker-005", kUse,
     "sagemaker:UpdateNotebookInstance sagemaker:CreateNotebookInstanceLifecycleConfig "
     "sagemaker:StopNotebookInstance sagemaker:StartNotebookInstance",
     "", "restart a notebook with a script of its own"},
    {"extra-032", kUse, "states:UpdateStateMachine states:StartExecution", "",
     "run a changed state machine"},
    {"bedrock-002", kUse,
     "bedrock-agentcore:InvokeCodeInterpreter bedrock-agentcore:StartCodeInterpreterSession", "",
     "run code in a code interpreter"},
    {"extra-013", kUse, "bedrock-agentcore:InvokeAgentRuntimeCommand", "",
     "run commands in an agent's runtime"},
    {"extra-016", kUse,
     "bedrock-agentcore:StartBrowserSession bedrock-agentcore:ConnectBrowserAutomationStream", "",
     "drive a browser that carries a role"},
    {"extra-006", kUse, "codestar:CreateProjectFromTemplate", "",
     "create a CodeStar project from a template"},
    {"extra-007", kUse, "codestar:CreateProject codestar:AssociateTeamMember", "",
     "make itself owner of a CodeStar project"},
    {"extra-036", kUse, "sso:AttachManagedPolicyToPermissionSet", "",
     "attach any policy to a permission set"},
    {"extra-037", kUse, "sso:PutInlinePolicyToPermissionSet", "",
     "write the inline policy of a permission set"},

    {"org-detach", kLift, "organizations:DetachPolicy", "", "detach a policy of the organization"},
    {"org-rewrite", kLift, "organizations:UpdatePolicy", "",
     "rewrite a policy of the organization"},
    {"org-disable", kLift, "organizations:DisablePolicyType", "",
     "put a whole type of the organization's policies out of force"},
    {"org-move", kLift, "organizations:MoveAccount", "",
     "move an account to where other policies of the organization hold"},
    {"org-leave", kLift, "organizations:LeaveOrganization", "",
     "take the account out of the organization"},
    {"org-remove", kLift, "organizations:RemoveAccountFromOrganization", "",
     "take an account out of the organization"},
};

std::vector<PreparedMethod> Prepare() {
  std::vector<PreparedMethod> prepared;
  for (const EscalationMethod& method : kMethods) {
    PreparedMethod& one = prepared.emplace_back();
    one.method = &method;
    for (std::string_view rest = method.steps; !rest.empty();) {
      const size_t blank = rest.find(' ');
      const int action = estate::FindPrivilege(rest.substr(0, blank));
      assert(action >= 0);
      one.actions.Add(action);
      rest = blank == std::string_view::npos ? "" : rest.substr(blank + 1);
    }
  }
  return prepared;
}

}  // namespace

std::span<const PreparedMethod> EscalationMethods() {
  static const std::vector<PreparedMethod> methods = Prepare();
  return methods;
}

}  // namespace rolelint::graph
