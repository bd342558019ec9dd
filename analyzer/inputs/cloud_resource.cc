#include "analyzer/inputs/cloud_resource.h"

#include <initializer_list>
#include <optional>
#include <string>

#include "analyzer/estate/facts.h"
#include "analyzer/inputs/entity.h"
#include "analyzer/inputs/found_policy.h"
#include "analyzer/policy/arn.h"
#include "analyzer/policy/parser.h"

namespace rolelint::inputs {
namespace {

using estate::EntityType;
using json::Value;
using policy::Kind;

// How deep a policy may lie in a resource's attributes.
constexpr int kMaxCloudResourceDepth = 8;

struct TypeName {
  std::string_view service;
  std::string_view kind;  // how it begins: "Bucket" for BucketPolicy too
  std::string_view resource_type;
};
constexpr TypeName kCloudResourceTypes[] = {
    {"s3", "Bucket", "AWS::S3::Bucket"},
    {"s3control", "AccessPoint", "AWS::S3::AccessPoint"},
    {"s3", "AccessPoint", "AWS::S3::AccessPoint"},
    {"sqs", "Queue", "AWS::SQS::Queue"},
    {"sns", "Topic", "AWS::SNS::Topic"},
    {"kms", "", "AWS::KMS::Key"},
    {"secretsmanager", "", "AWS::SecretsManager::Secret"},
    {"ecr", "RegistryPolicy", "AWS::ECR::RegistryPolicy"},
    {"ecr", "Repository", "AWS::ECR::Repository"},
    {"ecrpublic", "", "AWS::ECR::PublicRepository"},
    {"efs", "", "AWS::EFS::FileSystem"},
    {"elasticsearch", "", "AWS::Elasticsearch::Domain"},
    {"opensearch", "", "AWS::OpenSearchService::Domain"},
    {"opensearchservice", "", "AWS::OpenSearchService::Domain"},
    {"ec2", "VpcEndpoint", "AWS::EC2::VPCEndpoint"},
    {"ec2", "VPCEndpoint", "AWS::EC2::VPCEndpoint"},
    {"cloudwatch", "EventBus", "AWS::Events::EventBus"},
    {"eventbridge", "EventBus", "AWS::Events::EventBus"},
    {"cloudwatch", "LogResourcePolicy", "AWS::Logs::ResourcePolicy"},
    {"cloudwatchlogs", "ResourcePolicy", "AWS::Logs::ResourcePolicy"},
    {"backup", "Vault", "AWS::Backup::BackupVault"},
    {"dynamodb", "", "AWS::DynamoDB::Table"},
    {"kinesis", "", "AWS::Kinesis::Stream"},
    {"apigateway", "RestApi", "AWS::ApiGateway::RestApi"},
    {"codeartifact", "Domain", "AWS::CodeArtifact::Domain"},
    {"codeartifact", "Repository", "AWS::CodeArtifact::Repository"},
    {"glacier", "", ""},
    {"acmpca", "", "AWS::ACMPCA::CertificateAuthority"},
    {"mediastore", "", "AWS::MediaStore::Container"},
    {"msk", "", "AWS::MSK::Cluster"},
    {"kafka", "", "AWS::MSK::Cluster"},
    {"organizations", "ResourcePolicy", "AWS::Organizations::ResourcePolicy"},
};

std::string_view ResourceTypeOf(std::string_view service, std::string_view kind) {
  for (const TypeName& type : kCloudResourceTypes) {
    if (type.service == service && kind.starts_with(type.kind)) return type.resource_type;
  }
  return {};
}

Value FindSet(Value object, std::initializer_list<std::string_view> names) {
  for (std::string_view name : names) {
    const Value value = object.Find(name);
    if (value && value.type() != json::Type::kNull) return value;
  }
  return {};
}

std::optional<EntityType> CloudResourceEntity(std::string_view kind) {
  if (kind == "Role") return EntityType::kRole;
  if (kind == "User") return EntityType::kUser;
  if (kind == "Group") return EntityType::kGroup;
  return std::nullopt;
}

class CloudResourceReader {
 public:
  CloudResourceReader(const CloudResource& resource, const text::View& view, Session* session)
      : resource_(resource), attributes_(resource.attributes), view_(view), session_(*session) {}

  void Read() {
    if (resource_.service == "iam") {
      if (std::optional<EntityType> type = CloudResourceEntity(resource_.kind))
        return Entity(*type);
      if (resource_.kind == "Policy" || resource_.kind == "ManagedPolicy") return ManagedPolicy();
    }
    Search(attributes_, 0);
  }

