#include "analyzer/graph/switches.h"

#include <algorithm>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "analyzer/graph/half_decider.h"
#include "analyzer/graph/name_words.h"
#include "analyzer/policy/arn.h"
#include "analyzer/policy/query.h"
#include "analyzer/text/edit_distance.h"
#include "analyzer/text/glob.h"

namespace rolelint::graph {
namespace {

using estate::EntityType;
using estate::Estate;

// Comparing a missing name with all names of its account is linear in the account; a run with more
// missing names than this is not about typos any more.
constexpr int kMaxNearSearches = 2000;

class Joiner {
 public:
  Joiner(const Estate& estate, HalfDecider* decider) : estate_(estate), decider_(*decider) {}

  SwitchMap Run() {
    IndexHolders();
    for (const Entity& entity : estate_.entities()) {
      if (entity.type == EntityType::kRole) TrustSide(entity);
      PermissionSide(entity);
    }
    for (const estate::ManagedPolicy& policy : estate_.policies()) ManagedSide(policy);
    for (Switch& s : map_.switches) {
      s.permission = decider_.Permission(estate_, *s.who, s.role->arn);
      s.trust = decider_.Trust(estate_, *s.role, *s.who);
      s.same_account = s.who->account == s.role->account;
    }
    return std::move(map_);
  }

 private:
  struct PairHash {
    size_t operator()(const std::pair<const Entity*, const Entity*>& pair) const {
      return std::hash<const void*>()(pair.first) * 31 + std::hash<const void*>()(pair.second);
    }
  };

  // Who is in which group, and to whom the managed policies are attached that allow switches.
  void IndexHolders() {
    for (const estate::ManagedPolicy& policy : estate_.policies()) {
      if (!policy.facts.assume.empty()) attached_to_.try_emplace(policy.arn);
    }
    for (const Entity& entity : estate_.entities()) {
      for (const std::string& group : entity.groups) {
        const Entity* found = estate_.FindByName(EntityType::kGroup, entity.account, group);
        if (found != nullptr) members_[found].push_back(&entity);
      }
      for (const estate::AttachedPolicy& attached : entity.attached) {
        auto it = attached_to_.find(attached.arn);
        if (it != attached_to_.end()) it->second.push_back(&entity);
      }
    }
  }

  Switch& At(const Entity& who, const Entity& role) {
    auto [it, added] = index_.try_emplace({&who, &role}, map_.switches.size());
    if (added) {
      map_.switches.emplace_back();
      map_.switches.back().who = &who;
      map_.switches.back().role = &role;
    }
    return map_.switches[it->second];
  }

  void TrustSide(const Entity& role) {
    for (const estate::TrustStatement& statement : role.trust) {
      if (!statement.allow || statement.not_principal) continue;
      if ((statement.actions & estate::kAssumeRole) == 0) continue;
      for (const estate::PrincipalRef& principal : statement.principals) {
        if (principal.type != policy::PrincipalType::kAws) continue;
        std::optional<policy::Arn> arn = policy::ParseArn(principal.value);
        if (!arn || arn->service != "iam" || text::HasWildcard(principal.value)) continue;
        policy::IamResource resource = policy::SplitIamResource(arn->resource);
        EntityType type;
        if (resource.type == "user") {
          type = EntityType::kUser;
        } else if (resource.type == "role") {
          type = EntityType::kRole;
        } else {
          continue;
        }
        if (IsOfTemplate(role, arn->account)) {
          TrustInTemplate(type, *arn, principal, role);
        }
        if (!principal.known) continue;
        if (const Entity* who = estate_.FindEntity(principal.value)) {
          Switch& s = At(*who, role);
          if (!s.named_by_trust) s.named_by_trust = principal.place;
        } else if (estate_.Covers(arn->account, type)) {
          Dangle(DanglingName::Side::kTrust, type, *arn, principal.value, principal.place, role);
        }
      }
    }
  }

  // Whether a template makes the role, and in the account of that name.
  static bool IsOfTemplate(const Entity& role, std::string_view account) {
    return role.arn.empty() && policy::IsOwnAccount(account);
  }

  // What is not in the template may exist all the same, unless the template makes the one that is
  // meant: names of IAM are unique whatever their path and their letters' case.
  void TrustInTemplate(EntityType type, const policy::Arn& arn,
                       const estate::PrincipalRef& principal, const Entity& role) {
    const policy::IamResource named = policy::SplitIamResource(arn.resource);
    if (named.name.find("${") != std::string_view::npos) return;
    const Entity* near = nullptr;
    auto difference = DanglingName::Difference::kNone;
    for (const Entity* made : EntitiesOf(role.account)) {
      if (made->type != type || made->name.empty()) continue;
      if (made->name == named.name && made->path == named.path) return;
      if (made->place.file != role.place.file) continue;
      const bool same = text::EqualsFolded(made->name, named.name);
      if (!same && (near != nullptr || !IsMisspelt(named.name, made->name))) continue;
      near = made;
      difference = !same                      ? DanglingName::Difference::kTypo
                   : made->path == named.path ? DanglingName::Difference::kCase
                                              : DanglingName::Difference::kPath;
    }
    // A path that is open may be the right one.
    if (near == nullptr || named.path.find("${") != std::string_view::npos) return;
    if (!dangling_places_.insert(PlaceKey(principal.place)).second) return;
    DanglingName& dangling = map_.dangling.emplace_back();
    dangling.side = DanglingName::Side::kTrust;
    dangling.type = type;
    dangling.arn = principal.value;
    dangling.place = principal.place;
    dangling.holder = &role;
    dangling.near_match = near;
    dangling.difference = difference;
    dangling.of_template = true;
  }

