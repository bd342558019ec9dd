#include "analyzer/inputs/api_calls.h"

namespace rolelint::inputs {
namespace {

// clang-format off
constexpr ApiCall kApiCalls[] = {
    // {"Policy": …}: what stands beside it tells, else the document.
    {"Policy", "PolicyName=default", "get-key-policy", "AWS::KMS::Key", "KeyId"},
    {"Policy", "KeyId", "get-key-policy", "AWS::KMS::Key", "KeyId"},
    {"Policy", "FileSystemId", "describe-file-system-policy", "AWS::EFS::FileSystem"},
    {"Policy", "BackupVaultName", "get-backup-vault-access-policy", "AWS::Backup::BackupVault", "BackupVaultArn"},
    {"Policy", "Bucket", "get-bucket-policy", "AWS::S3::Bucket"},
    {"Policy", "ContactArn", "get-contact-policy", "AWS::SSMContacts::Contact", "ContactArn"},
    {"Policy", "SinkArn", "get-sink-policy", "AWS::Oam::Sink", "SinkArn"},
    {"Policy", "SinkIdentifier", "get-sink-policy", "AWS::Oam::Sink", "SinkIdentifier"},
    {"Policy", "ChannelGroupName OriginEndpointName", "get-origin-endpoint-policy", "AWS::MediaPackageV2::OriginEndpoint"},
    {"Policy", "ChannelGroupName ChannelName", "get-channel-policy", "AWS::MediaPackageV2::Channel"},
    {"Policy", "ChannelName", "get-channel-policy", "AWS::MediaTailor::Channel"},
    {"Policy", "ContainerName", "get-container-policy", "AWS::MediaStore::Container"},
    {"Policy", "Arn Name", "describe-event-bus", "AWS::Events::EventBus", "Arn"},
    {"Policy", "CurrentVersion", "get-cluster-policy", "AWS::MSK::Cluster"},
    {"Policy", "Organization CreatedAt", "get-access-grants-instance-resource-policy", "AWS::S3::AccessGrantsInstance"},
    {"Policy", "State CreationDate", "get-vault-lock", ""},
    {"Policy", "RoleArn RoleSessionName", "assume-role", "", "", "", Nature::kSession},
    {"Policy", "Name DurationSeconds", "get-federation-token", "", "", "", Nature::kSession},
    {"Policy", "ResourceArn", "get-resource-policy", "", "ResourceArn"},
    {"Policy", "", "resource-policy", ""},
    {"Policy.Established.Policy", "", "get-multi-region-access-point-policy", "AWS::S3::MultiRegionAccessPoint"},
    {"Policy.Proposed.Policy", "", "get-multi-region-access-point-policy", "AWS::S3::MultiRegionAccessPoint"},

    // {"policy": …}
    {"policy", "investigationGroupArn", "get-investigation-group-policy", "AWS::AIOps::InvestigationGroup", "investigationGroupArn"},
    {"policy", "domainName", "get-domain-name", "AWS::ApiGateway::DomainNameV2", "domainNameArn"},
    {"policy", "id createdDate", "get-rest-api", "AWS::ApiGateway::RestApi"},
    {"policy", "id apiKeySource", "get-rest-api", "AWS::ApiGateway::RestApi"},
    {"policy", "id endpointConfiguration", "get-rest-api", "AWS::ApiGateway::RestApi"},
    {"policy", "billingViewArn", "get-resource-policy", "AWS::Billing::BillingView", "billingViewArn"},
    {"policy", "fileSystemId", "get-file-system-policy", "AWS::S3Files::FileSystem"},
    {"policy", "arn token", "get-policy", "", "arn"},
    {"policy", "resourceArn", "get-resource-policy", "", "resourceArn"},
    {"policy", "requestId componentPolicyArn", "get-component-policy", "AWS::ImageBuilder::Component"},
    {"policy", "state createdAt", "get-auth-policy", ""},
    {"policy", "", "resource-policy", ""},
    {"policy.document", "resourceArn revision", "get-permissions-policy", "", "resourceArn"},
    {"policy.Policy", "", "get-vault-access-policy", ""},
    {"items[].policy", "domainName", "get-domain-names", "AWS::ApiGateway::DomainNameV2", "domainNameArn"},
    {"items[].policy", "id", "get-rest-apis", "AWS::ApiGateway::RestApi"},
    {"item[].policy", "id", "get-rest-apis", "AWS::ApiGateway::RestApi"},

    // {"ResourcePolicy": …}
    {"ResourcePolicy", "ARN Name", "get-resource-policy", "AWS::SecretsManager::Secret", "ARN"},
    {"ResourcePolicy", "SecretId", "put-resource-policy", "AWS::SecretsManager::Secret", "SecretId"},
    {"ResourcePolicy", "LineageGroupArn", "get-lineage-group-policy", "AWS::SageMaker::LineageGroup", "LineageGroupArn"},
    {"ResourcePolicy", "ModelPackageGroupName", "get-model-package-group-policy", "AWS::SageMaker::ModelPackageGroup"},
    {"ResourcePolicy", "ResourceArn", "get-resource-policy", "", "ResourceArn"},
    {"ResourcePolicy", "", "resource-policy", ""},
    {"DelegatedAdminResourcePolicy", "ResourceArn", "get-resource-policy", "", "ResourceArn"},
    {"ResourcePolicy.Policy", "", "get-resource-policy", "AWS::Redshift::Cluster", "ResourceArn"},
    {"ResourcePolicy.Content", "", "describe-resource-policy", "AWS::Organizations::ResourcePolicy", "ResourcePolicySummary.Arn"},
    {"resourcePolicy.policy", "", "get-resource-policy", "AWS::RedshiftServerless::Snapshot", "resourceArn"},
    {"resourcePolicy", "", "resource-policy", ""},
    {"resourcePolicies[].policyDocument", "policyId", "get-resource-policies", "AWS::SSMIncidents::ResponsePlan"},
    {"resourcePolicies[].policyDocument", "", "describe-resource-policies", "AWS::Logs::ResourcePolicy", "resourceArn", "policyName"},
    {"resourcePolicy.policyDocument", "", "put-resource-policy", "AWS::Logs::ResourcePolicy", "resourceArn", "policyName"},
    {"ResourcePolicies[].PolicyDocument", "", "list-resource-policies", "AWS::XRay::ResourcePolicy", "", "PolicyName"},
    {"ManagedView.ResourcePolicy", "", "get-managed-view", "AWS::ResourceExplorer2::View", "ManagedViewArn"},
    {"Policies[].Policy", "PolicyHash", "get-resource-policies", "AWS::SSM::ResourcePolicy"},

    // {"PolicyDocument": …}, {"policyDocument": …}
    {"PolicyDocument", "PortalProductId", "get-portal-product-sharing-policy", "AWS::ApiGatewayV2::PortalProduct"},
    {"PolicyDocument", "ResourceArn PolicyVersionArn", "get-resource-policy", "AWS::MPA::ApprovalTeam", "ResourceArn", "PolicyName"},
    {"PolicyDocument", "PolicyRevisionId", "get-resource-policy", "AWS::RUM::AppMonitor"},
    {"PolicyDocument", "PolicyArn", "create-policy-version", "", "PolicyArn", "", Nature::kIdentity},
    {"PolicyDocument", "PolicyName", "create-policy", "", "", "PolicyName", Nature::kContent},
    {"PolicyDocument", "ResourceArn", "get-resource-policy", "", "ResourceArn"},
    {"PolicyDocument", "", "resource-policy", ""},
    {"PolicyVersion.Document", "PolicyArn PolicyType", "get-policy-version", "AWS::MPA::ApprovalTeam", "PolicyArn", "Name"},
    {"policyDocument", "policyStatus revisionId", "describe-resource-policy", "AWS::APS::Workspace"},
    {"policyDocument", "resourceArn", "get-resource-policy", "", "resourceArn"},
    {"policyDocument", "policyName", "put-resource-policy", "", "", "policyName", Nature::kContent},
    {"policyDocument", "", "resource-policy", ""},

    // Under names of their own.
    {"Attributes.Policy", "QueueArn", "get-queue-attributes", "AWS::SQS::Queue", "QueueArn"},
    {"Attributes.Policy", "QueueUrl", "set-queue-attributes", "AWS::SQS::Queue"},
    {"Attributes.Policy", "QueueName", "create-queue", "AWS::SQS::Queue"},
    {"Attributes.Policy", "TopicArn", "get-topic-attributes", "AWS::SNS::Topic", "TopicArn"},
    {"Attributes.Policy", "", "get-attributes", ""},
    {"AttributeValue", "AttributeName=Policy TopicArn", "set-topic-attributes", "AWS::SNS::Topic", "TopicArn"},
    {"policyText", "repositoryName", "get-repository-policy", ""},
    {"policyText", "", "get-registry-policy", "AWS::ECR::RegistryPolicy"},
    {"PolicyInJson", "", "get-resource-policy", ""},
    {"GetResourcePoliciesResponseList[].PolicyInJson", "", "get-resource-policies", ""},
    {"DomainStatus.AccessPolicies", "ElasticsearchClusterConfig", "describe-elasticsearch-domain", "AWS::Elasticsearch::Domain", "ARN"},
    {"DomainStatus.AccessPolicies", "", "describe-domain", "AWS::OpenSearchService::Domain", "ARN"},
    {"DomainStatusList[].AccessPolicies", "ElasticsearchClusterConfig", "describe-elasticsearch-domains", "AWS::Elasticsearch::Domain", "ARN"},
    {"DomainStatusList[].AccessPolicies", "", "describe-domains", "AWS::OpenSearchService::Domain", "ARN"},
    {"DomainConfig.AccessPolicies.Options", "", "describe-domain-config", "AWS::OpenSearchService::Domain"},
    {"DryRunConfig.AccessPolicies", "", "describe-dry-run-progress", "AWS::OpenSearchService::Domain"},
    {"AccessPolicies", "DomainName", "create-domain", "AWS::OpenSearchService::Domain"},
    {"DataSourceAccessPolicy", "", "get-direct-query-data-source", "AWS::OpenSearchService::DirectQueryDataSource", "DataSourceArn"},
    {"EventBuses[].Policy", "", "list-event-buses", "AWS::Events::EventBus", "Arn"},
    {"VpcEndpoints[].PolicyDocument", "", "describe-vpc-endpoints", "AWS::EC2::VPCEndpoint"},
    {"VpcEndpoint.PolicyDocument", "", "create-vpc-endpoint", "AWS::EC2::VPCEndpoint"},
    {"Permissions[].Policy", "CertificateAuthorityArn", "list-permissions", "AWS::ACMPCA::CertificateAuthority", "CertificateAuthorityArn"},
    {"destinations[].accessPolicy", "", "describe-destinations", "AWS::Logs::Destination", "arn"},
    {"accessPolicy", "destinationName", "put-destination-policy", "AWS::Logs::Destination"},
    {"s3AccessPolicy", "", "get-s3-access-policy", "AWS::Omics::SequenceStore", "s3AccessPointArn"},
    {"ProjectPolicies[].PolicyDocument", "", "list-project-policies", "AWS::Rekognition::Project", "ProjectArn", "PolicyName"},
    {"AsyncOperation.RequestParameters.PutMultiRegionAccessPointPolicyRequest.Policy", "", "describe-multi-region-access-point-operation", "AWS::S3::MultiRegionAccessPoint"},

    // Attached to a principal.
    {"InlinePolicy", "", "get-inline-policy-for-permission-set", "", "", "", Nature::kIdentity},
    {"User.Policy", "ServerId", "describe-user", "", "", "", Nature::kSession},
    {"Access.Policy", "ServerId", "describe-access", "", "", "", Nature::kSession},
    {"association.policy", "associationArn", "describe-pod-identity-association", "", "", "", Nature::kSession},
    {"jobRun.executionIamPolicy.policy", "", "get-job-run", "", "", "", Nature::kSession},
    {"executionIamPolicy.policy", "", "start-job-run", "", "", "", Nature::kSession},
    {"generatedPolicyResult.generatedPolicies[].policy", "", "get-generated-policy", "", "", "", Nature::kIdentity},
};
// clang-format on

}  // namespace

std::span<const ApiCall> ApiCalls() { return kApiCalls; }

}  // namespace rolelint::inputs