 private:
  void Entity(EntityType type) {
    EntityDraft draft(type, view_, &session_);
    draft.SetArn(attributes_.Find("arn"));
    draft.SetName(FindSet(attributes_, {"name", "roleName", "userName", "groupName"}));
    draft.SetName(resource_.name);
    draft.SetPath(attributes_.Find("path"));
    draft.SetUniqueId(FindSet(attributes_, {"uniqueId", "roleId", "userId", "groupId"}));
    draft.SetDescription(attributes_.Find("description"));
    draft.SetMaxSession(attributes_.Find("maxSessionDuration"));
    draft.SetBoundary(attributes_.Find("permissionsBoundary"));
    SetTags(&draft);
    const Value attached = FindSet(attributes_, {"managedPolicyArns", "policies"});
    if (attached.is_array()) {
      draft.BeginAttached();
      for (Value arn : attached) draft.AddAttached(arn);
    }
    draft.Settle({.description = resource_.whole,
                  .max_session = resource_.whole,
                  .tags = resource_.whole,
                  .boundary = resource_.whole},
                 attributes_);
    const Value trust = FindSet(attributes_, {"assumeRolePolicy", "assumeRolePolicyDocument"});
    if (type == EntityType::kRole && trust) draft.ReadTrust(trust);
    InlinePolicies(&draft);
    draft.Finish();
  }

  // {name: value}, or [{key, value}] as ACK has it.
  void SetTags(EntityDraft* draft) {
    const Value tags = attributes_.Find("tags");
    if (tags.is_object()) draft->SetTags(tags);
  }

  void InlinePolicies(EntityDraft* draft) {
    const Value list = FindSet(attributes_, {"inlinePolicies", "inlinePolicy"});
    for (Value policy : list) {
      if (list.is_object()) {
        if (MayHoldStatement(policy)) draft->ReadInline({}, policy);
        continue;
      }
      const Value document = FindSet(policy, {"policy", "policyDocument"});
      if (document && !document.str().empty()) {
        draft->ReadInline(FindSet(policy, {"name", "policyName"}), document);
      }
    }
  }

  void ManagedPolicy() {
    const Value document = FindSet(attributes_, {"policy", "policyDocument", "document"});
    if (!document) return;
    Owner owner;
    owner.arn = attributes_.Find("arn").str();
    if (std::optional<policy::Arn> parts = policy::ParseArn(owner.arn)) {
      owner.partition = parts->partition;
      if (policy::IsAccountId(parts->account)) owner.account = parts->account;
    }
    Value name = FindSet(attributes_, {"name", "policyName"});
    if (!name) name = resource_.name;
    NamePolicy(name, view_, &owner);
    std::optional<policy::Document> read =
        session_.ReadDocument(document, view_, Kind::kIdentity, owner, "managed policy");
    if (owner.arn.empty()) return;
    AddManagedPolicy(owner, read, session_.PlaceOf(view_, (name ? name : document).inner_span()),
                     &session_);
  }

  // Any other resource: whatever is a policy among its attributes.
  void Search(Value value, int depth) {
    if (depth == kMaxCloudResourceDepth || !MayHoldStatement(value)) return;
    if (value.is_object() && value.Find("statements")) {
      session_.AddNotChecked(view_.ToFile(value.span()),
                             "the policy is written in Crossplane's own names (statements), not in "
                             "IAM's: check what it becomes in AWS");
      return;
    }
    if (FoundPolicy found = LookForPolicy(value, view_, &session_)) return Take(found, value);
    for (Value member : value) Search(member, depth + 1);
  }

  void Take(const FoundPolicy& found, Value value) {
    Owner owner;
    std::optional<Kind> kind = KindOf(value);
    if (resource_.service == "iam") NameOwner(&owner);
    if (!kind && found.document.value &&
        policy::InferKind(found.document.value) == Kind::kResource) {
      kind = Kind::kResource;
      owner.resource_type = ResourceTypeOf(resource_.service, resource_.kind);
    }
    HandOverFound(found, value, view_, kind, owner,
                  std::string(value.key()) + " of a " + std::string(resource_.kind), &session_);
  }

  std::optional<Kind> KindOf(Value value) const {
    const std::string_view key = value.key();
    if (key.starts_with("assumeRolePolicy")) return Kind::kTrust;
    if (resource_.service == "iam") return Kind::kIdentity;
    if (resource_.kind == "PermissionSetInlinePolicy" || key == "inlinePolicy") {
      return Kind::kIdentity;
    }
    if (resource_.service == "organizations" && resource_.kind == "Policy") {
      const std::string_view type = attributes_.Find("type").str();
      // Both Terraform's provider and the API take a policy for a service control policy if nothing
      // is said.
      if (type.empty() || type == "SERVICE_CONTROL_POLICY") return Kind::kScp;
      if (type == "RESOURCE_CONTROL_POLICY") return Kind::kRcp;
    }
    return std::nullopt;
  }

  // RolePolicy, UserPolicy, GroupPolicy: whose they are is a name.
  void NameOwner(Owner* owner) const {
    constexpr std::pair<std::string_view, EntityType> kKeys[] = {
        {"role", EntityType::kRole}, {"user", EntityType::kUser}, {"group", EntityType::kGroup}};
    NamePolicy(attributes_.Find("name"), view_, owner);
    for (const auto& [key, type] : kKeys) {
      const Value name = attributes_.Find(key);
      if (!name.is_string() || name.open()) continue;
      owner->entity_name = name.str();
      owner->entity_type = type;
      owner->is_entity = true;
      return;
    }
  }

  const CloudResource& resource_;
  const Value attributes_;
  const text::View& view_;
  Session& session_;
};

}  // namespace

void ReadCloudResource(const CloudResource& resource, const text::View& view, Session* session) {
  CloudResourceReader(resource, view, session).Read();
}

}  // namespace rolelint::inputs