  void PermissionSide(const Entity& holder) {
    for (const estate::InlinePolicy& policy : holder.inline_policies) {
      NamedRoles(policy.facts, &holder);
    }
  }

  void ManagedSide(const estate::ManagedPolicy& policy) {
    if (policy.facts.assume.empty()) return;
    auto it = attached_to_.find(policy.arn);
    if (it == attached_to_.end()) return;
    for (const Entity* holder : it->second) NamedRoles(policy.facts, holder);
  }

  void NamedRoles(const estate::PolicyFacts& facts, const Entity* holder) {
    for (const estate::AssumeStatement& statement : facts.assume) {
      if (!statement.allow || statement.not_resource) continue;
      for (const estate::ResourceRef& resource : statement.resources) {
        if (!resource.known || text::HasWildcard(resource.pattern) ||
            resource.pattern.find("${") != std::string::npos) {
          continue;
        }
        std::optional<policy::Arn> arn = policy::ParseArn(resource.pattern);
        if (!arn || arn->service != "iam") continue;
        if (policy::SplitIamResource(arn->resource).type != "role") continue;
        const Entity* role = estate_.FindEntity(resource.pattern);
        if (role == nullptr) {
          if (estate_.Covers(arn->account, EntityType::kRole)) {
            Dangle(DanglingName::Side::kPermission, EntityType::kRole, *arn, resource.pattern,
                   resource.place, *holder);
          }
          continue;
        }
        if (holder->type != EntityType::kGroup) {
          NamePermission(*holder, *role, resource.place);
          continue;
        }
        auto members = members_.find(holder);
        if (members == members_.end()) continue;
        for (const Entity* member : members->second) {
          NamePermission(*member, *role, resource.place);
        }
      }
    }
  }

  void NamePermission(const Entity& who, const Entity& role, const Place& place) {
    Switch& s = At(who, role);
    s.permission_is_exact = true;
    if (!s.named_by_permission) s.named_by_permission = place;
  }

  void Dangle(DanglingName::Side side, EntityType type, const policy::Arn& arn,
              std::string_view text, const Place& place, const Entity& holder) {
    // A managed policy with several holders names the role at one place: one name, one entry.
    if (!dangling_places_.insert(PlaceKey(place)).second) return;
    DanglingName dangling;
    dangling.side = side;
    dangling.type = type;
    dangling.arn = text;
    dangling.place = place;
    dangling.holder = &holder;
    FindNear(type, arn, &dangling);
    map_.dangling.push_back(dangling);
  }

  static uint64_t PlaceKey(const Place& place) {
    return (uint64_t{place.file} << 32) | place.span.begin;
  }

  void FindNear(EntityType type, const policy::Arn& arn, DanglingName* dangling) {
    policy::IamResource resource = policy::SplitIamResource(arn.resource);
    if (const Entity* same = estate_.FindByName(type, arn.account, resource.name)) {
      dangling->near_match = same;
      dangling->difference = same->path == resource.path ? DanglingName::Difference::kCase
                                                         : DanglingName::Difference::kPath;
      return;
    }
    if (++near_searches_ > kMaxNearSearches) return;
    size_t best = text::LikelyTypo(resource.name.size()) + 1;
    for (const Entity* entity : EntitiesOf(arn.account)) {
      if (entity->type != type) continue;
      size_t distance = text::EditDistance(entity->name, resource.name, best - 1);
      if (distance < best) {
        best = distance;
        dangling->near_match = entity;
        dangling->difference = DanglingName::Difference::kTypo;
      }
    }
  }

  // In the estate's order.
  std::span<const Entity* const> EntitiesOf(std::string_view account) {
    if (of_account_.empty()) {
      for (const Entity& entity : estate_.entities()) {
        of_account_[entity.account].push_back(&entity);
      }
    }
    const auto found = of_account_.find(account);
    if (found == of_account_.end()) return {};
    return found->second;
  }

  const Estate& estate_;
  HalfDecider& decider_;
  SwitchMap map_;
  std::unordered_map<std::pair<const Entity*, const Entity*>, size_t, PairHash> index_;
  std::unordered_map<const Entity*, std::vector<const Entity*>> members_;
  std::unordered_map<std::string_view, std::vector<const Entity*>> attached_to_;
  std::unordered_set<uint64_t> dangling_places_;
  std::unordered_map<std::string_view, std::vector<const Entity*>> of_account_;  // when asked for
  int near_searches_ = 0;
};

}  // namespace

SwitchMap JoinSwitches(const Estate& estate, HalfDecider* decider) {
  return Joiner(estate, decider).Run();
}

}  // namespace rolelint::graph
