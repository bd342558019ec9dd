#include "analyzer/estate/estate.h"

#include <algorithm>
#include <utility>

#include "analyzer/text/glob.h"

namespace rolelint::estate {
namespace {

std::string NameKey(EntityType type, std::string_view account, std::string_view name) {
  std::string key(EntityTypeName(type));
  key.append("|").append(account).append("|");
  for (char c : name) key.push_back(text::AsciiLower(c));
  return key;
}

// Equal where NameKey is, without making one for every entity.
uint64_t NameHash(EntityType type, std::string_view account, std::string_view name) {
  constexpr uint64_t kPrime = 0x100000001B3ULL;
  uint64_t hash = 0xCBF29CE484222325ULL ^ static_cast<uint64_t>(type);
  for (char c : account) hash = (hash ^ static_cast<unsigned char>(c)) * kPrime;
  hash *= kPrime;
  for (char c : name) hash = (hash ^ static_cast<unsigned char>(text::AsciiLower(c))) * kPrime;
  return hash;
}

bool IsAwsManaged(std::string_view policy_arn) {
  return policy_arn.find(":iam::aws:policy/") != std::string_view::npos;
}

// What two inputs say of one thing is compared without the places.
bool SameResources(const std::vector<ResourceRef>& a, const std::vector<ResourceRef>& b) {
  return std::equal(
      a.begin(), a.end(), b.begin(), b.end(),
      [](const ResourceRef& x, const ResourceRef& y) { return x.pattern == y.pattern; });
}

bool SameFacts(const PolicyFacts& a, const PolicyFacts& b) {
  if (a.administrator != b.administrator || a.complete != b.complete) return false;
  return std::equal(a.assume.begin(), a.assume.end(), b.assume.begin(), b.assume.end(),
                    [](const AssumeStatement& x, const AssumeStatement& y) {
                      return x.allow == y.allow && x.not_resource == y.not_resource &&
                             x.conditional == y.conditional &&
                             SameResources(x.resources, y.resources);
                    });
}

bool SamePrincipals(const std::vector<PrincipalRef>& a, const std::vector<PrincipalRef>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const PrincipalRef& x, const PrincipalRef& y) {
                      return x.type == y.type && x.value == y.value;
                    });
}

bool SameTrust(const std::vector<TrustStatement>& a, const std::vector<TrustStatement>& b) {
  return std::equal(
      a.begin(), a.end(), b.begin(), b.end(), [](const TrustStatement& x, const TrustStatement& y) {
        return x.allow == y.allow && x.actions == y.actions && x.not_principal == y.not_principal &&
               x.conditional == y.conditional && x.external_id == y.external_id && x.mfa == y.mfa &&
               SamePrincipals(x.principals, y.principals);
      });
}

bool SameValue(const std::string& a, const std::string& b) { return a == b; }
bool SameValue(int64_t a, int64_t b) { return a == b; }
bool SameValue(const std::vector<Tag>& a, const std::vector<Tag>& b) {
  if (a.size() != b.size()) return false;
  return std::all_of(a.begin(), a.end(), [&b](const Tag& tag) {
    return std::any_of(b.begin(), b.end(), [&tag](const Tag& other) {
      return tag.key == other.key && tag.value == other.value;
    });
  });
}

}  // namespace

// Takes the inputs' records in order and builds the estate.
class Merger {
 public:
  Estate Run(std::vector<Records> inputs) {
    Reserve(inputs);
    for (Records& input : inputs) {
      AddEntities(std::move(input.entities));
      for (ManagedPolicy& policy : input.policies) AddPolicy(std::move(policy));
      for (OrganizationPolicy& policy : input.organization) {
        estate_.organization_.push_back(std::move(policy));
      }
      for (AccountCoverage& coverage : input.coverage) AddCoverage(coverage);
      input = {};
    }
    IndexNames();
    for (Entity& entity : nameless_) PlaceNameless(std::move(entity));
    DropFilteredLists();
    return std::move(estate_);
  }

 private:
  void Reserve(const std::vector<Records>& inputs) {
    size_t policies = 0;
    for (const Records& input : inputs) {
      all_entities_ += input.entities.size();
      policies += input.policies.size();
    }
    // by_arn_ and the like point into the lists, which must not move while they are filled.
    estate_.policies_.reserve(policies);
    estate_.by_arn_.reserve(all_entities_);
    estate_.policy_by_arn_.reserve(policies);
  }

