#include "analyzer/inputs/terraform_types.h"

#include <algorithm>
#include <iterator>

namespace rolelint::inputs {
namespace {

using policy::Kind;

// Sorted by type. The resources of IAM itself and policies of an organization, which are more than
// their documents, are not here (terraform_resource.cc).
constexpr TerraformPolicy kPolicies[] = {
    {"aws_acmpca_policy", "policy", Kind::kResource, "AWS::ACMPCA::CertificateAuthority"},
    {"aws_api_gateway_domain_name", "policy", Kind::kResource, "AWS::ApiGateway::DomainName", true},
    {"aws_api_gateway_rest_api", "policy", Kind::kResource, "AWS::ApiGateway::RestApi", true},
    {"aws_api_gateway_rest_api_policy", "policy", Kind::kResource, "AWS::ApiGateway::RestApi"},
    {"aws_backup_vault_policy", "policy", Kind::kResource, "AWS::Backup::BackupVault"},
    {"aws_cloudsearch_domain_service_access_policy", "access_policy", Kind::kResource, ""},
    {"aws_cloudtrail_event_data_store_policy", "policy", Kind::kResource,
     "AWS::CloudTrail::EventDataStore"},
    {"aws_cloudwatch_event_bus_policy", "policy", Kind::kResource, "AWS::Events::EventBus"},
    {"aws_cloudwatch_log_delivery_destination_policy", "delivery_destination_policy",
     Kind::kResource, "AWS::Logs::DeliveryDestination"},
    {"aws_cloudwatch_log_destination_policy", "access_policy", Kind::kResource,
     "AWS::Logs::Destination"},
    {"aws_cloudwatch_log_resource_policy", "policy_document", Kind::kResource,
     "AWS::Logs::ResourcePolicy"},
    {"aws_codeartifact_domain_permissions_policy", "policy_document", Kind::kResource,
     "AWS::CodeArtifact::Domain"},
    {"aws_codeartifact_repository_permissions_policy", "policy_document", Kind::kResource,
     "AWS::CodeArtifact::Repository"},
    {"aws_codebuild_resource_policy", "policy", Kind::kResource, "AWS::CodeBuild::Project"},
    {"aws_dsql_cluster_policy", "policy", Kind::kResource, "AWS::DSQL::Cluster"},
    {"aws_dynamodb_resource_policy", "policy", Kind::kResource, "AWS::DynamoDB::Table"},
    {"aws_ecr_registry_policy", "policy", Kind::kResource, "AWS::ECR::RegistryPolicy"},
    {"aws_ecr_repository_creation_template", "repository_policy", Kind::kResource,
     "AWS::ECR::Repository"},
    {"aws_ecr_repository_policy", "policy", Kind::kResource, "AWS::ECR::Repository"},
    {"aws_ecrpublic_repository_policy", "policy", Kind::kResource, "AWS::ECR::PublicRepository"},
    {"aws_efs_file_system_policy", "policy", Kind::kResource, "AWS::EFS::FileSystem"},
    {"aws_eks_pod_identity_association", "policy", Kind::kSession, ""},
    {"aws_elasticsearch_domain", "access_policies", Kind::kResource, "AWS::Elasticsearch::Domain",
     true},
    {"aws_elasticsearch_domain_policy", "access_policies", Kind::kResource,
     "AWS::Elasticsearch::Domain"},
    {"aws_glacier_vault", "access_policy", Kind::kResource, "AWS::Glacier::Vault"},
    {"aws_glacier_vault_lock", "policy", Kind::kResource, "AWS::Glacier::Vault"},
    {"aws_glue_resource_policy", "policy", Kind::kResource, ""},
    {"aws_kinesis_resource_policy", "policy", Kind::kResource, "AWS::Kinesis::Stream"},
    {"aws_kms_external_key", "policy", Kind::kResource, "AWS::KMS::Key", true},
    {"aws_kms_key", "policy", Kind::kResource, "AWS::KMS::Key", true},
    {"aws_kms_key_policy", "policy", Kind::kResource, "AWS::KMS::Key"},
    {"aws_kms_replica_external_key", "policy", Kind::kResource, "AWS::KMS::Key", true},
    {"aws_kms_replica_key", "policy", Kind::kResource, "AWS::KMS::Key", true},
    {"aws_media_store_container_policy", "policy", Kind::kResource, "AWS::MediaStore::Container"},
    {"aws_msk_cluster_policy", "policy", Kind::kResource, "AWS::MSK::Cluster"},
    {"aws_networkfirewall_resource_policy", "policy", Kind::kResource, ""},
    {"aws_opensearch_domain", "access_policies", Kind::kResource, "AWS::OpenSearchService::Domain",
     true},
    {"aws_opensearch_domain_policy", "access_policies", Kind::kResource,
     "AWS::OpenSearchService::Domain"},
    {"aws_organizations_resource_policy", "content", Kind::kResource,
     "AWS::Organizations::ResourcePolicy"},
    {"aws_prometheus_resource_policy", "policy_document", Kind::kResource, "AWS::APS::Workspace"},
    {"aws_redshift_resource_policy", "policy", Kind::kResource, ""},
    {"aws_redshiftserverless_resource_policy", "policy", Kind::kResource, ""},
    {"aws_rolesanywhere_profile", "session_policy", Kind::kSession, ""},
    {"aws_s3_access_point", "policy", Kind::kResource, "AWS::S3::AccessPoint", true},
    {"aws_s3_bucket", "policy", Kind::kResource, "AWS::S3::Bucket", true},
    {"aws_s3_bucket_policy", "policy", Kind::kResource, "AWS::S3::Bucket"},
    {"aws_s3control_access_point_policy", "policy", Kind::kResource, "AWS::S3::AccessPoint"},
    {"aws_s3control_bucket_policy", "policy", Kind::kResource, "AWS::S3Outposts::Bucket"},
    {"aws_s3control_multi_region_access_point_policy", "details.policy", Kind::kResource,
     "AWS::S3::MultiRegionAccessPoint"},
    {"aws_s3control_object_lambda_access_point_policy", "policy", Kind::kResource,
     "AWS::S3ObjectLambda::AccessPoint"},
    {"aws_s3tables_table_bucket_policy", "resource_policy", Kind::kResource,
     "AWS::S3Tables::TableBucket"},
    {"aws_s3tables_table_policy", "resource_policy", Kind::kResource, "AWS::S3Tables::Table"},
    {"aws_s3vectors_vector_bucket_policy", "policy", Kind::kResource,
     "AWS::S3Vectors::VectorBucket"},
    {"aws_sagemaker_model_package_group_policy", "resource_policy", Kind::kResource,
     "AWS::SageMaker::ModelPackageGroup"},
    {"aws_schemas_registry_policy", "policy", Kind::kResource, "AWS::EventSchemas::Registry"},
    {"aws_secretsmanager_secret", "policy", Kind::kResource, "AWS::SecretsManager::Secret", true},
    {"aws_secretsmanager_secret_policy", "policy", Kind::kResource, "AWS::SecretsManager::Secret"},
    {"aws_ses_identity_policy", "policy", Kind::kResource, "AWS::SES::EmailIdentity"},
    {"aws_sesv2_email_identity_policy", "policy", Kind::kResource, "AWS::SES::EmailIdentity"},
    {"aws_sns_topic", "policy", Kind::kResource, "AWS::SNS::Topic", true},
    {"aws_sns_topic_policy", "policy", Kind::kResource, "AWS::SNS::Topic"},
    {"aws_sqs_queue", "policy", Kind::kResource, "AWS::SQS::Queue", true},
    {"aws_sqs_queue_policy", "policy", Kind::kResource, "AWS::SQS::Queue"},
    {"aws_ssm_resource_policy", "policy", Kind::kResource, ""},
    {"aws_ssoadmin_permission_set_inline_policy", "inline_policy", Kind::kIdentity,
     "AWS::SSO::PermissionSet"},
    {"aws_transfer_access", "policy", Kind::kSession, ""},
    {"aws_transfer_user", "policy", Kind::kSession, ""},
    {"aws_vpc_endpoint", "policy", Kind::kResource, "AWS::EC2::VPCEndpoint", true},
    {"aws_vpc_endpoint_policy", "policy", Kind::kResource, "AWS::EC2::VPCEndpoint"},
    {"aws_vpclattice_auth_policy", "policy", Kind::kResource, "AWS::VpcLattice::AuthPolicy"},
    {"aws_vpclattice_resource_policy", "policy", Kind::kResource,
     "AWS::VpcLattice::ResourcePolicy"},
    {"aws_xray_resource_policy", "policy_document", Kind::kResource, "AWS::XRay::ResourcePolicy"},
    {"awscc_apigateway_rest_api", "policy", Kind::kResource, "AWS::ApiGateway::RestApi"},
    {"awscc_backup_backup_vault", "access_policy", Kind::kResource, "AWS::Backup::BackupVault"},
    {"awscc_codeartifact_domain", "permissions_policy_document", Kind::kResource,
     "AWS::CodeArtifact::Domain"},
    {"awscc_codeartifact_repository", "permissions_policy_document", Kind::kResource,
     "AWS::CodeArtifact::Repository"},
    {"awscc_dynamodb_table", "resource_policy.policy_document", Kind::kResource,
     "AWS::DynamoDB::Table"},
    {"awscc_ec2_vpc_endpoint", "policy_document", Kind::kResource, "AWS::EC2::VPCEndpoint"},
    {"awscc_ecr_public_repository", "repository_policy_text", Kind::kResource,
     "AWS::ECR::PublicRepository"},
    {"awscc_ecr_registry_policy", "policy_text", Kind::kResource, "AWS::ECR::RegistryPolicy"},
    {"awscc_ecr_repository", "repository_policy_text", Kind::kResource, "AWS::ECR::Repository"},
    {"awscc_efs_file_system", "file_system_policy", Kind::kResource, "AWS::EFS::FileSystem"},
    {"awscc_events_event_bus", "policy", Kind::kResource, "AWS::Events::EventBus"},
    {"awscc_kinesis_resource_policy", "resource_policy", Kind::kResource, "AWS::Kinesis::Stream"},
    {"awscc_kms_key", "key_policy", Kind::kResource, "AWS::KMS::Key", true},
    {"awscc_kms_replica_key", "key_policy", Kind::kResource, "AWS::KMS::Key", true},
    {"awscc_logs_destination", "destination_policy", Kind::kResource, "AWS::Logs::Destination"},
    {"awscc_logs_resource_policy", "policy_document", Kind::kResource, "AWS::Logs::ResourcePolicy"},
    {"awscc_opensearchservice_domain", "access_policies", Kind::kResource,
     "AWS::OpenSearchService::Domain", true},
    {"awscc_organizations_resource_policy", "content", Kind::kResource,
     "AWS::Organizations::ResourcePolicy"},
    {"awscc_s3_access_point", "policy", Kind::kResource, "AWS::S3::AccessPoint"},
    {"awscc_s3_bucket_policy", "policy_document", Kind::kResource, "AWS::S3::Bucket"},
    {"awscc_secretsmanager_resource_policy", "resource_policy", Kind::kResource,
     "AWS::SecretsManager::Secret"},
    {"awscc_sns_topic_inline_policy", "policy_document", Kind::kResource, "AWS::SNS::Topic"},
    {"awscc_sns_topic_policy", "policy_document", Kind::kResource, "AWS::SNS::Topic"},
    {"awscc_sqs_queue_inline_policy", "policy_document", Kind::kResource, "AWS::SQS::Queue"},
    {"awscc_sqs_queue_policy", "policy_document", Kind::kResource, "AWS::SQS::Queue"},
    {"awscc_sso_permission_set", "inline_policy", Kind::kIdentity, "AWS::SSO::PermissionSet"},
};

constexpr bool IsSorted() {
  for (size_t i = 1; i < std::size(kPolicies); ++i) {
    if (kPolicies[i].type < kPolicies[i - 1].type) return false;
  }
  return true;
}
static_assert(IsSorted());

// The language of IoT's policies is IAM's, its principals and rules are not. The others have
// statements of their own.
constexpr std::string_view kForeign[] = {
    "aws_cloudformation_stack",
    "aws_cloudformation_stack_set",
    "aws_cloudwatch_log_data_protection_policy",
    "aws_dlm_lifecycle_policy",
    "aws_ecr_lifecycle_policy",
    "aws_iot_policy",
    "aws_networkmanager_core_network_policy_attachment",
    "aws_sns_topic_data_protection_policy",
    "aws_verifiedaccess_endpoint",
    "aws_verifiedaccess_group",
    "awscc_iot_policy",
};

constexpr TerraformPair kPairs[] = {
    {"aws_api_gateway_rest_api", "aws_api_gateway_rest_api_policy", "rest_api_id"},
    {"aws_elasticsearch_domain", "aws_elasticsearch_domain_policy", "domain_name"},
    {"aws_kms_key", "aws_kms_key_policy", "key_id"},
    {"aws_opensearch_domain", "aws_opensearch_domain_policy", "domain_name"},
    {"aws_s3_access_point", "aws_s3control_access_point_policy", "access_point_arn"},
    {"aws_s3_bucket", "aws_s3_bucket_policy", "bucket"},
    {"aws_secretsmanager_secret", "aws_secretsmanager_secret_policy", "secret_arn"},
    {"aws_sns_topic", "aws_sns_topic_policy", "arn"},
    {"aws_sqs_queue", "aws_sqs_queue_policy", "queue_url"},
    {"aws_vpc_endpoint", "aws_vpc_endpoint_policy", "vpc_endpoint_id"},
};

const TerraformPair* FindPair(std::string_view type, std::string_view TerraformPair::*member) {
  const auto* found = std::find_if(std::begin(kPairs), std::end(kPairs),
                                   [&](const TerraformPair& pair) { return pair.*member == type; });
  return found == std::end(kPairs) ? nullptr : found;
}

}  // namespace

const TerraformPolicy* FindTerraformPolicies(std::string_view type, const TerraformPolicy** end) {
  auto before = [](const TerraformPolicy& policy, std::string_view wanted) {
    return policy.type < wanted;
  };
  const TerraformPolicy* first =
      std::lower_bound(std::begin(kPolicies), std::end(kPolicies), type, before);
  const TerraformPolicy* last = first;
  while (last != std::end(kPolicies) && last->type == type) ++last;
  *end = last;
  return first == last ? nullptr : first;
}

bool IsForeignPolicyType(std::string_view type) {
  return std::find(std::begin(kForeign), std::end(kForeign), type) != std::end(kForeign);
}

const TerraformPair* FindPairByParent(std::string_view type) {
  return FindPair(type, &TerraformPair::parent);
}

const TerraformPair* FindPairByStandalone(std::string_view type) {
  return FindPair(type, &TerraformPair::standalone);
}

}  // namespace rolelint::inputs
