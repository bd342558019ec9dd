#include "analyzer/engine/access_policies.h"

#include <fmt/format.h>

#include <algorithm>

#include "analyzer/estate/aws_policies.h"
#include "analyzer/json/reader.h"
#include "analyzer/policy/parser.h"

namespace rolelint::engine {
namespace {

using estate::Entity;
using estate::Knowledge;

// A condition that is left open, as templates leave it, may hold or not.
constexpr std::string_view kNothingKnown =
    R"({"Statement": [)"
    R"({"Effect": "Allow", "Action": "*", "Resource": "*",)"
    R"( "Condition": {"StringEquals": {"aws:Unknown": {"Ref": "Unknown"}}}},)"
    R"({"Effect": "Deny", "Action": "*", "Resource": "*",)"
    R"( "Condition": {"StringEquals": {"aws:Unknown": {"Ref": "Unknown"}}}}]})";
constexpr std::string_view kNothingKnownOfResource =
    R"({"Statement": [)"
    R"({"Effect": "Allow", "Principal": "*", "Action": "*",)"
    R"( "Condition": {"StringEquals": {"aws:Unknown": {"Ref": "Unknown"}}}},)"
    R"({"Effect": "Deny", "Principal": "*", "Action": "*",)"
    R"( "Condition": {"StringEquals": {"aws:Unknown": {"Ref": "Unknown"}}}}]})";

constexpr std::string_view kEverything =
    R"({"Version": "2012-10-17",)"
    R"( "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]})";

template <typename Map, typename Key>
const StoredPolicy* Find(const Map& sorted, const Key& key) {
  auto found = std::lower_bound(sorted.begin(), sorted.end(), key,
                                [](const auto& entry, const Key& k) { return entry.first < k; });
  return found != sorted.end() && found->first == key ? found->second : nullptr;
}

}  // namespace

struct AccessPolicies::Nothing {
  std::string text;  // padded
  text::View view;
  text::Arena arena;
  json::Tree tree;
  policy::Document document;

  Nothing(policy::Kind kind, std::string_view content) : text(content) {
    const size_t size = text.size();
    text.append(text::kPadding, '\0');
    view = text::View(std::string_view(text).substr(0, size));
    std::vector<json::Issue> ignored;
    tree.text = view.text();
    json::Reader(tree.text, &arena, &ignored).ReadValue(0, &tree);
    document = policy::ParsePolicy(tree.root(), view, kind, policy::KindSource::kWrapping, &arena);
  }
};

std::string EntityLabel(const Entity& entity) {
  return fmt::format("{} {}", estate::EntityTypeName(entity.type), entity.name);
}

AccessPolicies::AccessPolicies(PolicyStore* store, PolicyStore::Group exports, Compile compile)
    : store_(*store), estate_(store->EstateOf(exports)), compile_(std::move(compile)) {
  for (const StoredPolicy* policy : store->PoliciesIn(exports)) {
    if (policy->is_entity && policy->kind == policy::Kind::kTrust) {
      by_place_.push_back({{policy->file, policy->file_span.begin}, policy});
    } else if (policy->is_entity) {
      by_name_.push_back({{policy->file, policy->policy_name_span.begin}, policy});
    } else if (!policy->owner_arn.empty()) {
      managed_.try_emplace(policy->owner_arn, policy);
    }
  }
  std::sort(by_place_.begin(), by_place_.end());
  std::sort(by_name_.begin(), by_name_.end());
}

AccessPolicies::~AccessPolicies() = default;

void AccessPolicies::Clear() {
  policies_ = {};
  stored_.clear();
  unknown_.clear();
}

const StoredPolicy* AccessPolicies::StoredOf(const logic::CompiledPolicy* compiled) const {
  auto found = stored_.find(compiled);
  return found == stored_.end() ? nullptr : found->second;
}

const logic::CompiledPolicy* AccessPolicies::CompileStored(const StoredPolicy& policy) {
  const policy::Document* document = store_.DocumentOf(policy);
  if (document == nullptr) {
    return Unknown(policy.kind, fmt::format("the policy {} cannot be read", policy.policy_name));
  }
  const logic::CompiledPolicy* compiled = compile_(*document);
  stored_[compiled] = &policy;
  return compiled;
}

const logic::CompiledPolicy* AccessPolicies::Unknown(policy::Kind kind, std::string why) {
  if (std::find(unknown_.begin(), unknown_.end(), why) == unknown_.end()) {
    unknown_.push_back(std::move(why));
  }
  const bool resource = kind == policy::Kind::kResource || kind == policy::Kind::kTrust;
  return StandIn(resource ? policy::Kind::kResource : policy::Kind::kIdentity,
                 resource ? kNothingKnownOfResource : kNothingKnown);
}

const logic::CompiledPolicy* AccessPolicies::StandIn(policy::Kind kind, std::string_view text) {
  auto& [document, compiled] = stand_ins_[text];
  if (compiled == nullptr) {
    document = std::make_unique<Nothing>(kind, text);
    compiled = compile_(document->document);
  }
  return compiled;
}

bool AccessPolicies::WasLeftOut(const std::string& arn) const {
  return std::find(met_.begin(), met_.end(), arn) != met_.end();
}

bool AccessPolicies::DropBoundary() {
  const bool any = !policies_.boundary.empty();
  policies_.boundary.clear();
  return any;
}