  // The first list is taken over as it is: a run over one large dump would else hold all its
  // entities twice.
  void AddEntities(std::vector<Entity>&& entities) {
    if (!estate_.entities_.empty()) {
      for (Entity& entity : entities) AddEntity(std::move(entity), estate_.entities_.size());
      return;
    }
    estate_.entities_ = std::move(entities);
    estate_.entities_.reserve(all_entities_);
    size_t kept = 0;
    for (size_t i = 0; i < estate_.entities_.size(); ++i) {
      if (AddEntity(std::move(estate_.entities_[i]), kept)) ++kept;
    }
    estate_.entities_.resize(kept);
  }

  // Puts a new entity at `index` of the list, at most its end; false if it needs no place of its
  // own.
  bool AddEntity(Entity&& entity, size_t index) {
    if (entity.arn.empty()) {
      nameless_.push_back(std::move(entity));
      return false;
    }
    std::vector<Entity>& entities = estate_.entities_;
    auto found = estate_.by_arn_.find(entity.arn);
    if (found != estate_.by_arn_.end()) {
      Complete(entity, &entities[found->second]);
      return false;
    }
    if (index == entities.size()) {
      entities.push_back(std::move(entity));
    } else if (&entities[index] != &entity) {
      entities[index] = std::move(entity);
    }
    const Entity& added = entities[index];
    estate_.by_arn_.emplace(added.arn, static_cast<uint32_t>(index));
    // Hardly ever another one than the last entity's.
    if (roles_ == nullptr || account_ != added.account) {
      account_ = added.account;
      roles_ = &estate_.roles_of_[added.account];
      estate_.coverage_.try_emplace(added.account).first->second.account = added.account;
    }
    if (added.type == EntityType::kRole) roles_->push_back(static_cast<uint32_t>(index));
    return true;
  }

  void AddPolicy(ManagedPolicy&& policy) {
    auto found = estate_.policy_by_arn_.find(policy.arn);
    if (found != estate_.policy_by_arn_.end()) {
      // AWS changes its own policies between two exports.
      const ManagedPolicy& first = estate_.policies_[found->second];
      if (!IsAwsManaged(policy.arn)) {
        if (!SameFacts(first.facts, policy.facts)) {
          Contradict("managed policy " + policy.arn, "what it lets be assumed", policy.place);
        }
      } else if (!first.facts.assume.empty() || !first.facts.privileges.empty()) {
        estate_.copies_.try_emplace({first.arn, policy.place.file}, std::move(policy));
      }
      return;
    }
    uint32_t index = static_cast<uint32_t>(estate_.policies_.size());
    ManagedPolicy& added = estate_.policies_.emplace_back(std::move(policy));
    estate_.policy_by_arn_.emplace(added.arn, index);
  }

  void AddCoverage(const AccountCoverage& coverage) {
    AccountCoverage& sum = estate_.coverage_[coverage.account];
    sum.account = coverage.account;
    sum.users = sum.users || coverage.users;
    sum.roles = sum.roles || coverage.roles;
    sum.groups = sum.groups || coverage.groups;
    sum.policies = sum.policies || coverage.policies;
  }

  void IndexNames() {
    estate_.by_name_.reserve(estate_.entities_.size());
    for (uint32_t i = 0; i < estate_.entities_.size(); ++i) {
      const Entity& entity = estate_.entities_[i];
      estate_.by_name_.emplace(NameHash(entity.type, entity.account, entity.name), i);
    }
  }

  void PlaceNameless(Entity&& entity) {
    // What a template would make is not what is there, unless it says in which account.
    Entity* only = entity.logical_id.empty() ? OnlyBearer(entity.type, entity.name) : nullptr;
    if (only != nullptr) {
      Complete(entity, only);
    } else {
      estate_.entities_.push_back(std::move(entity));
    }
  }

  Entity* OnlyBearer(EntityType type, std::string_view name) {
    if (name.empty()) return nullptr;
    if (bearers_.empty()) {
      for (uint32_t i = 0; i < estate_.entities_.size(); ++i) {
        const Entity& entity = estate_.entities_[i];
        if (entity.arn.empty()) continue;
        auto [it, added] = bearers_.emplace(NameKey(entity.type, "", entity.name), i);
        if (!added) it->second = kSeveral;
      }
    }
    auto found = bearers_.find(NameKey(type, "", name));
    if (found == bearers_.end() || found->second == kSeveral) return nullptr;
    return &estate_.entities_[found->second];
  }

