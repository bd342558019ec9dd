// AWS Config: what it recorded of resources, as snapshot and history files, as answers of its API
// and as results of its queries. The configuration of a resource is an object or a string, and
// IAM's documents in it are URL-encoded.
// https://docs.aws.amazon.com/config/latest/APIReference/API_ConfigurationItem.html

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

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

// How deep a policy may lie in what is recorded of a resource.
constexpr int kMaxConfigItemDepth = 8;

Value FindEither(Value object, std::string_view name, std::string_view other) {
  Value value = object.Find(name);
  return value ? value : object.Find(other);
}

bool IsItem(Value item) {
  if (!item.is_object()) return false;
  return item.Find("resourceType").str().starts_with("AWS::") &&
         (item.Find("configuration") || item.Find("configurationItemStatus") ||
          item.Find("supplementaryConfiguration"));
}

struct ConfigItemKeys {
  std::string_view resource_type;
  EntityType type;
  std::string_view name;
  std::string_view id;
  std::string_view policies;
};
constexpr ConfigItemKeys kConfigItemEntities[] = {
    {"AWS::IAM::Role", EntityType::kRole, "roleName", "roleId", "rolePolicyList"},
    {"AWS::IAM::User", EntityType::kUser, "userName", "userId", "userPolicyList"},
    {"AWS::IAM::Group", EntityType::kGroup, "groupName", "groupId", "groupPolicyList"},
};

class ItemReader {
 public:
  ItemReader(Value item, const text::View& view, Session* session)
      : item_(item), view_(view), session_(*session) {
    type_ = item.Find("resourceType").str();
  }

  // What was deleted has no policy.
  void Read() {
    if (item_.Find("configurationItemStatus").str().starts_with("ResourceDeleted")) return;
    Value configuration = item_.Find("configuration");
    const text::View* view = &view_;
    if (configuration.is_string()) {
      if (!LooksWrapped(configuration.str())) return;
      std::vector<LayerIssues> issues;
      Unwrapped inner = Unwrap(configuration, view_, session_.arena(), session_.trees(), &issues);
      session_.HandIssues(issues);
      if (!inner.value) return Broken(configuration);
      configuration = inner.value;
      view = inner.view;
    }
    for (const ConfigItemKeys& keys : kConfigItemEntities) {
      if (type_ == keys.resource_type) return ReadEntity(keys, configuration, *view);
    }
    if (type_ == "AWS::IAM::Policy") return ReadPolicy(configuration, *view);
    Search(configuration, *view, 0);
    Search(item_.Find("supplementaryConfiguration"), view_, 0);
  }

 private:
  void Broken(Value configuration) {
    if (!MayHoldStatement(configuration)) return;
    session_.AddNotChecked(
        view_.ToFile(configuration.span()),
        "the configuration of " + std::string(type_) + " is a string that holds no readable JSON");
  }

  Value Arn() const { return FindEither(item_, "ARN", "arn"); }

  void ReadEntity(const ConfigItemKeys& keys, Value configuration, const text::View& view) {
    if (!configuration.is_object()) return;
    EntityDraft draft(keys.type, view, &session_);
    // A query gives what was asked for; a recorded item is whole.
    const bool whole = static_cast<bool>(item_.Find("configurationItemStatus"));
    Value arn = configuration.Find("arn");
    // Of the item only if it is the same text that the draft counts in.
    if (!arn && &view == &view_) arn = Arn();
    draft.SetArn(arn);
    draft.SetName(configuration.Find(keys.name));
    draft.SetUniqueId(configuration.Find(keys.id));
    draft.SetPath(configuration.Find("path"));
    draft.SetBoundary(configuration.Find("permissionsBoundary").Find("permissionsBoundaryArn"));
    const Value attached = configuration.Find("attachedManagedPolicies");
    if (attached.is_array()) {
      draft.BeginAttached();
      for (Value policy : attached) draft.AddAttached(policy.Find("policyArn"));
    }
    draft.SetGroups(configuration.Find("groupList"));
    draft.Settle({.boundary = whole}, configuration);
    const Value inline_policies = configuration.Find(keys.policies);
    if (inline_policies.is_array() || (whole && attached.is_array())) draft.KnowInline();
    const Value trust = configuration.Find("assumeRolePolicyDocument");
    if (keys.type == EntityType::kRole && trust) draft.ReadTrust(trust);
    for (Value policy : inline_policies) {
      const Value document = policy.Find("policyDocument");
      if (document) draft.ReadInline(policy.Find("policyName"), document);
    }
    draft.Finish();
  }

  void ReadPolicy(Value configuration, const text::View& view) {
    Owner owner;
    const Value arn = Arn() ? Arn() : configuration.Find("arn");
    owner.arn = arn.str();
    if (std::optional<policy::Arn> parts = policy::ParseArn(owner.arn)) {
      owner.partition = parts->partition;
      owner.aws_managed = parts->account == "aws";
      if (policy::IsAccountId(parts->account)) owner.account = parts->account;
    }
    const Value name = FindEither(configuration, "policyName", "resourceName");
    NamePolicy(name, view, &owner);
    for (Value version : configuration.Find("policyVersionList")) {
      const Value document = version.Find("document");
      if (!document) continue;
      const Value in_force = version.Find("isDefaultVersion");
      if (in_force && !in_force.truth()) {
        session_.SkipVersion(view.ToFile(version.span()));
        continue;
      }
      std::optional<policy::Document> read =
          session_.ReadDocument(document, view, policy::Kind::kIdentity, owner, "managed policy");
      AddManagedPolicy(owner, read,
                       session_.PlaceOf(view, name ? name.inner_span() : document.span()),
                       &session_);
    }
  }

