#include "analyzer/engine/taken_back.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "analyzer/engine/rule.h"
#include "analyzer/text/glob.h"

namespace rolelint::engine {
namespace {

using estate::ActionList;
using estate::Entity;
using estate::Estate;
using estate::ManagedPolicy;
using estate::PolicyFacts;

std::string_view ServiceOf(std::string_view action) { return action.substr(0, action.find(':')); }

// Whether the pattern covers all of `action`, itself a pattern perhaps.
bool Covers(std::string_view pattern, std::string_view action) {
  return text::GlobMatchesFolded(pattern, action);
}

// Whether the pattern covers some of `action`. Of two patterns of one service: perhaps.
bool MayMeet(std::string_view pattern, std::string_view action) {
  if (Covers(pattern, action)) return true;
  return text::HasWildcard(action) &&
         (text::HasWildcard(ServiceOf(pattern)) || text::HasWildcard(ServiceOf(action)) ||
          text::EqualsFolded(ServiceOf(pattern), ServiceOf(action)));
}

bool HasAll(const ActionList& list, std::string_view action) {
  if (!list.all_but) {
    return std::any_of(list.patterns.begin(), list.patterns.end(),
                       [&](const std::string& pattern) { return Covers(pattern, action); });
  }
  return std::none_of(list.patterns.begin(), list.patterns.end(),
                      [&](const std::string& pattern) { return MayMeet(pattern, action); });
}

bool HasSome(const ActionList& list, std::string_view action) {
  if (!list.all_but) {
    return std::any_of(list.patterns.begin(), list.patterns.end(),
                       [&](const std::string& pattern) { return MayMeet(pattern, action); });
  }
  return std::none_of(list.patterns.begin(), list.patterns.end(),
                      [&](const std::string& pattern) { return Covers(pattern, action); });
}

// What the rule is always about, though its findings do not name it.
constexpr std::pair<std::string_view, std::string_view> kActionsOfRules[] = {
    {"admin-access", "*"},
    {"any-service-linked-role", "iam:CreateServiceLinkedRole"},
    {"assume-role-wildcard", "sts:AssumeRole"},
    {"pass-any-role", "iam:PassRole"},
};

class Restrictions {
 public:
  explicit Restrictions(const Estate& estate) : estate_(estate) {
    for (const Entity& entity : estate.entities()) {
      any_ = any_ || entity.boundary_arn.present();
      for (const estate::InlinePolicy& policy : entity.inline_policies) {
        any_ = any_ || !policy.facts.denied.empty();
      }
    }
    for (const ManagedPolicy& policy : estate.policies()) {
      any_ = any_ || !policy.facts.denied.empty();
    }
    if (any_) FindHolders();
  }

  bool any() const { return any_; }

  // Why nobody who has the policy has any of the actions, or "".
  std::string WhyNot(const estate::Place& place, const std::vector<std::string>& actions) const {
    const std::vector<const Entity*>* holders = HoldersAt(place);
    if (holders == nullptr || holders->empty()) return {};
    std::string first;
    for (const Entity* holder : *holders) {
      std::string why;
      for (const std::string& action : actions) {
        why = WhyNot(*holder, action);
        if (why.empty()) return {};
      }
      if (first.empty()) first = std::move(why);
    }
    return first;
  }

 private:
  void FindHolders() {
    for (const Entity& entity : estate_.entities()) {
      for (const estate::InlinePolicy& policy : entity.inline_policies) {
        Add(policy.facts.place, entity);
      }
      for (const estate::AttachedPolicy& attached : entity.attached) {
        const ManagedPolicy* policy = PolicyOf(attached.arn, entity);
        if (policy != nullptr) Add(policy->facts.place, entity);
      }
    }
  }

  void Add(const estate::Place& place, const Entity& holder) {
    if (!place) return;
    Document& document = holders_[{place.file, place.span.begin}];
    document.end = place.span.end;
    document.holders.push_back(&holder);
  }

  const ManagedPolicy* PolicyOf(std::string_view arn, const Entity& entity) const {
    return estate_.FindPolicy(arn, entity.place.file);
  }

  const std::vector<const Entity*>* HoldersAt(const estate::Place& place) const {
    auto after = holders_.upper_bound({place.file, place.span.begin});
    if (after == holders_.begin()) return nullptr;
    --after;
    if (after->first.first != place.file || place.span.end > after->second.end) return nullptr;
    return &after->second.holders;
  }

  std::string WhyDenied(const Entity& entity, std::string_view action) const {
    for (const estate::InlinePolicy& policy : entity.inline_policies) {
      if (Denies(policy.facts, action)) {
        return fmt::format("policy {} of {} denies this", policy.name, entity.called());
      }
    }
    for (const estate::AttachedPolicy& attached : entity.attached) {
      const ManagedPolicy* policy = PolicyOf(attached.arn, entity);
      if (policy != nullptr && Denies(policy->facts, action)) {
        return fmt::format("policy {} denies this to {}", policy->name, entity.called());
      }
    }
    for (const std::string& name : entity.groups) {
      const Entity* group = estate_.FindByName(estate::EntityType::kGroup, entity.account, name);
      if (group == nullptr || group == &entity) continue;
      std::string why = WhyDenied(*group, action);
      if (!why.empty()) return why;
    }
    return {};
  }

  std::string WhyNot(const Entity& entity, std::string_view action) const {
    std::string denied = WhyDenied(entity, action);
    if (!denied.empty()) return denied;
    if (!entity.boundary_arn.present()) return {};
    const ManagedPolicy* boundary = PolicyOf(entity.boundary_arn.value, entity);
    if (boundary == nullptr || !boundary->facts.complete || !boundary->facts.lists_allowed)
      return {};
    const bool allows = std::any_of(boundary->facts.allowed.begin(), boundary->facts.allowed.end(),
                                    [&](const ActionList& list) { return HasSome(list, action); });
    return allows
               ? std::string()
               : fmt::format("the permissions boundary of {} does not allow this", entity.called());
  }

  static bool Denies(const PolicyFacts& facts, std::string_view action) {
    return std::any_of(facts.denied.begin(), facts.denied.end(),
                       [&](const ActionList& list) { return HasAll(list, action); });
  }

  struct Document {
    uint32_t end = 0;
    std::vector<const Entity*> holders;
  };

  const Estate& estate_;
  bool any_ = false;
  std::map<std::pair<uint32_t, uint32_t>, Document> holders_;  // by file and beginning
};

}  // namespace

void TakeBack(const Estate& estate, std::vector<Finding>* findings) {
  const Restrictions restrictions(estate);
  if (!restrictions.any()) return;
  for (Finding& finding : *findings) {
    if (finding.level <= Level::kSuggestion) continue;
    std::vector<std::string> actions;
    if (finding.actions != nullptr) {
      actions = *finding.actions;
    } else {
      for (const auto& [rule, action] : kActionsOfRules) {
        if (finding.rule->id == rule) actions.emplace_back(action);
      }
    }
    if (actions.empty()) continue;
    const std::string why = restrictions.WhyNot(finding.place, actions);
    if (why.empty()) continue;
    finding.level = Level::kSuggestion;
    finding.message += "; " + why;
  }
}

}  // namespace rolelint::engine
