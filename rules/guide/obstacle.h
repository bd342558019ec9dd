#ifndef ROLELINT_RULES_GUIDE_OBSTACLE_H_
#define ROLELINT_RULES_GUIDE_OBSTACLE_H_

// How the two rules about half-built switches tell what takes a half back.

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/engine/rule.h"
#include "analyzer/graph/switches.h"

namespace rolelint::rules {

inline bool TakenBack(const graph::HalfVerdict& verdict) {
  return verdict.half == graph::Half::kAbsent &&
         verdict.obstacle.kind != graph::Obstacle::Kind::kNone;
}

inline uint64_t PlaceKey(const estate::Place& place) {
  return (uint64_t{place.file} << 32) | place.span.begin;
}

// "alex, bo and 3 more".
inline std::string ListNames(const std::vector<std::string_view>& names) {
  constexpr size_t kShown = 3;
  std::string list;
  for (size_t i = 0; i < names.size() && i < kShown; ++i) {
    if (i > 0) list += i + 1 == names.size() ? " and " : ", ";
    list += names[i];
  }
  if (names.size() > kShown) list += fmt::format(" and {} more", names.size() - kShown);
  return list;
}

// Policies of an organization whose Deny meets switches, a finding each: what they are attached to
// is not known, and one Deny may meet any number of switches.
inline void ReportOrganization(const graph::SwitchMap& map, graph::HalfVerdict graph::Switch::*half,
                               std::string_view title, std::string_view whose,
                               engine::Reporter& report) {
  struct Met {
    const graph::Obstacle* obstacle = nullptr;
    std::vector<const graph::Switch*> switches;
  };
  std::vector<Met> met;
  std::unordered_map<uint64_t, size_t> at;
  for (const graph::Switch& s : map.switches) {
    const graph::Obstacle& obstacle = (s.*half).obstacle;
    if (obstacle.kind != graph::Obstacle::Kind::kOrganizationPolicy) continue;
    // One half that is missing anyway is told elsewhere.
    if (s.permission.half == graph::Half::kAbsent || s.trust.half == graph::Half::kAbsent) continue;
    auto [it, added] = at.try_emplace(PlaceKey(obstacle.place), met.size());
    if (added) met.push_back({&obstacle, {}});
    met[it->second].switches.push_back(&s);
  }
  for (const Met& one : met) {
    const graph::Switch& first = *one.switches.front();
    std::string what = fmt::format("the switch of {} to {}", first.who->name, first.role->name);
    if (one.switches.size() > 1) {
      what += fmt::format(" and {} more", one.switches.size() - 1);
    }
    report
        .Report(one.obstacle->place, fmt::format("{} {} denies {} wherever it is attached to {}",
                                                 title, one.obstacle->policy, what, whose))
        .Level(engine::Level::kSuggestion)
        .Confidence(engine::Confidence::kLow)
        .Label("denied here")
        .Related(first.named_by_permission ? first.named_by_permission : first.named_by_trust,
                 "a switch that it meets")
        .Help("except these roles from the Deny, or keep the policy away from the account");
  }
}

}  // namespace rolelint::rules

#endif  // ROLELINT_RULES_GUIDE_OBSTACLE_H_
