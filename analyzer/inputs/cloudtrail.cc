// CloudTrail: what was asked of AWS. The policies of successful requests are checked as documents,
// each once (the response repeats them); they are no records of what is in force now, for a later
// event may have changed that.
// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html

#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/inputs/adapter.h"
#include "analyzer/inputs/entity.h"
#include "analyzer/inputs/found_policy.h"
#include "analyzer/inputs/resource_type.h"
#include "analyzer/policy/arn.h"
#include "analyzer/policy/parser.h"

namespace rolelint::inputs {
namespace {

using estate::EntityType;
using json::Value;
using policy::Kind;

constexpr std::string_view kCloudtrailFormat = "cloudtrail";
constexpr std::string_view kNoPolicy =
    "this is a CloudTrail log without an event that sets a policy";
// How deep a policy may lie among the parameters of a request.
constexpr int kMaxCloudtrailDepth = 6;

// What a service's requests set a policy of, by the event's source.
struct Target {
  std::string_view source;  // before ".amazonaws.com"
  std::string_view resource_type;
};
constexpr Target kTargets[] = {
    {"kms", "AWS::KMS::Key"},
    {"sqs", "AWS::SQS::Queue"},
    {"sns", "AWS::SNS::Topic"},
    {"secretsmanager", "AWS::SecretsManager::Secret"},
    {"ecr", "AWS::ECR::Repository"},
    {"ecr-public", "AWS::ECR::PublicRepository"},
    {"elasticfilesystem", "AWS::EFS::FileSystem"},
    {"es", "AWS::OpenSearchService::Domain"},
    {"events", "AWS::Events::EventBus"},
    {"backup", "AWS::Backup::BackupVault"},
    {"dynamodb", "AWS::DynamoDB::Table"},
    {"kinesis", "AWS::Kinesis::Stream"},
    {"ec2", "AWS::EC2::VPCEndpoint"},
    {"apigateway", "AWS::ApiGateway::RestApi"},
    {"logs", "AWS::Logs::ResourcePolicy"},
    {"kafka", "AWS::MSK::Cluster"},
    {"oam", "AWS::Oam::Sink"},
    {"organizations", "AWS::Organizations::ResourcePolicy"},
    {"acm-pca", "AWS::ACMPCA::CertificateAuthority"},
    {"mediastore", "AWS::MediaStore::Container"},
    {"s3vectors", "AWS::S3Vectors::VectorBucket"},
    {"xray", "AWS::XRay::ResourcePolicy"},
};

bool IsEvent(Value object) {
  return object.Find("eventName").is_string() && object.Find("eventSource").is_string();
}

class EventReader {
 public:
  EventReader(Value event, const text::View& view, Session* session)
      : event_(event), view_(view), session_(*session) {
    name_ = event.Find("eventName").str();
    source_ = event.Find("eventSource").str();
    source_ = source_.substr(0, source_.find('.'));
  }

  void ReadCloudtrail() {
    // What was refused has no effect; things of the Internet have policies of their own.
    if (event_.Find("errorCode").is_string() || source_ == "iot") return;
    parameters_ = event_.Find("requestParameters");
    Search(parameters_, 0);
  }

 private:
  void Search(Value value, int depth) {
    if (depth == kMaxCloudtrailDepth || !MayHoldStatement(value)) return;
    if (FoundPolicy found = LookForPolicy(value, view_, &session_)) return Take(found, value);
    for (Value member : value) Search(member, depth + 1);
  }

  void Take(const FoundPolicy& found, Value value) {
    session_.Recognise(kCloudtrailFormat, "it has eventName beside eventSource");
    Owner owner;
    const std::string_view account = event_.Find("recipientAccountId").str();
    if (policy::IsAccountId(account)) owner.account = account;
    NamePolicy(parameters_.Find("policyName"), view_, &owner);
    if (source_ == "iam") NameEntity(&owner);
    std::optional<Kind> kind = KindOf(value);
    const bool resource =
        !kind && found.document.value && policy::InferKind(found.document.value) == Kind::kResource;
    if (resource) {
      kind = Kind::kResource;
      owner.resource_type = TypeOf(found.document.value);
    }
    HandOverFound(found, value, view_, kind, owner,
                  "policy that the event " + std::string(name_) + " sets", &session_);
  }