  // The policy of any other resource, under whatever name Config has for it.
  void Search(Value value, const text::View& view, int depth) {
    if (depth == kMaxConfigItemDepth || !MayHoldStatement(value)) return;
    if (FoundPolicy found = LookForPolicy(value, view, &session_)) {
      Owner owner;
      owner.resource_type = type_;
      owner.arn = Arn().str();
      const Value account = FindEither(item_, "awsAccountId", "accountId");
      if (policy::IsAccountId(account.str())) owner.account = account.str();
      std::optional<policy::Kind> kind = policy::Kind::kResource;
      if (found.document.value && policy::InferKind(found.document.value) != *kind) {
        kind.reset();
        owner.resource_type = {};
      }
      HandOverFound(found, value, view, kind, owner, "policy of " + std::string(type_), &session_);
      return;
    }
    if (value.is_string() && LooksWrapped(value.str())) {
      std::vector<LayerIssues> issues;
      Unwrapped inner = Unwrap(value, view, session_.arena(), session_.trees(), &issues);
      if (inner.value) Search(inner.value, *inner.view, depth + 1);
      return;
    }
    for (Value member : value) Search(member, view, depth + 1);
  }

  const Value item_;
  const text::View& view_;
  Session& session_;
  std::string_view type_;
};

// {"configurationItems": [item…]}, {"baseConfigurationItems": […]}, an item alone, or the event
// that a rule's function gets.
Value ItemsOf(Value object) {
  for (std::string_view key : {"configurationItems", "baseConfigurationItems"}) {
    const Value items = object.Find(key);
    if (items.is_array() && (items.size() == 0 || IsItem(*items.begin()))) return items;
  }
  return {};
}

bool HasItems(Value object) {
  return ItemsOf(object) || IsItem(object) || IsItem(object.Find("configurationItem"));
}

std::string_view TimeOf(Value item) {
  const Value time = item.Find("configurationItemCaptureTime");
  // Seconds or a date: either is told apart by its text.
  return time.is_string() ? time.str() : time.raw();
}

// A history tells of every state that a resource was in; the last one is in force.
void ReadLatest(Value items, const text::View& view, Session* session) {
  std::map<std::pair<std::string_view, std::string_view>, Value> latest;
  Value first_older;
  size_t older = 0;
  for (Value item : items) {
    if (!IsItem(item)) continue;
    const Value id = FindEither(item, "resourceId", "ARN");
    auto [known, added] =
        latest.emplace(std::pair(item.Find("resourceType").str(), id.str()), item);
    if (added) continue;
    Value& last = known->second;
    if (id.str().empty()) {
      ItemReader(item, view, session).Read();
      continue;
    }
    const Value previous = TimeOf(last) < TimeOf(item) ? std::exchange(last, item) : item;
    if (older++ == 0) first_older = previous;
  }
  std::set<uint32_t> in_force;
  for (const auto& [key, item] : latest) in_force.insert(item.index());
  for (Value item : items) {
    if (in_force.count(item.index()) != 0) ItemReader(item, view, session).Read();
  }
  if (older == 0) return;
  session->AddNote(
      std::to_string(older) +
          (older == 1 ? " earlier state of a resource was" : " earlier states of resources were") +
          " left out: a later one is here",
      view.ToFile(first_older.span()));
}

void ReadItems(Value object, const text::View& view, Session* session) {
  const Value items = ItemsOf(object);
  if (items) {
    session->Recognise("config-items", "it has " + std::string(items.key()));
    ReadLatest(items, view, session);
    return;
  }
  const Value event = object.Find("configurationItem");
  session->Recognise("config-items", "it has resourceType beside configuration");
  ItemReader(event ? event : object, view, session).Read();
}

// select-resource-config: {"Results": ["<JSON>", …]}.
bool HasResults(Value object) {
  const Value results = object.Find("Results");
  if (!results.is_array() || results.size() == 0) return false;
  const Value first = *results.begin();
  if (!first.is_string() || !first.str().starts_with('{')) return false;
  return first.raw().find("resourceType") != std::string_view::npos ||
         first.raw().find("onfiguration") != std::string_view::npos;
}

void ReadResults(Value object, const text::View& view, Session* session) {
  session->Recognise("config-query", "it has Results, each a string of JSON");
  for (Value result : object.Find("Results")) {
    if (!result.is_string() || !MayHoldStatement(result)) continue;
    std::vector<LayerIssues> issues;
    Unwrapped inner = Unwrap(result, view, session->arena(), session->trees(), &issues);
    if (inner.value && IsItem(inner.value)) {
      session->HandIssues(issues);
      ItemReader(inner.value, *inner.view, session).Read();
    } else if (inner.value.is_object()) {
      // The query did not ask for the type.
      SearchPolicies(inner.value, *inner.view, {}, session);
    } else {
      session->HandIssues(issues);
      session->AddNotChecked(view.ToFile(result.span()),
                             "a result of the query is a string that holds no readable JSON");
    }
  }
}

}  // namespace

const Adapter kConfigItems = {HasItems, ReadItems};
const Adapter kConfigQuery = {HasResults, ReadResults};

}  // namespace rolelint::inputs
