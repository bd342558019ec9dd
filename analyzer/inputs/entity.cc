#include "analyzer/inputs/entity.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string>
#include <utility>

#include "analyzer/estate/aws_policies.h"
#include "analyzer/estate/facts.h"
#include "analyzer/policy/arn.h"
#include "analyzer/text/utf8.h"

namespace rolelint::inputs {
namespace {

using estate::Entity;
using estate::EntityType;
using estate::Knowledge;
using json::Value;

struct EntityKeys {
  std::string_view name;
  std::string_view id;
  std::string_view policies;
  std::string_view arn_type;
};
constexpr EntityKeys kKeys[] = {
    {"UserName", "UserId", "UserPolicyList", "user"},
    {"GroupName", "GroupId", "GroupPolicyList", "group"},
    {"RoleName", "RoleId", "RolePolicyList", "role"},
};
const EntityKeys& KeysOf(EntityType type) { return kKeys[static_cast<size_t>(type)]; }

// Members as the API names them.
class EntityReader {
 public:
  EntityReader(Value object, const text::View& view, EntityType type, const Carries& carries,
               Session* session)
      : object_(object), carries_(carries), keys_(KeysOf(type)), draft_(type, view, session) {}

  void Read(Value attached) {
    ReadMembers();
    if (attached) ReadAttached(attached);
    draft_.Settle(carries_, object_);
    // A user without inline policies has no UserPolicyList at all.
    if (carries_.policies && (!policies_ || policies_.is_array())) draft_.KnowInline();
    ReadDocuments();
    draft_.Finish();
  }

 private:
  // The first of several members of one name holds, as everywhere.
  void ReadMembers() {
    for (Value member : object_) {
      std::string_view key = member.key();
      if (key == "Arn") {
        draft_.SetArn(member);
      } else if (key == keys_.name) {
        draft_.SetName(member);
      } else if (key == keys_.id) {
        draft_.SetUniqueId(member);
      } else if (key == "Path") {
        draft_.SetPath(member);
      } else if (key == "Description") {
        draft_.SetDescription(member);
      } else if (key == "MaxSessionDuration") {
        draft_.SetMaxSession(member);
      } else if (key == "Tags") {
        draft_.SetTags(member);
      } else if (key == "PermissionsBoundary") {
        draft_.SetBoundary(member.Find("PermissionsBoundaryArn"));
      } else if (key == "AttachedManagedPolicies") {
        ReadAttached(member);
      } else if (key == "GroupList") {
        draft_.SetGroups(member);
      } else if (key == keys_.policies) {
        if (!policies_) policies_ = member;
      }
    }
  }

  void ReadAttached(Value list) {
    if (!list.is_array() || attached_) return;
    attached_ = true;
    draft_.BeginAttached();
    for (Value policy : list) draft_.AddAttached(policy.Find("PolicyArn"));
  }

  void ReadDocuments() {
    bool trust_read = false;
    for (Value member : object_) {
      if (draft_.entity().type == EntityType::kRole && !trust_read &&
          member.key() == "AssumeRolePolicyDocument") {
        trust_read = true;
        draft_.ReadTrust(member);
      } else if (policies_ && member.index() == policies_.index()) {
        for (Value policy : policies_) ReadInline(policy);
      }
    }
  }

  void ReadInline(Value policy) {
    Value document = policy.Find("PolicyDocument");
    if (document) {
      draft_.ReadInline(policy.Find("PolicyName"), document);
    } else {
      draft_.MissInline(policy);
    }
  }