  void NameEntity(Owner* owner) const {
    constexpr std::pair<std::string_view, EntityType> kKeys[] = {
        {"roleName", EntityType::kRole},
        {"userName", EntityType::kUser},
        {"groupName", EntityType::kGroup},
    };
    for (const auto& [key, type] : kKeys) {
      const Value name = parameters_.Find(key);
      if (!name.is_string()) continue;
      owner->entity_name = name.str();
      owner->entity_type = type;
      owner->is_entity = true;
      return;
    }
  }

  std::optional<Kind> KindOf(Value value) const {
    if (source_ == "iam") {
      const bool trust = value.key() == "assumeRolePolicyDocument" || name_ == "CreateRole" ||
                         name_ == "UpdateAssumeRolePolicy";
      return trust ? Kind::kTrust : Kind::kIdentity;
    }
    if (source_ == "sso") return Kind::kIdentity;
    if (source_ == "sts" || source_ == "eks" || source_ == "transfer" ||
        source_ == "emr-serverless") {
      return Kind::kSession;
    }
    if (source_ == "organizations") return OrganizationsKind();
    return std::nullopt;
  }

  std::optional<Kind> OrganizationsKind() const {
    Value type = parameters_.Find("type");
    if (!type) {
      type = event_.Find("responseElements").Find("policy").Find("policySummary").Find("type");
    }
    if (type.str() == "SERVICE_CONTROL_POLICY") return Kind::kScp;
    if (type.str() == "RESOURCE_CONTROL_POLICY") return Kind::kRcp;
    return std::nullopt;
  }

  std::string_view TypeOf(Value document) const {
    for (const Target& target : kTargets) {
      if (target.source == source_) return target.resource_type;
    }
    if (source_ == "s3" && name_.starts_with("PutBucketPolicy")) return "AWS::S3::Bucket";
    const ResourceShape* shape = ShapeOf("Policy", {}, document);
    return shape == nullptr ? std::string_view() : shape->resource_type;
  }

  const Value event_;
  const text::View& view_;
  Session& session_;
  std::string_view name_;
  std::string_view source_;
  Value parameters_;
};

// What one element of a list is, or holds as a string (lookup-events) or under "detail"
// (EventBridge).
void ReadEvent(Value value, const text::View& view, Session* session) {
  if (IsEvent(value)) return EventReader(value, view, session).ReadCloudtrail();
  if (IsEvent(value.Find("detail"))) {
    return EventReader(value.Find("detail"), view, session).ReadCloudtrail();
  }
  const Value text = value.Find("CloudTrailEvent");
  if (!text.is_string() || !MayHoldStatement(text)) return;
  std::vector<LayerIssues> issues;
  Unwrapped inner = Unwrap(text, view, session->arena(), session->trees(), &issues);
  if (inner.value) {
    EventReader(inner.value, *inner.view, session).ReadCloudtrail();
    return;
  }
  session->Recognise(kCloudtrailFormat, "it has CloudTrailEvent");
  session->HandIssues(issues);
  session->AddNotChecked(view.ToFile(text.span()),
                         "the event is a string that holds no readable JSON");
}

Value ListOfEvents(Value object) {
  for (std::string_view key : {"Records", "Events"}) {
    const Value list = object.Find(key);
    if (!list.is_array() || list.size() == 0) continue;
    const Value first = *list.begin();
    if (IsEvent(first) || first.Find("CloudTrailEvent")) return list;
  }
  return {};
}

bool IsCloudtrail(Value object) {
  return IsEvent(object) || IsEvent(object.Find("detail")) || object.Find("CloudTrailEvent") ||
         ListOfEvents(object);
}

void ReadCloudtrail(Value object, const text::View& view, Session* session) {
  session->NoDocument(kNoPolicy);
  if (const Value list = ListOfEvents(object)) {
    for (Value event : list) ReadEvent(event, view, session);
  } else {
    ReadEvent(object, view, session);
  }
}

}  // namespace

const Adapter kCloudTrail = {IsCloudtrail, ReadCloudtrail};

}  // namespace rolelint::inputs