void AccessPolicies::AddManaged(std::string_view arn, policy::Kind kind, std::string_view use,
                                logic::RequestPolicies::List* to) {
  if (std::find(left_out_.begin(), left_out_.end(), arn) != left_out_.end()) {
    met_.emplace_back(arn);
    return;
  }
  auto found = managed_.find(arn);
  if (found == managed_.end() && knows_administrator_ && estate::IsAdministratorAccess(arn)) {
    to->push_back(StandIn(kind, kEverything));
    return;
  }
  to->push_back(found != managed_.end()
                    ? CompileStored(*found->second)
                    : Unknown(kind, fmt::format("{}, {}, is not in the input", arn, use)));
}

void AccessPolicies::AddPoliciesOf(const Entity& holder) {
  const std::string label = EntityLabel(holder);
  for (const estate::InlinePolicy& policy : holder.inline_policies) {
    const estate::Place& place = policy.name_place;
    const StoredPolicy* stored = Find(by_name_, PlaceKey{place.file, place.span.begin});
    policies_.identity.push_back(
        stored != nullptr
            ? CompileStored(*stored)
            : Unknown(policy::Kind::kIdentity,
                      fmt::format("inline policy {} of {} cannot be read", policy.name, label)));
  }
  if (holder.inline_state != Knowledge::kPresent) {
    policies_.identity.push_back(
        Unknown(policy::Kind::kIdentity,
                fmt::format("the input does not hold all inline policies of {}", label)));
  }
  for (const estate::AttachedPolicy& attached : holder.attached) {
    AddManaged(attached.arn, policy::Kind::kIdentity, fmt::format("attached to {}", label),
               &policies_.identity);
  }
  if (holder.attached_state != Knowledge::kPresent) {
    policies_.identity.push_back(
        Unknown(policy::Kind::kIdentity,
                fmt::format("the input does not tell which managed policies {} has", label)));
  }
}

void AccessPolicies::AddGroups(const Entity& user) {
  if (user.groups_state != Knowledge::kPresent) {
    policies_.identity.push_back(
        Unknown(policy::Kind::kIdentity,
                fmt::format("the input does not tell the groups of {}", EntityLabel(user))));
  }
  for (const std::string& name : user.groups) {
    const Entity* group = estate_.FindByName(estate::EntityType::kGroup, user.account, name);
    if (group != nullptr) {
      AddPoliciesOf(*group);
    } else {
      policies_.identity.push_back(
          Unknown(policy::Kind::kIdentity,
                  fmt::format("group {} of {} is not in the input", name, EntityLabel(user))));
    }
  }
}

void AccessPolicies::AddBoundary(const Entity& entity) {
  if (entity.boundary_arn.absent()) return;
  if (entity.boundary_arn.present()) {
    AddManaged(entity.boundary_arn.value, policy::Kind::kBoundary,
               fmt::format("the permissions boundary of {}", EntityLabel(entity)),
               &policies_.boundary);
    return;
  }
  policies_.boundary.push_back(
      Unknown(policy::Kind::kBoundary,
              fmt::format("the input does not tell whether {} has a permissions boundary",
                          EntityLabel(entity))));
}

void AccessPolicies::AddEntity(const Entity& entity) {
  AddPoliciesOf(entity);
  if (entity.type == estate::EntityType::kUser) AddGroups(entity);
  AddBoundary(entity);
}

void AccessPolicies::AddUnknownIdentity(std::string why) {
  policies_.identity.push_back(Unknown(policy::Kind::kIdentity, std::move(why)));
}

void AccessPolicies::AddAll(PolicyStore::Group group, logic::RequestPolicies::List* to) {
  for (const StoredPolicy* policy : store_.PoliciesIn(group)) to->push_back(CompileStored(*policy));
}

void AccessPolicies::AddIdentity(PolicyStore::Group group) { AddAll(group, &policies_.identity); }

void AccessPolicies::AddBoundary(PolicyStore::Group group) { AddAll(group, &policies_.boundary); }

void AccessPolicies::AddScpLevel(PolicyStore::Group group) {
  AddAll(group, &policies_.scp.emplace_back());
}

void AccessPolicies::AddRcpLevel(PolicyStore::Group group) {
  AddAll(group, &policies_.rcp.emplace_back());
}

void AccessPolicies::AddSession(PolicyStore::Group group) { AddAll(group, &policies_.session); }

void AccessPolicies::AddVpcEndpoint(PolicyStore::Group group) {
  AddAll(group, &policies_.vpc_endpoint);
}

void AccessPolicies::SetResource(const StoredPolicy& policy) {
  policies_.resource = CompileStored(policy);
}

bool AccessPolicies::SetTrustOf(std::string_view role_arn) {
  const Entity* role = estate_.FindEntity(role_arn);
  if (role == nullptr || role->trust_state != Knowledge::kPresent) return false;
  const estate::Place& place = role->trust_place;
  const StoredPolicy* stored = Find(by_place_, PlaceKey{place.file, place.span.begin});
  if (stored == nullptr) return false;
  SetResource(*stored);
  return true;
}

void AccessPolicies::SetUnknownResource(std::string why) {
  policies_.resource = Unknown(policy::Kind::kResource, std::move(why));
}

}  // namespace rolelint::engine
