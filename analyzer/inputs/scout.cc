// ScoutSuite's results: a script that assigns them, read as the object that it assigns.
// https://github.com/nccgroup/ScoutSuite/wiki/HowTo:-Exporting-and-Programmatically-Accessing-the-Report

#include <iterator>
#include <optional>
#include <string_view>

#include "analyzer/estate/facts.h"
#include "analyzer/inputs/adapter.h"
#include "analyzer/inputs/entity.h"
#include "analyzer/inputs/found_policy.h"
#include "analyzer/policy/arn.h"
#include "analyzer/policy/parser.h"

namespace rolelint::inputs {
namespace {

using estate::EntityType;
using json::Value;
using policy::Kind;

// services / sqs / regions / <region> / queues / <id> / Policy is the longest way.
constexpr int kMaxScoutDepth = 12;

struct ScoutService {
  std::string_view name;
  std::string_view resource_type;
};
constexpr ScoutService kScoutServices[] = {
    {"s3", "AWS::S3::Bucket"},
    {"sqs", "AWS::SQS::Queue"},
    {"sns", "AWS::SNS::Topic"},
    {"kms", "AWS::KMS::Key"},
    {"efs", "AWS::EFS::FileSystem"},
    {"awslambda", "AWS::Lambda::Function"},
    {"secretsmanager", "AWS::SecretsManager::Secret"},
};

struct Group {
  std::string_view key;
  EntityType type;
};
constexpr Group kGroups[] = {
    {"users", EntityType::kUser}, {"groups", EntityType::kGroup}, {"roles", EntityType::kRole}};

bool IsScout(Value object) {
  const Value services = object.Find("services");
  return services.is_object() && services.Find("iam").is_object() &&
         (object.Find("account_id") || object.Find("last_run") || object.Find("provider_code"));
}

class ScoutReader {
 public:
  ScoutReader(Value object, const text::View& view, Session* session)
      : object_(object), view_(view), session_(*session) {
    const Value account = object.Find("account_id");
    if (policy::IsAccountId(account.str())) account_ = account.str();
  }

  void ReadScout() {
    for (Value service : object_.Find("services")) {
      if (service.key() == "iam") {
        Iam(service);
      } else {
        Search(service, service.key(), 0);
      }
    }
  }

 private:
  void Iam(Value iam) {
    for (const Group& group : kGroups) {
      for (Value entity : iam.Find(group.key)) Entity(entity, group.type);
    }
    for (Value policy : iam.Find("policies")) Policy(policy);
  }

  void Entity(Value entity, EntityType type) {
    if (!entity.is_object()) return;
    EntityDraft draft(type, view_, &session_);
    draft.SetArn(entity.Find("arn"));
    draft.SetName(entity.Find("name"));
    draft.SetPath(entity.Find("path"));
    draft.Settle({}, entity);
    const Value trust = entity.Find("assume_role_policy");
    const Value document = trust.Find("PolicyDocument");
    if (type == EntityType::kRole && trust) draft.ReadTrust(document ? document : trust);
    for (Value policy : entity.Find("inline_policies")) {
      const Value inline_document = policy.Find("PolicyDocument");
      if (inline_document) draft.ReadInline(policy.Find("name"), inline_document);
    }
    draft.Finish();
  }

  void Policy(Value policy) {
    const Value document = policy.Find("PolicyDocument");
    if (!document) return;
    Owner owner;
    owner.arn = policy.Find("arn").str();
    owner.account = account_;
    owner.aws_managed = owner.arn.find(":iam::aws:") != std::string_view::npos;
    NamePolicy(policy.Find("name"), view_, &owner);
    std::optional<policy::Document> read =
        session_.ReadDocument(document, view_, Kind::kIdentity, owner, "managed policy");
    if (owner.arn.empty()) return;
    AddManagedPolicy(owner, read, session_.PlaceOf(view_, policy.Find("arn").inner_span()),
                     &session_);
  }

  void Search(Value value, std::string_view service, int depth) {
    if (depth == kMaxScoutDepth || !MayHoldStatement(value)) return;
    if (FoundPolicy found = LookForPolicy(value, view_, &session_)) {
      Owner owner;
      owner.account = account_;
      std::optional<Kind> kind;
      if (found.document.value && policy::InferKind(found.document.value) == Kind::kResource) {
        kind = Kind::kResource;
        for (const ScoutService& known : kScoutServices) {
          if (known.name == service) owner.resource_type = known.resource_type;
        }
      }
      HandOverFound(found, value, view_, kind, owner, "policy", &session_);
      return;
    }
    for (Value member : value) Search(member, service, depth + 1);
  }

  const Value object_;
  const text::View& view_;
  Session& session_;
  std::string_view account_;
};

void ReadScout(Value object, const text::View& view, Session* session) {
  session->Recognise("scoutsuite", "it has services.iam beside account_id or last_run");
  ScoutReader(object, view, session).ReadScout();
}

}  // namespace

const Adapter kScoutSuite = {IsScout, ReadScout};

}  // namespace rolelint::inputs
