#include "analyzer/inputs/cloudformation/reader.h"
#include "analyzer/inputs/entity.h"
#include "analyzer/inputs/open_strings.h"
#include "analyzer/inputs/other_world.h"
#include "analyzer/inputs/permission.h"

#include <algorithm>

#include "analyzer/estate/facts.h"
#include "analyzer/policy/arn.h"

namespace rolelint::inputs::cloudformation {

using estate::EntityType;
using json::Value;

namespace {

constexpr std::string_view kPermissionSet = "AWS::SSO::PermissionSet";
// Combinations of conditions, of one resource.
constexpr size_t kMaxResourceWorlds = 32;

// The list by which a policy says to whom it is attached, and the one name of the newer types.
struct Attachment {
  std::string_view list;
  std::string_view name;
  EntityType type;
};
constexpr Attachment kAttachments[] = {
    {"Roles", "RoleName", EntityType::kRole},
    {"Users", "UserName", EntityType::kUser},
    {"Groups", "GroupName", EntityType::kGroup},
};

std::optional<EntityType> EntityTypeOf(std::string_view type) {
  if (type == "AWS::IAM::Role") return EntityType::kRole;
  if (type == "AWS::IAM::User") return EntityType::kUser;
  if (type == "AWS::IAM::Group") return EntityType::kGroup;
  return std::nullopt;
}

bool IsInlinePolicy(std::string_view type) {
  return type == "AWS::IAM::Policy" || type == "AWS::IAM::RolePolicy" ||
         type == "AWS::IAM::UserPolicy" || type == "AWS::IAM::GroupPolicy";
}

bool IsSamRole(std::string_view type) {
  return type == "AWS::Serverless::Function" || type == "AWS::Serverless::StateMachine";
}

// Also of types that others have registered with CloudFormation.
bool HasType(Value resource) {
  return resource.Find("Type").str().find("::") != std::string_view::npos;
}

template <typename Visit>
void ForEachItem(Value list, Visit visit) {
  if (list.is_array()) {
    for (Value item : list) visit(item);
  } else if (list) {
    visit(list);
  }
}

}  // namespace

TemplateReader::TemplateReader(Value root, const text::View& view, PlainVariables variables,
                               const Format& format, Session* session)
    : root_(root),
      view_(view),
      format_(format),
      session_(*session),
      scope_(root, session->options().parameters),
      resolver_(root, scope_, view, variables, session->arena(),
                session->trees()->Take(view.text())) {
  for (Value parameter : root.Find("Parameters")) session_.DeclareParameter(parameter.key());
  session_.SetOpenHint(
      "--parameters gives parameters a value, and pseudo parameters such as AWS::AccountId");
  const bool plain = variables == PlainVariables::kNone;
  session_.SetTemplate(
      true, plain ? scope_.Names(session->arena()) : std::span<const std::string_view>());
}

void TemplateReader::Collect(Value section, std::vector<Value>* resources) {
  for (Value member : section) {
    if (member.key().starts_with(kForEach) && member.is_array() && member.size() == 3) {
      // One of each stands for all that the loop makes.
      auto body = member.begin();
      ++body;
      ++body;
      for (Value resource : *body) {
        if (HasType(resource)) resources->push_back(resource);
      }
    } else if (HasType(member)) {
      resources->push_back(member);
    }
  }
}

void TemplateReader::LookAtUse(Value resource) {
  const Value properties = resource.Find("Properties");
  const std::string_view boundary = properties.Find("PermissionsBoundary").Find("Ref").str();
  if (!boundary.empty()) boundaries_.insert(boundary);
  const bool role = resource.Find("Type").str() == "AWS::IAM::Role";
  ForEachItem(properties.Find("ManagedPolicyArns"), [&](Value arn) {
    attached_.insert(arn.Find("Ref").str());
    if (!role) attached_elsewhere_.insert(arn.Find("Ref").str());
  });
  if (resource.Find("Type").str() != "AWS::IAM::ManagedPolicy") return;
  for (const Attachment& attachment : kAttachments) {
    const Value list = properties.Find(attachment.list);
    if (list) attached_.insert(resource.key());
    ForEachItem(list, [&](Value entity) { extended_.insert(entity.Find("Ref").str()); });
  }
}

void TemplateReader::ReadResources() {
  std::vector<Value> resources;
  if (IsResource(root_)) {
    resources.push_back(root_);
  } else {
    for (Value section : ResourceSections(root_)) Collect(section, &resources);
  }
  for (Value resource : resources) LookAtUse(resource);
  std::stable_partition(resources.begin(), resources.end(), [](Value resource) {
    return EntityTypeOf(resource.Find("Type").str()).has_value();
  });
  for (Value resource : resources) ReadInWorlds(resource);
  if (resolver_.exhausted()) {
    session_.AddNotChecked(view_.ToFile(root_.span()),
                           "the functions of this template stand for more than " +
                               std::to_string(kMaxResolved >> 20) + " MB: what they give is open");
  }
}

std::vector<text::Choice> TemplateReader::WorldOf(std::string_view condition) {
  if (condition.empty()) return {};
  std::vector<text::Choice> turned;  // none if it never is made: it is read all the same
  text::Worlds worlds(kMaxResourceWorlds);
  do {
    resolver_.SetWorld(&worlds.choices());
    if (!resolver_.Holds(condition)) continue;
    turned = worlds.choices().turned();
    break;
  } while (worlds.Next());
  resolver_.SetWorld(&first_world_);
  return turned;
}

void TemplateReader::ReadInWorlds(Value resource) {
  const std::string_view condition = resource.Find("Condition").str();
  text::Worlds worlds(kMaxResourceWorlds, WorldOf(condition));
  resolver_.SetWorld(&worlds.choices());
  const bool made = condition.empty() || resolver_.Holds(condition);
  session_.ReadAgain(false, worlds.choices().Tell());
  ReadOne(resource);
  OtherWorlds others(&session_.records());
  again_ = true;
  while (worlds.Next()) {
    resolver_.SetWorld(&worlds.choices());
    if (made && !condition.empty() && !resolver_.Holds(condition)) continue;
    session_.ReadAgain(true, worlds.choices().Tell());
    ReadOne(resource);
    others.Leave();
  }
  again_ = false;
  session_.ReadAgain(false);
  resolver_.SetWorld(&first_world_);
  if (worlds.cut_short()) {
    session_.TellCutShort(
        kMaxResourceWorlds,
        view_.ToFile(resource.has_key() ? resource.key_inner_span() : resource.span()));
  }
}

void TemplateReader::ReadOne(Value resource) {
  const std::string_view type = resource.Find("Type").str();
  const std::optional<EntityType> entity = EntityTypeOf(type);
  const bool iam = entity || IsInlinePolicy(type) || type == "AWS::IAM::ManagedPolicy";
  const PermissionType* permission = FindPermission(type);
  const bool listed = !PolicyPropertiesOf(type).empty() || permission != nullptr ||
                      type == "AWS::Organizations::Policy";
  const bool may_hold = resource.raw().find("tatement") != std::string_view::npos;
  const bool role = IsSamRole(type) || type == kPermissionSet;
  if (!iam && !listed && !(may_hold && !SpeaksOtherLanguage(type)) && !role) return;
  const Value raw = resource.Find("Properties");
  const Value properties = raw ? resolver_.Resolve(raw) : Value();
  read_.clear();
  custom_ = type.starts_with("Custom::") || type == "AWS::CloudFormation::CustomResource";
  if (properties.open()) {
    session_.AddNotChecked(
        view_.ToFile(properties.span()),
        "the properties of " + std::string(resource.key()) + " are left open by the template",
        NotChecked::Why::kUnresolved);
  } else if (entity) {
    ReadEntity(resource, properties, *entity);
  } else if (IsInlinePolicy(type)) {
    ReadInlinePolicy(resource, properties);
  } else if (type == "AWS::IAM::ManagedPolicy") {
    ReadManagedPolicy(resource, properties);
  } else if (type == "AWS::Organizations::Policy") {
    ReadOrganizationPolicy(properties);
  } else if (permission != nullptr) {
    ReadPermission(*permission, properties);
  } else {
    if (IsSamRole(type)) ReadSamRole(resource, properties);
    if (type == kPermissionSet) ReadPermissionSet(resource, properties);
    if (const PermissionType* url = FindPermission(std::string(type) + ".FunctionUrlConfig")) {
      ReadPermission(*url, properties.Find("FunctionUrlConfig"));
    }
    ReadListed(type, properties);
    if (type == "AWS::CloudFormation::StackSet") TellInner(properties);
    if (may_hold) Search(properties, 0);
  }
}

// What stands for a resource without a name: its logical id.
Value TemplateReader::PlaceOf(Value resource) {
  const Span span = resource.has_key() ? resource.key_inner_span() : resource.span();
  return resolver_.MakeString(Rope::Of(resource.key(), span), span);
}

void TemplateReader::SetOrigin(Value resource, EntityDraft* draft) const {
  draft->SetLogicalId(resource.key());
  const std::string* account = scope_.Given("AWS::AccountId");
  if (account != nullptr) draft->SetAccount(*account);
}

void TemplateReader::ReadEntity(Value resource, Value properties, EntityType type) {
  Recognise();
  const Value place = PlaceOf(resource);
  const Rope arn = resolver_.ArnOf(resource, place.span());
  EntityDraft draft(type, view_, &session_);
  if (!arn.open()) draft.SetArn(resolver_.MakeString(arn, place.span()));
  SetOrigin(resource, &draft);
  // An empty name is none.
  if (const Value name = properties.Find(NameKey(type)); !name.str().empty()) draft.SetName(name);
  draft.SetPath(properties.Find("Path"));
  draft.SetDescription(properties.Find("Description"));
  draft.SetMaxSession(properties.Find("MaxSessionDuration"));
  draft.SetBoundary(properties.Find("PermissionsBoundary"));
  draft.SetTags(properties.Find("Tags"));
  if (const Value arns = properties.Find("ManagedPolicyArns")) {
    draft.BeginAttached();
    ForEachItem(arns, [&](Value item) { draft.AddAttached(item); });
  }
  if (extended_.contains(resource.key())) {
    draft.AddAttached(resolver_.MakeOpen("Attached", place.span()));
  }
  draft.SetGroups(properties.Find("Groups"));
  // Tags may also come from the stack, policies from other stacks, the length of sessions from IAM.
  draft.Settle({.description = true, .boundary = true}, place);
  if (const Value trust = properties.Find("AssumeRolePolicyDocument")) draft.ReadTrust(trust);
  ForEachItem(properties.Find("Policies"), [&](Value policy) {
    if (policy.open()) {
      if (policy.str() == kNoItem) return;
      session_.AddNotChecked(
          view_.ToFile(policy.span()),
          "an inline policy of " + std::string(resource.key()) + " is left open by the template",
          NotChecked::Why::kUnresolved);
    } else if (const Value document = policy.Find("PolicyDocument")) {
      draft.ReadInline(policy.Find("PolicyName"), document);
    } else if (policy) {
      draft.MissInline(policy);
    }
  });
  if (!again_) {
    entity_of_.emplace(resource.key(), static_cast<uint32_t>(session_.records().entities.size()));
  }
  draft.Finish();
}

// Whose policy it is: entities of this template are told by their logical id.
std::vector<uint32_t> TemplateReader::EntitiesWith(Value raw) const {
  std::vector<uint32_t> entities;
  const auto look = [&](Value item) {
    const auto found = entity_of_.find(item.Find("Ref").str());
    if (found != entity_of_.end()) entities.push_back(found->second);
  };
  for (const Attachment& attachment : kAttachments) {
    ForEachItem(raw.Find(attachment.list), look);
    look(raw.Find(attachment.name));
  }
  return entities;
}

void TemplateReader::ReadInlinePolicy(Value resource, Value properties) {
  const Value document = properties.Find("PolicyDocument");
  // AWS::IAM::RolePolicy and its like may do without one.
  if (!document) return;
  Recognise();
  const std::vector<uint32_t> entities = EntitiesWith(resource.Find("Properties"));
  const Value name = properties.Find("PolicyName");
  if (entities.empty()) return ReadPolicyOfOther(resource, properties);
  Owner owner = OwnerFor(session_.records().entities[entities.front()]);
  // Of several, what is true of a role alone is not true of the policy.
  if (properties.Find("Users") || properties.Find("Groups")) {
    owner.is_entity = owner.entity_type != EntityType::kRole;
  }
  NamePolicy(name, view_, &owner);
  const std::optional<policy::Document> read =
      session_.ReadDocument(document, view_, policy::Kind::kIdentity, owner, "inline policy");
  if (again_) return;
  for (uint32_t entity : entities) {
    session_.records().entities[entity].inline_policies.push_back(
        InlineRecord(name, document, view_, read ? &*read : nullptr, session_));
  }
}

// Of somebody who is not in this template: one who has a name is an entity all the same.
void TemplateReader::ReadPolicyOfOther(Value resource, Value properties) {
  const Value name = properties.Find("PolicyName");
  const Value document = properties.Find("PolicyDocument");
  const auto lists = std::count_if(
      std::begin(kAttachments), std::end(kAttachments),
      [&](const Attachment& each) { return static_cast<bool>(properties.Find(each.list)); });
  for (const Attachment& attachment : kAttachments) {
    if (lists > 1) break;  // of several kinds of owners
    Value who = properties.Find(attachment.name);
    const Value list = properties.Find(attachment.list);
    if (!who && list.is_array() && list.size() == 1) who = *list.begin();
    if (!who.is_string() || who.open()) continue;
    EntityDraft draft(attachment.type, view_, &session_);
    SetOrigin(resource, &draft);
    draft.SetName(who);
    draft.Settle({}, who);
    draft.ReadInline(name, document);
    return draft.Finish();
  }
  Owner owner;
  NamePolicy(name, view_, &owner);
  session_.ReadDocument(document, view_, policy::Kind::kIdentity, owner, "inline policy");
}

void TemplateReader::ReadManagedPolicy(Value resource, Value properties) {
  const Value document = properties.Find("PolicyDocument");
  if (!document) return;
  Recognise();
  const Value place = PlaceOf(resource);
  const Rope arn = resolver_.ArnOf(resource, place.span());
  const std::string known = arn.open() ? "" : arn.str();
  Owner owner;
  owner.arn = known;
  if (const Value path = properties.Find("Path"); !path.open()) owner.path = path.str();
  const Value name = properties.Find("ManagedPolicyName");
  NamePolicy(name, view_, &owner);
  if (const std::optional<policy::Arn> parts = policy::ParseArn(owner.arn)) {
    owner.partition = parts->partition;
    owner.account = parts->account;
  }
  owner.only_roles = properties.Find("Roles") && !properties.Find("Users") &&
                     !properties.Find("Groups") && !attached_elsewhere_.contains(resource.key());
  const bool boundary_only =
      boundaries_.contains(resource.key()) && !attached_.contains(resource.key());
  const std::optional<policy::Document> read = session_.ReadDocument(
      document, view_, boundary_only ? policy::Kind::kBoundary : policy::Kind::kIdentity, owner,
      "managed policy");
  if (known.empty()) return;
  AddManagedPolicy(owner, read, session_.PlaceOf(view_, name ? name.inner_span() : place.span()),
                   &session_);
}

}  // namespace rolelint::inputs::cloudformation
