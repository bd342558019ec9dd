#include "rules/registry.h"

#include "analyzer/text/edit_distance.h"

namespace rolelint::rules {

std::span<const engine::Rule* const> AllRules() {
  static const std::vector<const engine::Rule*> kAll = [] {
    std::vector<const engine::Rule*> all;
    for (const Entry& entry : Entries()) all.push_back(entry.rule);
    return all;
  }();
  return kAll;
}

const engine::Rule* FindRule(std::string_view id) {
  for (const engine::Rule* rule : AllRules()) {
    if (rule->id == id) return rule;
  }
  return nullptr;
}

std::string_view FamilyOfRule(std::string_view id) {
  for (const Entry& entry : Entries()) {
    if (entry.rule->id == id) return entry.family;
  }
  return {};
}

std::string_view ClosestRuleId(std::string_view id) {
  // IDs are long: one that is wrong in a third of its letters is still recognised.
  size_t best = id.size() / 3 + 1;
  std::string_view closest;
  for (const engine::Rule* rule : AllRules()) {
    size_t distance = text::EditDistance(id, rule->id, best);
    if (distance < best) {
      best = distance;
      closest = rule->id;
    }
  }
  return closest;
}

}  // namespace rolelint::rules
