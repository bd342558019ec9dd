#include "analyzer/inputs/cloudformation/resources.h"

#include <algorithm>
#include <iterator>

namespace rolelint::inputs::cloudformation {
namespace {

using policy::Kind;

// Sorted by type.
constexpr PolicyProperty kProperties[] = {
    {"AWS::ApiGateway::DomainNameV2", "Policy"},
    {"AWS::ApiGateway::DomainNameV2", "ManagementPolicy"},
    {"AWS::ApiGateway::RestApi", "Policy"},
    {"AWS::Backup::BackupVault", "AccessPolicy"},
    {"AWS::Backup::LogicallyAirGappedBackupVault", "AccessPolicy"},
    {"AWS::CloudTrail::ResourcePolicy", "ResourcePolicy", Kind::kResource,
     "AWS::CloudTrail::Channel"},
    {"AWS::CodeArtifact::Domain", "PermissionsPolicyDocument"},
    {"AWS::CodeArtifact::Repository", "PermissionsPolicyDocument"},
    {"AWS::DynamoDB::GlobalTable", "Replicas[].ResourcePolicy.PolicyDocument", Kind::kResource,
     "AWS::DynamoDB::Table"},
    {"AWS::DynamoDB::GlobalTable",
     "Replicas[].ReplicaStreamSpecification.ResourcePolicy.PolicyDocument", Kind::kResource,
     "AWS::DynamoDB::Stream"},
    {"AWS::DynamoDB::Table", "ResourcePolicy.PolicyDocument"},
    {"AWS::DynamoDB::Table", "StreamSpecification.ResourcePolicy.PolicyDocument", Kind::kResource,
     "AWS::DynamoDB::Stream"},
    {"AWS::EC2::VPCEndpoint", "PolicyDocument"},
    {"AWS::ECR::PublicRepository", "RepositoryPolicyText"},
    {"AWS::ECR::RegistryPolicy", "PolicyText", Kind::kResource, "AWS::ECR::Registry"},
    {"AWS::ECR::Repository", "RepositoryPolicyText"},
    {"AWS::ECR::RepositoryCreationTemplate", "RepositoryPolicy", Kind::kResource,
     "AWS::ECR::Repository"},
    {"AWS::EFS::FileSystem", "FileSystemPolicy"},
    {"AWS::Elasticsearch::Domain", "AccessPolicies"},
    {"AWS::EventSchemas::RegistryPolicy", "Policy", Kind::kResource, "AWS::EventSchemas::Registry"},
    {"AWS::Events::EventBus", "Policy"},
    {"AWS::KMS::Key", "KeyPolicy"},
    {"AWS::KMS::ReplicaKey", "KeyPolicy", Kind::kResource, "AWS::KMS::Key"},
    {"AWS::Kinesis::ResourcePolicy", "ResourcePolicy", Kind::kResource, "AWS::Kinesis::Stream"},
    {"AWS::Lex::ResourcePolicy", "Policy", Kind::kResource, "AWS::Lex::Bot"},
    {"AWS::Logs::Destination", "DestinationPolicy"},
    {"AWS::Logs::LogGroup", "ResourcePolicyDocument"},
    {"AWS::Logs::ResourcePolicy", "PolicyDocument", Kind::kResource, "AWS::Logs::LogGroup"},
    {"AWS::MSK::ClusterPolicy", "Policy", Kind::kResource, "AWS::MSK::Cluster"},
    {"AWS::MediaPackageV2::ChannelPolicy", "Policy", Kind::kResource,
     "AWS::MediaPackageV2::Channel"},
    {"AWS::MediaPackageV2::OriginEndpointPolicy", "Policy", Kind::kResource,
     "AWS::MediaPackageV2::OriginEndpoint"},
    {"AWS::MediaStore::Container", "Policy"},
    {"AWS::OpenSearchService::Domain", "AccessPolicies"},
    {"AWS::Organizations::ResourcePolicy", "Content", Kind::kResource,
     "AWS::Organizations::Organization"},
    {"AWS::Redshift::Cluster", "NamespaceResourcePolicy"},
    {"AWS::RedshiftServerless::Namespace", "NamespaceResourcePolicy"},
    {"AWS::S3::AccessPoint", "Policy"},
    {"AWS::S3::BucketPolicy", "PolicyDocument", Kind::kResource, "AWS::S3::Bucket"},
    {"AWS::S3::MultiRegionAccessPointPolicy", "Policy", Kind::kResource,
     "AWS::S3::MultiRegionAccessPoint"},
    {"AWS::S3Express::AccessPoint", "Policy"},
    {"AWS::S3Express::BucketPolicy", "PolicyDocument", Kind::kResource,
     "AWS::S3Express::DirectoryBucket"},
    {"AWS::S3ObjectLambda::AccessPointPolicy", "PolicyDocument", Kind::kResource,
     "AWS::S3ObjectLambda::AccessPoint"},
    {"AWS::S3Outposts::AccessPoint", "Policy"},
    {"AWS::S3Outposts::BucketPolicy", "PolicyDocument", Kind::kResource, "AWS::S3Outposts::Bucket"},
    {"AWS::S3Tables::TableBucketPolicy", "ResourcePolicy", Kind::kResource,
     "AWS::S3Tables::TableBucket"},
    {"AWS::S3Tables::TablePolicy", "ResourcePolicy", Kind::kResource, "AWS::S3Tables::Table"},
    {"AWS::S3Vectors::VectorBucketPolicy", "Policy", Kind::kResource,
     "AWS::S3Vectors::VectorBucket"},
    {"AWS::SNS::TopicInlinePolicy", "PolicyDocument", Kind::kResource, "AWS::SNS::Topic"},
    {"AWS::SNS::TopicPolicy", "PolicyDocument", Kind::kResource, "AWS::SNS::Topic"},
    {"AWS::SQS::QueueInlinePolicy", "PolicyDocument", Kind::kResource, "AWS::SQS::Queue"},
    {"AWS::SQS::QueuePolicy", "PolicyDocument", Kind::kResource, "AWS::SQS::Queue"},
    {"AWS::SSM::ResourcePolicy", "Policy"},
    {"AWS::SageMaker::ModelPackageGroup", "ModelPackageGroupPolicy"},
    {"AWS::SecretsManager::ResourcePolicy", "ResourcePolicy", Kind::kResource,
     "AWS::SecretsManager::Secret"},
    {"AWS::Serverless::Api", "Auth.ResourcePolicy.CustomStatements", Kind::kResource,
     "AWS::ApiGateway::RestApi"},
    {"AWS::VpcLattice::AuthPolicy", "Policy", Kind::kResource, "AWS::VpcLattice::Service"},
    {"AWS::VpcLattice::ResourcePolicy", "Policy", Kind::kResource,
     "AWS::VpcLattice::ServiceNetwork"},
    {"AWS::XRay::ResourcePolicy", "PolicyDocument"},
    {"OC::ORG::ResourceControlPolicy", "Policy", Kind::kRcp},
    {"OC::ORG::ServiceControlPolicy", "Policy", Kind::kScp},
};

constexpr std::string_view kOtherLanguages[] = {
    "AWS::IoT::Policy",
    "AWS::DLM::LifecyclePolicy",
    "AWS::VerifiedPermissions::Policy",
};

struct ByType {
  bool operator()(const PolicyProperty& a, std::string_view b) const { return a.type < b; }
  bool operator()(std::string_view a, const PolicyProperty& b) const { return a < b.type; }
};

}  // namespace

std::span<const PolicyProperty> PolicyPropertiesOf(std::string_view type) {
  const auto [first, last] =
      std::equal_range(std::begin(kProperties), std::end(kProperties), type, ByType());
  return {first, last};
}

bool SpeaksOtherLanguage(std::string_view type) {
  return std::find(std::begin(kOtherLanguages), std::end(kOtherLanguages), type) !=
         std::end(kOtherLanguages);
}

}  // namespace rolelint::inputs::cloudformation