  const Value object_;
  const Carries carries_;
  const EntityKeys& keys_;
  EntityDraft draft_;
  Value policies_;
  bool attached_ = false;
};

}  // namespace

std::string_view NameKey(EntityType type) { return KeysOf(type).name; }

bool LooksLikeEntity(Value object, EntityType type) {
  if (!object.is_object()) return false;
  const EntityKeys& keys = KeysOf(type);
  if (object.Find(keys.name).is_string()) return true;
  std::optional<policy::Arn> arn = policy::ParseArn(object.Find("Arn").str());
  return arn && arn->service == "iam" &&
         policy::SplitIamResource(arn->resource).type == keys.arn_type;
}

void ReadEntity(Value object, const text::View& view, EntityType type, const Carries& carries,
                Session* session, Value attached) {
  EntityReader(object, view, type, carries, session).Read(attached);
}

// Whether the attribute may be set from the value.
template <typename T>
bool EntityDraft::Take(Value value, estate::Attribute<T>* attribute) {
  if (!value || attribute->state != Knowledge::kUnknown) return false;
  if (!value.open()) return true;
  open_.push_back(attribute);
  return false;
}

bool EntityDraft::IsOpen(const void* attribute) const {
  return std::find(open_.begin(), open_.end(), attribute) != open_.end();
}

void EntityDraft::SetArn(Value value) {
  if (!arn_ && value.is_string() && !value.open()) arn_ = value;
}

void EntityDraft::SetName(Value value) {
  if (!name_ && value.is_string() && !value.open()) name_ = value;
}

void EntityDraft::SetPath(Value value) {
  if (entity_.path.empty() && !value.open()) entity_.path = value.str();
}

void EntityDraft::SetUniqueId(Value value) {
  if (entity_.unique_id.empty() && !value.open()) entity_.unique_id = value.str();
}

void EntityDraft::SetDescription(Value value) {
  if (!Take(value, &entity_.description) || !value.is_string()) return;
  entity_.description = {Knowledge::kPresent, std::string(value.str()), PlaceOf(value)};
}

void EntityDraft::SetBoundary(Value arn) {
  if (!Take(arn, &entity_.boundary_arn) || !arn.is_string()) return;
  entity_.boundary_arn = {Knowledge::kPresent, std::string(arn.str()), PlaceOf(arn)};
}

void EntityDraft::SetMaxSession(Value value) {
  if (!Take(value, &entity_.max_session_seconds)) return;
  // Some tools write numbers as strings.
  std::string_view text = value.is_string() ? value.str() : value.raw();
  int64_t number = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return;
  entity_.max_session_seconds = {Knowledge::kPresent, number, PlaceOf(value)};
}

void EntityDraft::SetTags(Value list) {
  if (!Take(list, &entity_.tags) || !(list.is_array() || list.is_object())) return;
  for (Value tag : list) {
    // A tag that is left open may be the very one that a convention asks for.
    if (!tag.open() && !tag.Find("Key").open()) continue;
    open_.push_back(&entity_.tags);
    return;
  }
  entity_.tags.state = list.size() == 0 ? Knowledge::kAbsent : Knowledge::kPresent;
  entity_.tags.place = session_.PlaceOf(view_, list.span());
  entity_.tags.value.reserve(list.size());
  for (Value tag : list) {
    if (list.is_object()) {
      entity_.tags.value.push_back({std::string(tag.key()), std::string(tag.str()),
                                    session_.PlaceOf(view_, tag.key_inner_span())});
      continue;
    }
    Value key = tag.Find("Key");
    if (!key.is_string()) continue;
    entity_.tags.value.push_back(
        {std::string(key.str()), std::string(tag.Find("Value").str()), PlaceOf(key)});
  }
}

void EntityDraft::BeginAttached() { entity_.attached_state = Knowledge::kPresent; }

void EntityDraft::AddAttached(Value arn) {
  if (!arn.is_string()) return;
  if (!arn.open()) {
    entity_.attached.push_back({std::string(arn.str()), PlaceOf(arn)});
    return;
  }
  // Of AWS's own policies the name tells all.
  const std::string_view name = estate::AwsPolicyName(arn.str());
  if (name.empty() || name.find("${") != std::string_view::npos) {
    open_.push_back(&entity_.attached);
  } else {
    entity_.attached.push_back({"arn:aws:iam::aws:policy/" + std::string(name), PlaceOf(arn)});
  }
}

void EntityDraft::SetGroups(Value names) {
  if (!names.is_array() || entity_.groups_state == Knowledge::kPresent) return;
  entity_.groups_state = Knowledge::kPresent;
  entity_.groups.reserve(names.size());
  for (Value name : names) {
    if (name.open()) {
      open_.push_back(&entity_.groups);
    } else if (name.is_string()) {
      entity_.groups.emplace_back(name.str());
    }
  }
}

void EntityDraft::Settle(const Carries& carries, Value place) {
  entity_.arn = arn_.str();
  entity_.name = name_.str();
  if (std::optional<policy::Arn> arn = policy::ParseArn(entity_.arn)) {
    entity_.partition = arn->partition;
    entity_.account = arn->account;
    policy::IamResource resource = policy::SplitIamResource(arn->resource);
    if (entity_.name.empty()) entity_.name = resource.name;
    if (entity_.path.empty()) entity_.path = resource.path;
  }
  if (entity_.path.empty()) entity_.path = "/";
  entity_.place = name_.is_string() ? PlaceOf(name_) : arn_ ? PlaceOf(arn_) : PlaceOf(place);
  auto absent_if = [&](bool carried, auto* attribute) {
    if (carried && attribute->state == Knowledge::kUnknown && !IsOpen(attribute)) {
      attribute->state = Knowledge::kAbsent;
    }
  };
  absent_if(carries.description, &entity_.description);
  absent_if(carries.max_session, &entity_.max_session_seconds);
  absent_if(carries.tags, &entity_.tags);
  // A group cannot have one.
  absent_if(carries.boundary || entity_.type == EntityType::kGroup, &entity_.boundary_arn);
  auto whole_if = [&](bool carried, const void* list, Knowledge* state) {
    if (IsOpen(list)) {
      *state = Knowledge::kUnknown;
    } else if (carried && *state == Knowledge::kUnknown) {
      *state = Knowledge::kPresent;
    }
  };
  whole_if(carries.policies, &entity_.attached, &entity_.attached_state);
  whole_if(carries.groups, &entity_.groups, &entity_.groups_state);
}

void EntityDraft::KnowInline() { entity_.inline_state = Knowledge::kPresent; }

void EntityDraft::ReadTrust(Value value, const text::View* view) {
  if (view == nullptr) view = &view_;
  std::optional<policy::Document> document =
      session_.ReadDocument(value, *view, policy::Kind::kTrust, OwnerFor(entity_), "trust policy");
  if (document) {
    estate::ExtractTrust(*document, session_.file(), &entity_);
  } else {
    entity_.trust_complete = false;
    entity_.trust_place = session_.PlaceOf(*view, value.inner_span());
  }
}

void EntityDraft::ReadInline(Value name, Value content, const text::View* view) {
  if (view == nullptr) view = &view_;
  Owner owner = OwnerFor(entity_);
  owner.bounded = owner.bounded || IsOpen(&entity_.boundary_arn);
  NamePolicy(name, *view, &owner);
  const std::optional<policy::Document> document =
      session_.ReadDocument(content, *view, policy::Kind::kIdentity, owner, "inline policy");
  entity_.inline_policies.push_back(
      InlineRecord(name, content, *view, document ? &*document : nullptr, session_));
}

void EntityDraft::MissInline(Value value) {
  session_.AddNotChecked(view_.ToFile(value.span()),
                         "an inline policy of " +
                             std::string(estate::EntityTypeName(entity_.type)) + " " +
                             entity_.name + " has no PolicyDocument");
  entity_.inline_state = Knowledge::kUnknown;
}

void EntityDraft::Finish() { session_.records().entities.push_back(std::move(entity_)); }

std::string_view AccountOf(Value object) {
  std::optional<policy::Arn> arn = policy::ParseArn(object.Find("Arn").str());
  // "aws" stands for the account of AWS's own policies.
  return arn && arn->account != "aws" ? arn->account : std::string_view();
}

void AddManagedPolicy(const Owner& owner, const std::optional<policy::Document>& document,
                      estate::Place place, Session* session) {
  estate::ManagedPolicy& record = session->records().policies.emplace_back();
  record.arn = owner.arn;
  record.name = owner.policy_name;
  record.place = place;
  if (document) {
    record.facts = estate::ExtractPolicy(*document, session->file());
    // It may be a permissions boundary. AWS's own are long, and are none in practice.
    if (!owner.aws_managed) estate::AddAllowedActions(*document, &record.facts);
  } else {
    record.facts.complete = false;
  }
}

Owner OwnerFor(const Entity& entity) {
  Owner owner;
  owner.arn = entity.arn;
  owner.account = entity.account;
  owner.partition = entity.partition;
  owner.entity_name = entity.name;
  owner.logical_id = entity.logical_id;
  owner.path = entity.path;
  owner.is_entity = true;
  owner.entity_type = entity.type;
  owner.permission_set = entity.permission_set;
  owner.bounded =
      entity.boundary_arn.present() && !estate::IsAdministratorAccess(entity.boundary_arn.value);
  return owner;
}

estate::InlinePolicy InlineRecord(Value name, Value content, const text::View& view,
                                  const policy::Document* document, const Session& session) {
  estate::InlinePolicy policy;
  if (!name.open()) policy.name = name.str();
  policy.name_place = session.PlaceOf(view, (name ? name : content).inner_span());
  if (document != nullptr) {
    policy.facts = estate::ExtractPolicy(*document, session.file());
    const Span span = document->span;
    policy.least_characters =
        text::CountVisible(document->view->text().substr(span.begin, span.size()));
  } else {
    policy.facts.complete = false;
  }
  return policy;
}

void NamePolicy(Value name, const text::View& view, Owner* owner) {
  if (!name.is_string() || name.open()) return;
  owner->policy_name = name.str();
  owner->policy_name_span = view.ToFile(name.inner_span());
}

}  // namespace rolelint::inputs
