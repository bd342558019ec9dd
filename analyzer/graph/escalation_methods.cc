#include "analyzer/graph/escalation_methods.h"

#include <cassert>
#include <iterator>

#include "analyzer/text/words.h"

namespace rolelint::graph {
namespace {

constexpr EscalationFamily kOwn = EscalationFamily::kOwnPermissions;
constexpr EscalationFamily kOther = EscalationFamily::kOtherPrincipal;
constexpr EscalationFamily kNew = EscalationFamily::kNewRole;
constexpr EscalationFamily kUse = EscalationFamily::kExistingRole;
constexpr EscalationFamily kLift = EscalationFamily::kRestriction;
constexpr EscalationFamily kCenter = EscalationFamily::kOrganization;

constexpr std::string_view kEc2 = "ec2.amazonaws.com";
constexpr std::string_view kGlue = "glue.amazonaws.com";
constexpr std::string_view kSageMaker = "sagemaker.amazonaws.com";
constexpr std::string_view kTasks = "ecs-tasks.amazonaws.com";
constexpr std::string_view kPools = "cognito-identity.amazonaws.com";
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
    {"extra-022", kNew, "cognito-identity:SetIdentityPoolRoles iam:PassRole", kPools,
     "hand a role out by an identity pool"},
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
    {"org-attach", kLift, "organizations:AttachPolicy", "",
     "attach a policy of the organization that allows more"},
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

// What hangs on more than policies tell: what is there already, whose account administers the
// organization or Identity Center, who holds which identity.
constexpr EscalationMethod kMapMethods[] = {
    {"saml-provider-new", kOther, "iam:CreateSAMLProvider", "",
     "create a SAML provider that roles trust and that is not there"},
    {"saml-provider-again", kOther, "iam:DeleteSAMLProvider iam:CreateSAMLProvider", "",
     "replace a SAML provider that roles trust"},
    {"oidc-provider-new", kOther, "iam:CreateOpenIDConnectProvider", "",
     "create an OpenID Connect provider that roles trust and that is not there"},
    {"service-credential", kOther, "iam:CreateServiceSpecificCredential", "",
     "make credentials of another user for single services",
     "what it does as that user is in CodeCommit, Amazon Keyspaces or Amazon Bedrock"},
    {"service-credential-reset", kOther, "iam:ResetServiceSpecificCredential", "",
     "reset another user's credentials for single services",
     "what it does as that user is in CodeCommit, Amazon Keyspaces or Amazon Bedrock"},
    {"ssh-key", kOther, "iam:UploadSSHPublicKey", "", "give another user an SSH key of its own",
     "what it does as that user is in CodeCommit"},

    {"roles-anywhere-update", kNew, "rolesanywhere:UpdateProfile iam:PassRole",
     "rolesanywhere.amazonaws.com", "put a role into a profile of IAM Roles Anywhere",
     "a certificate that an anchor of the account accepts"},
    {"eks-pod-identity-update", kNew, "eks:UpdatePodIdentityAssociation iam:PassRole",
     "pods.eks.amazonaws.com", "give another role to pods of a cluster",
     "a service account of a cluster that it controls"},
    {"cognito-group-role", kNew, "cognito-idp:UpdateGroup iam:PassRole", kPools,
     "give a role to a group of a user pool", "a user of its own in the group"},
    {"ec2-associate", kNew, "ec2:AssociateIamInstanceProfile iam:PassRole", kEc2,
     "give an instance of its own a role", "an instance that it runs code on and that has no role"},
    {"ec2-replace-profile", kNew, "ec2:ReplaceIamInstanceProfileAssociation iam:PassRole", kEc2,
     "give an instance of its own another role", "an instance that it runs code on"},
    {"ec2-spot-fleet", kNew, "ec2:RequestSpotFleet iam:PassRole", kEc2, "request a spot fleet"},
    {"ecs-update-service", kNew, "ecs:UpdateService ecs:RegisterTaskDefinition iam:PassRole",
     kTasks, "have a service run containers of its own", "a service of a cluster"},
    {"emr-serverless", kNew, "emr-serverless:StartJobRun iam:PassRole",
     "emr-serverless.amazonaws.com", "run a job in an EMR Serverless application",
     "an application of EMR Serverless"},
    {"codepipeline-create", kNew, "codepipeline:CreatePipeline iam:PassRole",
     "codepipeline.amazonaws.com", "create a pipeline that runs commands",
     "a source that it writes"},
    {"codepipeline-update", kNew, "codepipeline:UpdatePipeline iam:PassRole",
     "codepipeline.amazonaws.com", "have a pipeline run commands of its own",
     "a pipeline that is started"},
    {"states-test", kNew, "states:TestState iam:PassRole", "states.amazonaws.com",
     "test a state that calls any API"},
    {"events-target", kNew, "events:PutTargets events:PutRule iam:PassRole", "events.amazonaws.com",
     "have a rule of EventBridge call its targets", "a target that does what it is after"},
    {"pipes-create", kNew, "pipes:CreatePipe iam:PassRole", "pipes.amazonaws.com",
     "create a pipe of EventBridge", "a source, and a target that does what it is after"},
    {"sagemaker-transform", kNew, "sagemaker:CreateTransformJob sagemaker:CreateModel iam:PassRole",
     kSageMaker, "run a model's container"},
    {"sagemaker-tuning", kNew, "sagemaker:CreateHyperParameterTuningJob iam:PassRole", kSageMaker,
     "run tuning jobs"},
    {"sagemaker-pipeline", kNew,
     "sagemaker:StartPipelineExecution sagemaker:CreatePipeline iam:PassRole", kSageMaker,
     "run a SageMaker pipeline"},
    {"airflow-create", kNew, "airflow:CreateEnvironment iam:PassRole", "airflow-env.amazonaws.com",
     "create an Airflow environment", "a bucket that it writes and a network"},
    {"iot-alias", kNew,
     "iot:CreateRoleAlias iot:AttachPolicy iot:CreateKeysAndCertificate iot:CreatePolicy "
     "iam:PassRole",
     "credentials.iot.amazonaws.com", "hand a role out to devices"},
    {"iot-alias-update", kNew, "iot:UpdateRoleAlias iam:PassRole", "credentials.iot.amazonaws.com",
     "hand another role out to devices", "a certificate that may use the alias"},
    {"transfer-user", kNew, "transfer:CreateUser iam:PassRole", "transfer.amazonaws.com",
     "create a user of a file transfer server",
     "a server whose users the service manages; the role is used for files alone"},
    {"apigateway", kNew, "apigateway:PUT apigateway:POST iam:PassRole", "apigateway.amazonaws.com",
     "have an API call AWS", "a REST API that it can call"},
    {"appsync", kNew, "appsync:CreateDataSource appsync:CreateResolver iam:PassRole",
     "appsync.amazonaws.com", "have a GraphQL API call AWS", "a GraphQL API that it can query"},
    {"appstream", kNew,
     "appstream:CreateImageBuilder appstream:CreateImageBuilderStreamingURL iam:PassRole",
     "appstream.amazonaws.com", "open an image builder of AppStream"},
    {"rds-role", kNew, "rds:AddRoleToDBCluster iam:PassRole", "rds.amazonaws.com",
     "give a database cluster a role",
     "a database that it runs SQL on; the role is used for S3 and Lambda alone"},

    {"roles-anywhere-anchor-update", kUse, "rolesanywhere:UpdateTrustAnchor", "",
     "have a trust anchor accept certificates of its own"},
    {"eks-access", kUse, "eks:AssociateAccessPolicy", "", "administer a cluster and its pods"},
    {"cognito-pool-provider", kUse, "cognito-identity:UpdateIdentityPool", "",
     "have an identity pool accept another provider"},
    {"cognito-group", kUse, "cognito-idp:AdminAddUserToGroup", "", "join a group of a user pool"},
    {"ec2-template", kUse, "ec2:CreateLaunchTemplateVersion", "",
     "add a version to launch templates"},
    {"ec2-root-volume", kUse, "ec2:CreateReplaceRootVolumeTask", "",
     "replace the root volume of instances"},
    {"ec2-volume-swap", kUse,
     "ec2:DetachVolume ec2:AttachVolume ec2:StopInstances ec2:StartInstances", "",
     "change the volumes of instances"},
    {"ssm-association", kUse, "ssm:CreateAssociation", "",
     "run documents on instances on a schedule"},
    {"ecs-execute", kUse, "ecs:ExecuteCommand", "", "run commands in containers that it knows"},
    {"emr-steps", kUse, "elasticmapreduce:AddJobFlowSteps", "", "run steps on EMR clusters"},
    {"emr-eks", kUse, "emr-containers:StartJobRun", "",
     "run EMR jobs on EKS under any of their roles"},
    {"flink-update", kUse, "kinesisanalytics:UpdateApplication", "",
     "change a streaming application"},
    {"beanstalk", kUse,
     "elasticbeanstalk:UpdateEnvironment elasticbeanstalk:CreateApplicationVersion", "",
     "deploy a version of its own to Elastic Beanstalk"},
    {"codebuild-sandbox", kUse, "codebuild:StartSandbox codebuild:StartCommandExecution", "",
     "run commands in a sandbox of a build project"},
    {"servicecatalog", kUse,
     "servicecatalog:ProvisionProduct servicecatalog:CreateProvisioningArtifact", "",
     "launch a product from a template of its own"},
    {"sagemaker-studio", kUse, "sagemaker:CreatePresignedDomainUrl", "",
     "open somebody's SageMaker Studio"},
    {"airflow-login", kUse, "airflow:CreateWebLoginToken", "", "open an Airflow environment"},

    {"stack-sets", kCenter, "cloudformation:CreateStackSet cloudformation:CreateStackInstances", "",
     "deploy stacks to the accounts of the organization", "trusted access of stack sets is on"},
    {"stack-set-update", kCenter, "cloudformation:UpdateStackSet", "",
     "change stacks of the accounts of the organization", "a stack set that the service manages"},
    {"sso-attach", kCenter, "sso:AttachManagedPolicyToPermissionSet", "",
     "attach any policy to a permission set", "the permission set is assigned to it"},
    {"sso-inline", kCenter, "sso:PutInlinePolicyToPermissionSet", "",
     "write the inline policy of a permission set", "the permission set is assigned to it"},
    {"sso-customer-policy", kCenter,
     "sso:AttachCustomerManagedPolicyReferenceToPermissionSet sso:ProvisionPermissionSet", "",
     "attach a policy of the account to a permission set",
     "the permission set is assigned to it, and the policy is in the account"},
    {"sso-assign", kCenter, "sso:CreateAccountAssignment", "", "assign permission sets",
     "a user or group of Identity Center that it controls"},
    {"identity-store-group", kCenter, "identitystore:CreateGroupMembership", "",
     "join a group of Identity Center",
     "a user of Identity Center that it controls, and a group to which the permission set is "
     "assigned"},
    {"sso-directory-group", kCenter, "sso-directory:AddMemberToGroup", "",
     "join a group of Identity Center's directory",
     "a user of Identity Center that it controls, and a group to which the permission set is "
     "assigned"},
    {"sso-directory-password", kCenter, "sso-directory:UpdatePassword", "",
     "change the password of a user of Identity Center",
     "a user of the directory to whom the permission set is assigned, without MFA"},
    {"delegation", kCenter, "iam:AcceptDelegationRequest iam:SendDelegationToken", "",
     "hand credentials out to a partner of AWS", "a delegation request of a partner"},
};

std::vector<PreparedMethod> Prepare() {
  std::vector<PreparedMethod> prepared;
  const auto add = [&](const EscalationMethod& method) {
    PreparedMethod& one = prepared.emplace_back();
    one.method = &method;
    for (std::string_view step : text::WordsOf(method.steps)) {
      const int action = estate::FindPrivilege(step);
      assert(action >= 0);
      one.actions.Add(action);
    }
  };
  for (const EscalationMethod& method : kMethods) add(method);
  for (const EscalationMethod& method : kMapMethods) add(method);
  return prepared;
}

}  // namespace

std::span<const PreparedMethod> MapMethods() {
  static const std::vector<PreparedMethod> methods = Prepare();
  return methods;
}

std::span<const PreparedMethod> EscalationMethods() {
  return MapMethods().first(std::size(kMethods));
}

}  // namespace rolelint::graph