  void Contradict(const std::string& who, std::string_view what, const Place& place) {
    estate_.notes_.push_back(
        {"two inputs differ on " + std::string(what) + " of " + who + ": the first one given holds",
         place});
  }
  void Contradict(const Entity& entity, std::string_view what, const Place& place) {
    Contradict(std::string(EntityTypeName(entity.type)) + " " +
                   (entity.arn.empty() ? entity.name : entity.arn),
               what, place);
  }

  template <typename T>
  void CompleteAttribute(std::string_view what, Entity* entity, const Place& from_place,
                         Attribute<T>& from, Attribute<T>* to) {
    if (from.state == Knowledge::kUnknown) return;
    if (to->state == Knowledge::kUnknown) {
      *to = std::move(from);
    } else if (to->state != from.state || (to->present() && !SameValue(to->value, from.value))) {
      Contradict(*entity, what, from.place ? from.place : from_place);
    }
  }

  // What the later record adds is moved out of it.
  void Complete(Entity& from, Entity* to) {
    CompleteAttribute("the description", to, from.place, from.description, &to->description);
    CompleteAttribute("the maximum session duration", to, from.place, from.max_session_seconds,
                      &to->max_session_seconds);
    CompleteAttribute("the tags", to, from.place, from.tags, &to->tags);
    CompleteAttribute("the permissions boundary", to, from.place, from.boundary_arn,
                      &to->boundary_arn);
    if (to->unique_id.empty()) {
      to->unique_id = std::move(from.unique_id);
    } else if (!from.unique_id.empty() && from.unique_id != to->unique_id) {
      Contradict(*to, "the unique ID", from.place);
    }
    CompleteTrust(from, to);
    CompleteInline(from, to);
    CompleteAttached(from, to);
    CompleteGroups(from, to);
  }

  void CompleteTrust(Entity& from, Entity* to) {
    if (from.trust_state == Knowledge::kUnknown) {
      // A document that was there but could not be read leaves its mark.
      if (to->trust_state == Knowledge::kUnknown) {
        to->trust_complete = to->trust_complete && from.trust_complete;
      }
      return;
    }
    if (to->trust_state == Knowledge::kUnknown) {
      to->trust_state = from.trust_state;
      to->trust = std::move(from.trust);
      to->trust_variables = from.trust_variables;
      to->trust_place = from.trust_place;
      to->trust_complete = from.trust_complete;
    } else if (!SameTrust(to->trust, from.trust)) {
      Contradict(*to, "the trust policy", from.trust_place);
    }
  }

  void CompleteInline(Entity& from, Entity* to) {
    const bool whole = to->inline_state == Knowledge::kPresent;
    const bool other_whole = from.inline_state == Knowledge::kPresent;
    const size_t own = to->inline_policies.size();
    for (size_t i = 0; i < own; ++i) {
      const std::string& name = to->inline_policies[i].name;
      if (other_whole && !FindInline(from.inline_policies, from.inline_policies.size(), name)) {
        Contradict(*to, "the list of inline policies", from.place);
        break;
      }
    }
    for (InlinePolicy& policy : from.inline_policies) {
      const InlinePolicy* same = FindInline(to->inline_policies, own, policy.name);
      const Place& place = policy.name_place ? policy.name_place : from.place;
      if (same != nullptr) {
        if (!SameFacts(same->facts, policy.facts)) {
          Contradict(*to, "inline policy " + policy.name, place);
        }
      } else if (whole) {
        Contradict(*to, "the list of inline policies", place);
      } else {
        to->inline_policies.push_back(std::move(policy));
      }
    }
    if (other_whole) to->inline_state = Knowledge::kPresent;
  }

  static const InlinePolicy* FindInline(const std::vector<InlinePolicy>& policies, size_t count,
                                        std::string_view name) {
    for (size_t i = 0; i < count; ++i) {
      if (policies[i].name == name) return &policies[i];
    }
    return nullptr;
  }

  void CompleteAttached(Entity& from, Entity* to) {
    if (from.attached_state != Knowledge::kPresent) return;
    if (to->attached_state != Knowledge::kPresent) {
      to->attached = std::move(from.attached);
      to->attached_state = Knowledge::kPresent;
      return;
    }
    auto arns = [](const std::vector<AttachedPolicy>& policies) {
      std::vector<std::string_view> sorted;
      sorted.reserve(policies.size());
      for (const AttachedPolicy& policy : policies) sorted.push_back(policy.arn);
      std::sort(sorted.begin(), sorted.end());
      return sorted;
    };
    if (arns(to->attached) != arns(from.attached)) {
      Contradict(*to, "the attached policies", from.place);
    }
  }

