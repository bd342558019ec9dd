#include "analyzer/inputs/terraform_resource.h"
#include "analyzer/inputs/entity.h"

#include <array>
#include <optional>
#include <utility>

#include "analyzer/estate/facts.h"
#include "analyzer/inputs/terraform_policy.h"
#include "analyzer/policy/arn.h"

namespace rolelint::inputs {

using estate::EntityType;
using json::Value;
using policy::Kind;

namespace {

constexpr size_t kNone = static_cast<size_t>(-1);
constexpr size_t kSeveral = kNone - 1;

struct EntityWords {
  EntityType type;
  std::string_view resource;  // "aws_iam_role"
  std::string_view inline_policy;
  std::string_view attachment;
  std::string_view target;  // the attribute of those two that names it
};
constexpr EntityWords kResourceEntities[] = {
    {EntityType::kRole, "aws_iam_role", "aws_iam_role_policy", "aws_iam_role_policy_attachment",
     "role"},
    {EntityType::kUser, "aws_iam_user", "aws_iam_user_policy", "aws_iam_user_policy_attachment",
     "user"},
    {EntityType::kGroup, "aws_iam_group", "aws_iam_group_policy", "aws_iam_group_policy_attachment",
     "group"},
    {EntityType::kRole, "awscc_iam_role", "awscc_iam_role_policy", "", "role_name"},
    {EntityType::kUser, "awscc_iam_user", "awscc_iam_user_policy", "", "user_name"},
    {EntityType::kGroup, "awscc_iam_group", "awscc_iam_group_policy", "", "group_name"},
};

// Resources that attach what they list, and take away whatever else is attached.
struct Exclusive {
  std::string_view resource;
  EntityType type;
  std::string_view holder;
};
constexpr Exclusive kExclusive[] = {
    {"aws_iam_role_policy_attachments_exclusive", EntityType::kRole, "role_name"},
    {"aws_iam_user_policy_attachments_exclusive", EntityType::kUser, "user_name"},
    {"aws_iam_group_policy_attachments_exclusive", EntityType::kGroup, "group_name"},
};

const Exclusive* FindExclusive(std::string_view type) {
  for (const Exclusive& each : kExclusive) {
    if (each.resource == type) return &each;
  }
  return nullptr;
}

const EntityWords* WordsOf(std::string_view type, std::string_view EntityWords::*member) {
  for (const EntityWords& words : kResourceEntities) {
    if (!(words.*member).empty() && words.*member == type) return &words;
  }
  return nullptr;
}

bool IsCc(const TerraformResource& resource) { return resource.type.starts_with("awscc_"); }

bool AnyTrue(Value value) {
  if (value.truth()) return true;
  for (Value child : value) {
    if (AnyTrue(child)) return true;
  }
  return false;
}

Value ItemAt(Value list, size_t index) {
  if (!list.is_array()) return {};
  size_t at = 0;
  for (Value item : list) {
    if (at++ == index) return item;
  }
  return {};
}

// Attributes by which other resources name this one.
constexpr std::array<std::string_view, 6> kIdentities = {"id",  "arn",    "bucket",
                                                         "url", "key_id", "domain_name"};

}  // namespace

TerraformReader::TerraformReader(std::vector<Resource> resources, const text::View& view,
                                 Session* session)
    : resources_(std::move(resources)),
      view_(view),
      session_(*session),
      satellites_(resources_.size()),
      is_satellite_(resources_.size()) {}

void TerraformReader::Run() {
  Relate();
  for (size_t i = 0; i < resources_.size(); ++i) {
    const Resource& resource = resources_[i];
    if (resource.going || is_satellite_[i]) continue;
    if (const EntityWords* words = WordsOf(resource.type, &EntityWords::resource)) {
      ReadEntity(resource, words->type, i);
    } else {
      Read(resource);
    }
  }
}

void TerraformReader::Relate() {
  auto add = [this](std::string key, size_t index) {
    auto [it, added] = entities_.emplace(std::move(key), index);
    if (!added) it->second = kSeveral;
  };
  for (size_t i = 0; i < resources_.size(); ++i) {
    const Resource& resource = resources_[i];
    const EntityWords* words = WordsOf(resource.type, &EntityWords::resource);
    if (words == nullptr || resource.going) continue;
    add(KeyOf(resource), i);
    Value name = First(resource, "name", words->target);
    if (name.is_string() && !name.open()) {
      add(std::string(words->target) + "|" + std::string(name.str()), i);
    }
  }
  for (size_t i = 0; i < resources_.size(); ++i) {
    const Resource& resource = resources_[i];
    if (const TerraformPair* pair = FindPairByStandalone(resource.type)) {
      Value parent = Get(resource, pair->link);
      if (parent.is_string() && !parent.open()) {
        elsewhere_[std::string(pair->parent) + "|" + std::string(parent.str())] = true;
      }
    }
    if (WordsOf(resource.type, &EntityWords::inline_policy) != nullptr ||
        WordsOf(resource.type, &EntityWords::attachment) != nullptr) {
      RelateSatellite(i);
    }
  }
}

void TerraformReader::RelateSatellite(size_t index) {
  const Resource& resource = resources_[index];
  const EntityWords* words = WordsOf(resource.type, &EntityWords::inline_policy);
  if (words == nullptr) words = WordsOf(resource.type, &EntityWords::attachment);
  const size_t target = TargetOf(resource, words->target);
  Value name = First(resource, "name", "policy_name");
  if (target < kSeveral && name.is_string() && !name.open()) {
    elsewhere_[std::to_string(target) + "|" + std::string(name.str())] = true;
  }
  if (target >= kSeveral || resource.going) return;
  is_satellite_[index] = true;
  satellites_[target].push_back(index);
}

// The user, group or role that the attribute names, by its name or by a reference to its resource.
size_t TerraformReader::TargetOf(const Resource& resource, std::string_view attribute) const {
  Value value = resource.values.Find(attribute);
  if (value.is_string() && !value.open()) {
    auto found = entities_.find(std::string(attribute) + "|" + std::string(value.str()));
    return found == entities_.end() ? kNone : found->second;
  }
  for (Value reference : resource.configured.Find(attribute).Find("references")) {
    std::string_view text = reference.str();
    const size_t type_end = text.find('.');
    if (type_end == std::string_view::npos) continue;
    text = text.substr(0, text.find_first_of(".[", type_end + 1));
    auto found = entities_.find(resource.module + "|" + std::string(text));
    if (found != entities_.end()) return found->second;
  }
  return kNone;
}

void TerraformReader::Read(const Resource& resource) {
  const std::string_view type = resource.type;
  if (type == "aws_iam_policy" || type == "awscc_iam_managed_policy") {
    ReadManagedPolicy(resource);
  } else if (type == "aws_organizations_policy" || type == "awscc_organizations_policy") {
    ReadOrganizationPolicy(resource);
  } else if (const EntityWords* words = WordsOf(type, &EntityWords::inline_policy)) {
    ReadLooseInline(resource, words->type, words->target);
  } else if (const PermissionType* permission = FindPermission(type)) {
    ReadPermission(resource, *permission);
  } else if (const EntityWords* attaching = WordsOf(type, &EntityWords::attachment)) {
    ReadLooseAttachment(resource, attaching->type, Get(resource, attaching->target),
                        Get(resource, "policy_arn"));
  } else if (type == "aws_iam_policy_attachment") {
    for (const EntityWords& each : kResourceEntities) {
      if (each.attachment.empty()) continue;
      const Value holders = Get(resource, std::string(each.target) + "s");
      for (Value holder : holders) {
        ReadLooseAttachment(resource, each.type, holder, Get(resource, "policy_arn"));
      }
    }
  } else if (const Exclusive* exclusive = FindExclusive(type)) {
    const Value arns = Get(resource, "policy_arns");
    for (Value arn : arns) {
      ReadLooseAttachment(resource, exclusive->type, Get(resource, exclusive->holder), arn);
    }
  } else if (IsPermissionSet(type)) {
    ReadPermissionSet(resource);
  } else if (!IsForeignPolicyType(type)) {
    const TerraformPolicy* end = nullptr;
    if (const TerraformPolicy* first = FindTerraformPolicies(type, &end)) {
      ReadPolicies(resource, first, end);
    } else {
      ReadByContent(resource, resource.values, "", 0);
    }
  }
}

void TerraformReader::ReadEntity(const Resource& resource, EntityType type, size_t index) {
  const EntityWords& words = *WordsOf(resource.type, &EntityWords::resource);
  EntityDraft draft(type, view_, &session_);
  draft.SetName(First(resource, "name", words.target));
  draft.SetLogicalId(resource.address);
  draft.SetArn(Get(resource, "arn"));
  draft.SetUniqueId(First(resource, "unique_id", "role_id"));
  draft.SetPath(Get(resource, "path"));
  draft.SetDescription(Get(resource, "description"));
  draft.SetMaxSession(Get(resource, "max_session_duration"));
  draft.SetBoundary(Get(resource, "permissions_boundary"));
  if (!resource.flat) draft.SetTags(Tags(resource));
  Value attached = Get(resource, "managed_policy_arns");
  for (Value arn : attached) draft.AddAttached(arn);
  Carries carries;
  carries.description = carries.boundary = true;
  carries.tags = !resource.flat;
  draft.Settle(carries, resource.values);

  Value trust = First(resource, "assume_role_policy", "assume_role_policy_document");
  if (type == EntityType::kRole && trust) {
    if (IsSensitive(resource, "assume_role_policy")) {
      session_.ReadDocument(trust, view_, Kind::kTrust, OwnerFor(draft.entity()), "trust policy");
    } else {
      draft.ReadTrust(trust);
    }
  }
  ReadInlineBlocks(resource, &draft);
  ReadSatellites(index, &draft);
  Finish(resource, &draft);
}

void TerraformReader::ReadInlineBlocks(const Resource& resource, EntityDraft* draft) {
  const std::string_view attribute = IsCc(resource) ? "policies" : "inline_policy";
  const std::string_view document = IsCc(resource) ? "policy_document" : "policy";
  Value list = resource.constants ? resource.values.Find(attribute) : Get(resource, attribute);
  if (list.open()) {
    if (OnlyComputed(resource, attribute, list)) return;
    session_.AddNotChecked(
        view_.ToFile(list.span()),
        "what inline policies " + resource.address + " has is known " + "after apply only",
        NotChecked::Why::kElsewhere);
    return;
  }
  const std::string target = std::to_string(static_cast<size_t>(&resource - resources_.data()));
  size_t at = 0;
  for (Value item : list) {
    Value unknown = ItemAt(resource.unknown.Find(attribute), at++);
    Value name = Get(resource, item, unknown, IsCc(resource) ? "policy_name" : "name");
    Value content = Get(resource, item, unknown, document);
    const bool elsewhere = elsewhere_.count(target + "|" + std::string(name.str())) != 0;
    if (!content || (elsewhere && !IsWritten(resource, attribute))) continue;
    if (IsSensitive(resource, attribute)) {
      Owner owner = OwnerFor(draft->entity());
      NamePolicy(name, view_, &owner);
      session_.ReadDocument(content, view_, Kind::kIdentity, owner, "inline policy");
    } else {
      draft->ReadInline(name, content);
    }
  }
}

void TerraformReader::ReadSatellites(size_t index, EntityDraft* draft) {
  for (size_t i : satellites_[index]) {
    const Resource& satellite = resources_[i];
    if (WordsOf(satellite.type, &EntityWords::attachment) != nullptr) {
      draft->AddAttached(Get(satellite, "policy_arn"));
      continue;
    }
    Value name = First(satellite, "name", "policy_name");
    Value content = First(satellite, "policy", "policy_document");
    if (!content) continue;
    if (IsSensitive(satellite, "policy")) {
      Owner owner = OwnerFor(draft->entity());
      NamePolicy(name, view_, &owner);
      session_.ReadDocument(content, view_, Kind::kIdentity, owner, "inline policy");
    } else {
      draft->ReadInline(name, content);
    }
  }
}

void TerraformReader::ReadManagedPolicy(const Resource& resource) {
  Value name = First(resource, "name", "managed_policy_name");
  Value arn = First(resource, "arn", "policy_arn");
  Value content = First(resource, "policy", "policy_document");
  if (!content) return;
  Owner owner;
  owner.policy_name = resource.address;
  NamePolicy(name, view_, &owner);
  owner.path = Get(resource, "path").str();
  if (arn.is_string() && !arn.open()) {
    owner.arn = arn.str();
    if (std::optional<policy::Arn> parts = policy::ParseArn(owner.arn)) {
      owner.partition = parts->partition;
      owner.account = parts->account;
    }
  }
  std::optional<policy::Document> document =
      session_.ReadDocument(content, view_, Kind::kIdentity, owner, "managed policy");
  if (owner.arn.empty() || IsSensitive(resource, "policy")) return;
  AddManagedPolicy(owner, document, session_.PlaceOf(view_, (name ? name : arn).inner_span()),
                   &session_);
}

void TerraformReader::ReadOrganizationPolicy(const Resource& resource) {
  Value type = Get(resource, "type");
  Kind kind = Kind::kScp;  // the provider's default
  if (type.open()) {
    Value content = Get(resource, "content");
    if (content) {
      session_.AddNotChecked(view_.ToFile(type.span()),
                             "of which type " + resource.address + " is, is not known",
                             NotChecked::Why::kElsewhere);
    }
    return;
  }
  if (type.str() == "RESOURCE_CONTROL_POLICY") {
    kind = Kind::kRcp;
  } else if (type && type.str() != "SERVICE_CONTROL_POLICY") {
    session_.AddNote("a policy of type " + std::string(type.str()) +
                         " is not written in IAM's language: passed over",
                     view_.ToFile(type.inner_span()));
    return;
  }
  Value content = Get(resource, "content");
  if (!content) return;
  Owner owner;
  owner.policy_name = resource.address;
  NamePolicy(Get(resource, "name"), view_, &owner);
  Value arn = Get(resource, "arn");
  if (!arn.open()) owner.arn = arn.str();
  std::optional<policy::Document> document =
      session_.ReadDocument(content, view_, kind, owner, "organization policy");
  if (!document || resource.foreign || IsSensitive(resource, "content")) return;
  estate::OrganizationPolicy& record = session_.records().organization.emplace_back();
  record.kind = kind;
  record.name = owner.policy_name;
  record.facts = estate::ExtractPolicy(*document, session_.file());
}

void TerraformReader::ReadPermission(const Resource& resource, const PermissionType& type) {
  const Value document = MakePermission(
      type, resource.values, [&](std::string_view name) { return Get(resource, name); }, view_,
      &session_);
  if (!document) return;
  Owner owner;
  owner.policy_name = resource.address;
  owner.resource_type = type.resource_type;
  session_.ReadDocument(document, view_, Kind::kResource, owner, "policy");
}

void TerraformReader::ReadPolicies(const Resource& resource, const TerraformPolicy* first,
                                   const TerraformPolicy* last) {
  for (; first != last; ++first) {
    const size_t dot = first->attribute.find('.');
    const std::string_view attribute = first->attribute.substr(0, dot);
    if (dot == std::string_view::npos) {
      ReadPolicy(resource, *first, Get(resource, attribute));
      continue;
    }
    const std::string_view inner = first->attribute.substr(dot + 1);
    Value block = resource.values.Find(attribute);
    Value unknown = resource.unknown.Find(attribute);
    if (unknown.truth()) ReadPolicy(resource, *first, Open(unknown));
    if (block.is_object()) {
      ReadPolicy(resource, *first, Get(resource, block, unknown, inner));
    } else {
      size_t at = 0;
      for (Value item : block) {
        ReadPolicy(resource, *first, Get(resource, item, ItemAt(unknown, at++), inner));
      }
    }
  }
}

void TerraformReader::ReadPolicy(const Resource& resource, const TerraformPolicy& policy,
                                 Value value) {
  if (!value) return;
  if (policy.computed && (OnlyComputed(resource, policy.attribute, value) ||
                          (SaidElsewhere(resource) && !IsWritten(resource, policy.attribute)))) {
    return;
  }
  Owner owner;
  owner.policy_name = resource.address;
  owner.resource_type = policy.resource_type;
  Value target = Get(resource, "resource_arn");
  if (target.str().find("/stream/") != std::string_view::npos) {
    owner.resource_type = "AWS::DynamoDB::Stream";
  } else if (target.str().find("/consumer/") != std::string_view::npos) {
    owner.resource_type = "AWS::Kinesis::StreamConsumer";
  }
  // The provider takes what it is given as it is: an object is a document too (awscc).
  session_.ReadDocument(value, view_, policy.kind, owner, "policy");
}

void TerraformReader::ReadByContent(const Resource& resource, Value values, std::string_view key,
                                    int depth) {
  constexpr int kMaxDepth = 8;
  if (depth > kMaxDepth) return;
  for (Value value : values) {
    const std::string_view name = value.has_key() ? value.key() : key;
    if (value.is_object() || value.is_array()) {
      ReadByContent(resource, value, name, depth + 1);
    } else if (value.is_string() && !value.open()) {
      Owner owner;
      owner.policy_name = resource.address;
      ReadCertainPolicy(value, view_, name, owner, &session_);
    }
  }
}

Value TerraformReader::Get(const Resource& resource, Value values, Value unknown,
                           std::string_view name) {
  Value not_known = unknown.Find(name);
  if (not_known.truth()) return Open(not_known);
  Value value = values.Find(name);
  if (resource.constants && value) {
    Value constant = value.Find("constant_value");
    value = constant || value.size() == 0 ? constant : Open(value);
  }
  if (value.type() == json::Type::kNull) return {};
  if (value.is_string() && value.str().empty()) return {};
  return value;
}

Value TerraformReader::First(const Resource& resource, std::string_view name,
                             std::string_view other) {
  Value value = Get(resource, name);
  return value ? value : Get(resource, other);
}

// With the provider's default tags, where they are told.
Value TerraformReader::Tags(const Resource& resource) {
  for (std::string_view name : {"tags_all", "tags"}) {
    Value unknown = resource.unknown.Find(name);
    if (AnyTrue(unknown)) return Open(unknown);
    if (Value tags = Get(resource, name)) return tags;
  }
  return {};
}

Value TerraformReader::Open(Value place) {
  json::Tree* tree = session_.trees()->Take(view_.text());
  json::Node& node = tree->nodes.emplace_back();
  node.begin = place.span().begin;
  node.end = place.span().end;
  node.next = 1;
  node.type = json::Type::kString;
  node.truth = true;
  node.quote = 0;
  tree->decoded.push_back("${after-apply}");
  node.count = 1;
  return tree->root();
}

// Whether the configuration gives the attribute a value, be it one that is not known yet.
bool TerraformReader::IsSet(const Resource& resource, std::string_view name) const {
  Value expression = resource.configured.Find(name);
  if (!expression) return false;
  Value constant = expression.Find("constant_value");
  return !constant || constant.type() != json::Type::kNull;
}

// Whether the configuration itself gives the attribute its value: then it is not what AWS reports
// of another resource.
bool TerraformReader::IsWritten(const Resource& resource, std::string_view name) const {
  return resource.written || (resource.configured && IsSet(resource, name));
}

bool TerraformReader::IsSensitive(const Resource& resource, std::string_view name) const {
  return resource.sensitive.truth() || AnyTrue(resource.sensitive.Find(name));
}

bool TerraformReader::SaidElsewhere(const Resource& resource) const {
  if (FindPairByParent(resource.type) == nullptr) return false;
  for (std::string_view name : kIdentities) {
    Value value = resource.values.Find(name);
    if (!value.is_string() || value.open()) continue;
    if (elsewhere_.count(std::string(resource.type) + "|" + std::string(value.str())) != 0) {
      return true;
    }
  }
  return false;
}

}  // namespace rolelint::inputs
