#include "analyzer/inputs/collected.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/inputs/entity.h"
#include "analyzer/inputs/found_policy.h"
#include "analyzer/policy/arn.h"
#include "analyzer/policy/parser.h"

namespace rolelint::inputs {
namespace {

using estate::EntityType;
using json::Value;
using policy::Kind;

constexpr std::string_view kCollectedFormat = "iam-collect";
constexpr std::string_view kWhyCollected = "its path is one of iam-collect's folders";

// The parts of a path, and which of them is "accounts" or "organizations".
struct Path {
  std::vector<std::string_view> parts;
  size_t root = 0;

  std::string_view Part(size_t behind) const {
    return root + behind < parts.size() ? parts[root + behind] : std::string_view();
  }
  std::string_view File() const { return parts.back(); }
  // A resource's folder.
  std::string_view Folder() const { return parts[parts.size() - 2]; }
};

// Longer paths are nobody's.
constexpr size_t kMaxParts = 64;

std::optional<Path> PathOf(std::string_view text) {
  if (!text.ends_with(".json")) return std::nullopt;
  Path path;
  while (path.parts.size() < kMaxParts) {
    const size_t slash = text.find('/');
    path.parts.push_back(text.substr(0, slash));
    if (slash == std::string_view::npos) break;
    text.remove_prefix(slash + 1);
  }
  for (size_t i = path.parts.size(); i-- > 0;) {
    path.root = i;
    const std::string_view next = path.Part(1);
    if (path.parts[i] == "accounts" && policy::IsAccountId(next) && path.parts.size() > i + 4) {
      return path;
    }
    if (path.parts[i] == "organizations" && next.starts_with("o-") && path.parts.size() > i + 4) {
      return path;
    }
  }
  return std::nullopt;
}

struct CollectedService {
  std::string_view name;
  std::string_view resource_type;
};
constexpr CollectedService kCollectedServices[] = {
    {"s3", "AWS::S3::Bucket"},
    {"sqs", "AWS::SQS::Queue"},
    {"sns", "AWS::SNS::Topic"},
    {"kms", "AWS::KMS::Key"},
    {"lambda", "AWS::Lambda::Function"},
    {"ecr", "AWS::ECR::Repository"},
    {"secretsmanager", "AWS::SecretsManager::Secret"},
    {"elasticfilesystem", "AWS::EFS::FileSystem"},
    {"dynamodb", "AWS::DynamoDB::Table"},
    {"kinesis", "AWS::Kinesis::Stream"},
    {"backup", "AWS::Backup::BackupVault"},
    {"events", "AWS::Events::EventBus"},
    {"es", "AWS::OpenSearchService::Domain"},
    {"apigateway", "AWS::ApiGateway::RestApi"},
    {"ec2", "AWS::EC2::VPCEndpoint"},
};

std::optional<EntityType> CollectedEntity(std::string_view word) {
  if (word == "role") return EntityType::kRole;
  if (word == "user") return EntityType::kUser;
  if (word == "group") return EntityType::kGroup;
  return std::nullopt;
}

class CollectedReader {
 public:
  CollectedReader(const Path& path, const text::View& view, Session* session)
      : path_(path), view_(view), session_(*session) {}

  bool Read(Value value) {
    if (path_.parts[path_.root] == "organizations") return Organization(value);
    owner_.account = path_.Part(1);
    const std::string_view service = path_.Part(2);
    if (service != "iam") {
      for (const CollectedService& known : kCollectedServices) {
        if (known.name == service) owner_.resource_type = known.resource_type;
      }
      return Document(value, Kind::kResource);
    }
    if (path_.Part(3) == "policy") {
      owner_.policy_name = NameIn(path_.Folder());
      return Document(value, Kind::kIdentity);
    }
    const std::optional<EntityType> type = CollectedEntity(path_.Part(3));
    if (!type) return false;
    owner_.is_entity = true;
    owner_.entity_type = *type;
    owner_.entity_name = NameIn(path_.Folder());
    if (path_.File() == "trust-policy.json") return Document(value, Kind::kTrust);
    if (path_.File() == "inline-policies.json") return InlinePolicies(value);
    return false;
  }

 private:
  // Names are in lower case, a path's slashes as %2f; what is read here is for people only.
  static std::string_view NameIn(std::string_view folder) {
    const size_t slash = folder.rfind("%2f");
    return slash == std::string_view::npos ? folder : folder.substr(slash + 3);
  }

  bool Organization(Value value) {
    const std::string_view list = path_.Part(2);
    if (list != "scps" && list != "rcps") return false;
    owner_.policy_name = path_.Folder();
    return Document(value, list == "scps" ? Kind::kScp : Kind::kRcp);
  }

  bool Document(Value value, Kind kind) {
    if (!policy::LooksLikePolicy(value)) return false;
    session_.Recognise(kCollectedFormat, kWhyCollected);
    session_.HandOver({value, &view_}, kind, owner_);
    return true;
  }

  // [{PolicyName, PolicyDocument}], or one of them.
  bool InlinePolicies(Value value) {
    if (value.is_object()) return InlinePolicy(value);
    bool any = false;
    for (Value policy : value) any = InlinePolicy(policy) || any;
    return any;
  }

  bool InlinePolicy(Value policy) {
    const Value document = policy.Find("PolicyDocument");
    if (!document) return false;
    session_.Recognise(kCollectedFormat, kWhyCollected);
    Owner owner = owner_;
    NamePolicy(policy.Find("PolicyName"), view_, &owner);
    session_.ReadDocument(document, view_, Kind::kIdentity, owner, "inline policy");
    return true;
  }

  const Path& path_;
  const text::View& view_;
  Session& session_;
  Owner owner_;
};

}  // namespace

bool ReadCollected(Value value, const text::View& view, Session* session) {
  if (session->options().path.empty()) return false;
  const std::optional<Path> path = PathOf(session->options().path);
  return path && CollectedReader(*path, view, session).Read(value);
}

}  // namespace rolelint::inputs