  void CompleteGroups(Entity& from, Entity* to) {
    if (from.groups_state != Knowledge::kPresent) return;
    if (to->groups_state != Knowledge::kPresent) {
      to->groups = std::move(from.groups);
      to->groups_state = Knowledge::kPresent;
      return;
    }
    std::sort(from.groups.begin(), from.groups.end());
    std::vector<std::string> own = to->groups;
    std::sort(own.begin(), own.end());
    if (own != from.groups) Contradict(*to, "the groups", from.place);
  }

  // See Estate::Covers.
  void DropFilteredLists() {
    struct Seen {
      bool users = false, groups = false, roles = false, filtered = false;
    };
    std::unordered_map<std::string_view, Seen> accounts;
    for (const Entity& entity : estate_.entities_) {
      Seen& seen = accounts[entity.account];
      seen.users = seen.users || entity.type == EntityType::kUser;
      seen.groups = seen.groups || entity.type == EntityType::kGroup;
      seen.roles = seen.roles || entity.type == EntityType::kRole;
      for (const AttachedPolicy& attached : entity.attached) {
        seen.filtered = seen.filtered || estate_.FindPolicy(attached.arn) == nullptr;
      }
    }
    for (auto& [account, coverage] : estate_.coverage_) {
      auto found = accounts.find(account);
      if (found == accounts.end() || !found->second.filtered) continue;
      coverage.users = coverage.users && found->second.users;
      coverage.groups = coverage.groups && found->second.groups;
      coverage.roles = coverage.roles && found->second.roles;
    }
  }

  static constexpr uint32_t kSeveral = 0xFFFFFFFFU;

  Estate estate_;
  size_t all_entities_ = 0;
  std::string account_;                     // of the entity added last
  std::vector<uint32_t>* roles_ = nullptr;  // of this account
  std::vector<Entity> nameless_;
  std::unordered_map<std::string, uint32_t> bearers_;  // type and name → the entity, or kSeveral
};

Estate Estate::Merge(std::vector<Records> inputs) { return Merger().Run(std::move(inputs)); }

const Entity* Estate::FindEntity(std::string_view arn) const {
  auto found = by_arn_.find(arn);
  return found == by_arn_.end() ? nullptr : &entities_[found->second];
}

const Entity* Estate::FindByName(EntityType type, std::string_view account,
                                 std::string_view name) const {
  // The first in input order holds.
  const Entity* first = nullptr;
  auto [at, end] = by_name_.equal_range(NameHash(type, account, name));
  for (; at != end; ++at) {
    const Entity& entity = entities_[at->second];
    if (entity.type != type || entity.account != account ||
        !text::EqualsFolded(entity.name, name)) {
      continue;
    }
    if (first == nullptr || &entity < first) first = &entity;
  }
  return first;
}

const ManagedPolicy* Estate::FindPolicy(std::string_view arn) const {
  auto found = policy_by_arn_.find(arn);
  return found == policy_by_arn_.end() ? nullptr : &policies_[found->second];
}

const ManagedPolicy* Estate::FindPolicy(std::string_view arn, uint32_t file) const {
  const ManagedPolicy* first = FindPolicy(arn);
  if (first == nullptr || first->place.file == file) return first;
  auto copy = copies_.find({arn, file});
  return copy == copies_.end() ? first : &copy->second;
}

std::vector<const Entity*> Estate::RolesOf(std::string_view account) const {
  std::vector<const Entity*> roles;
  auto found = roles_of_.find(account);
  if (found == roles_of_.end()) return roles;
  roles.reserve(found->second.size());
  for (uint32_t index : found->second) roles.push_back(&entities_[index]);
  return roles;
}

bool Estate::Covers(std::string_view account, EntityType type) const {
  auto found = coverage_.find(std::string(account));
  if (found == coverage_.end()) return false;
  switch (type) {
    case EntityType::kUser:
      return found->second.users;
    case EntityType::kGroup:
      return found->second.groups;
    case EntityType::kRole:
      return found->second.roles;
  }
  return false;
}

bool Estate::HasAccount(std::string_view account) const {
  return coverage_.contains(std::string(account));
}

}  // namespace rolelint::estate
