#include "analyzer/inputs/api_calls.h"

namespace rolelint::inputs {
namespace {

constexpr std::string_view kVerifiedAccess =
    "this is a policy of Verified Access, which is written in Cedar, not in IAM's language";
constexpr std::string_view kIot =
    "this is a policy of AWS IoT, whose clients are no IAM principals: not checked by IAM's rules";
constexpr std::string_view kLifecycle =
    "this is a lifecycle policy of ECR: it tells which images expire, not who may do what";
constexpr std::string_view kGuard =
    "this is the logic of a custom rule of AWS Config, written in Guard, not in IAM's language";
constexpr std::string_view kTraffic =
    "this is a traffic policy of Route 53: it routes, and grants nothing";
constexpr std::string_view kCoreNetwork =
    "this is a policy of a core network: it describes a network, and grants nothing";
constexpr std::string_view kLogs =
    "this is a policy of CloudWatch Logs about what is indexed, masked or sent on, not about "
    "access";
constexpr std::string_view kParameter =
    "these are policies of Parameter Store: they tell when a parameter expires";
constexpr std::string_view kStack =
    "this is a stack policy of CloudFormation: it guards a stack's resources against updates and "
    "is not written in IAM's language";
constexpr std::string_view kBackupPlan =
    "this is a backup plan: it tells what is kept, not who may do what";
constexpr std::string_view kReasoning =
    "these are rules of automated reasoning of Bedrock, not of access";
constexpr std::string_view kEffective =
    "this is an effective policy of Organizations, of a type that is not written in IAM's language";
constexpr std::string_view kSiteWise =
    "this is an access policy of IoT SiteWise, which has no document";
constexpr std::string_view kTransfer = "this user of Transfer Family has no session policy";

// clang-format off
constexpr ApiCall kMoreApiCalls[] = {
    // What Access Analyzer previews: by the resource's ARN.
    {"accessPreview.configurations{}.efsFileSystem.fileSystemPolicy", "", "get-access-preview", "AWS::EFS::FileSystem"},
    {"accessPreview.configurations{}.iamRole.trustPolicy", "", "get-access-preview", "", "", "", Nature::kTrust},
    {"accessPreview.configurations{}.kmsKey.keyPolicies{}", "", "get-access-preview", "AWS::KMS::Key"},
    {"accessPreview.configurations{}.s3Bucket.bucketPolicy", "", "get-access-preview", "AWS::S3::Bucket"},
    {"accessPreview.configurations{}.s3ExpressDirectoryBucket.bucketPolicy", "", "get-access-preview", "AWS::S3Express::DirectoryBucket"},
    {"accessPreview.configurations{}.secretsManagerSecret.secretPolicy", "", "get-access-preview", "AWS::SecretsManager::Secret"},
    {"accessPreview.configurations{}.sqsQueue.queuePolicy", "", "get-access-preview", "AWS::SQS::Queue"},
    {"accessPreview.configurations{}.snsTopic.topicPolicy", "", "get-access-preview", "AWS::SNS::Topic"},
    {"accessPreview.configurations{}.ecrRepository.repositoryPolicy", "", "get-access-preview", "AWS::ECR::Repository"},
    {"accessPreview.configurations{}.dynamodbTable.tablePolicy", "", "get-access-preview", "AWS::DynamoDB::Table"},
    {"accessPreview.configurations{}.dynamodbStream.streamPolicy", "", "get-access-preview", "AWS::DynamoDB::Stream"},

    // Findings of Security Hub; the resource's ARN is its Id.
    {"Findings[].Resources[].Details.AwsIamRole.AssumeRolePolicyDocument", "", "get-findings", "", "", "", Nature::kTrust},
    {"Findings[].Resources[].Details.AwsElasticsearchDomain.AccessPolicies", "", "get-findings", "AWS::Elasticsearch::Domain", "Id"},
    {"Findings[].Resources[].Details.AwsOpenSearchServiceDomain.AccessPolicies", "", "get-findings", "AWS::OpenSearchService::Domain", "Id"},
    {"Findings[].Resources[].Details.AwsEcrRepository.RepositoryPolicyText", "", "get-findings", "AWS::ECR::Repository", "Id"},
    {"Findings[].Resources[].Details.AwsBackupBackupVault.AccessPolicy", "", "get-findings", "AWS::Backup::BackupVault", "Id"},
    {"Findings[].Resources[].Details.AwsEventsEventbus.Policy", "", "get-findings", "AWS::Events::EventBus", "Id"},
    {"Findings[].Resources[].Details.AwsEcrRepository.LifecyclePolicy.LifecyclePolicyText", "", kLifecycle, "", "", "", Nature::kNoIam},
    {"Products[].ProductSubscriptionResourcePolicy", "", "describe-products", "AWS::SecurityHub::ProductSubscription", "ProductArn"},

    // Oracle databases: three policies of the network's own endpoints.
    {"odbNetwork.managedServices.s3Access.s3PolicyDocument", "", "get-odb-network", "AWS::ODB::OdbNetwork", "odbNetworkArn"},
    {"odbNetwork.managedServices.stsAccess.stsPolicyDocument", "", "get-odb-network", "AWS::ODB::OdbNetwork", "odbNetworkArn"},
    {"odbNetwork.managedServices.kmsAccess.kmsPolicyDocument", "", "get-odb-network", "AWS::ODB::OdbNetwork", "odbNetworkArn"},
    {"odbNetworks[].managedServices.s3Access.s3PolicyDocument", "", "list-odb-networks", "AWS::ODB::OdbNetwork", "odbNetworkArn"},
    {"odbNetworks[].managedServices.stsAccess.stsPolicyDocument", "", "list-odb-networks", "AWS::ODB::OdbNetwork", "odbNetworkArn"},
    {"odbNetworks[].managedServices.kmsAccess.kmsPolicyDocument", "", "list-odb-networks", "AWS::ODB::OdbNetwork", "odbNetworkArn"},

    // Called policies, and written in other languages.
    {"PolicyDocument", "PolicyEnabled", kVerifiedAccess, "", "", "", Nature::kNoIam},
    {"policyDocument", "policyArn~:iot:", kIot, "", "", "", Nature::kNoIam},
    {"effectivePolicies[].policyDocument", "", kIot, "", "", "", Nature::kNoIam},
    {"policyDocument", "logGroupIdentifier", kLogs, "", "", "", Nature::kNoIam},
    {"accountPolicies[].policyDocument", "", kLogs, "", "", "", Nature::kNoIam},
    {"accountPolicy.policyDocument", "", kLogs, "", "", "", Nature::kNoIam},
    {"indexPolicies[].policyDocument", "", kLogs, "", "", "", Nature::kNoIam},
    {"lifecyclePolicyText", "", kLifecycle, "", "", "", Nature::kNoIam},
    {"PolicyText", "", kGuard, "", "", "", Nature::kNoIam},
    {"ConfigRules[].Source.CustomPolicyDetails.PolicyText", "", kGuard, "", "", "", Nature::kNoIam},
    {"Parameters[].Policies[].PolicyText", "", kParameter, "", "", "", Nature::kNoIam},
    {"TrafficPolicy.Document", "", kTraffic, "", "", "", Nature::kNoIam},
    {"TrafficPolicies[].Document", "", kTraffic, "", "", "", Nature::kNoIam},
    {"CoreNetworkPolicy.PolicyDocument", "", kCoreNetwork, "", "", "", Nature::kNoIam},
    {"core-network-configuration", "", kCoreNetwork, "", "", "", Nature::kNoIam},
    {"StackPolicyBody", "", kStack, "", "", "", Nature::kNoIam},
    {"BackupPlan.Rules", "", kBackupPlan, "", "", "", Nature::kNoIam},
    {"annotations[].ingestContent.content", "", kReasoning, "", "", "", Nature::kNoIam},
    {"buildWorkflowAssets.buildLog.entries[].annotation.ingestContent.content", "", kReasoning, "", "", "", Nature::kNoIam},
    {"EffectivePolicy.PolicyContent", "", kEffective, "", "", "", Nature::kNoIam},
    {"accessPolicyArn", "accessPolicyId", kSiteWise, "", "", "", Nature::kNoIam},
    {"User", "ServerId", kTransfer, "", "", "", Nature::kNoIam},
};
// clang-format on

}  // namespace

std::span<const ApiCall> MoreApiCalls() { return kMoreApiCalls; }

}  // namespace rolelint::inputs
