#include <fmt/format.h>

#include <unordered_map>
#include <vector>

#include "analyzer/engine/rule.h"

namespace rolelint::rules {
namespace {

using engine::EstateContext;
using engine::Reporter;
using graph::Half;
using graph::Switch;

// One resource value may be held by many (a group, a managed policy): they are told in one finding.
struct Named {
  const Switch* first = nullptr;
  std::vector<const Switch*> untrusted;
  bool some_trusted = false;
};

std::string ListNames(const std::vector<const Switch*>& switches) {
  constexpr size_t kShown = 3;
  std::string names;
  for (size_t i = 0; i < switches.size() && i < kShown; ++i) {
    if (i > 0) names += i + 1 == switches.size() ? " and " : ", ";
    names += switches[i]->who->name;
  }
  if (switches.size() > kShown) names += fmt::format(" and {} more", switches.size() - kShown);
  return names;
}

void Check(const EstateContext& context, Reporter& report) {
  std::unordered_map<uint64_t, size_t> at;
  std::vector<Named> named;
  for (const Switch& s : context.switches.switches) {
    if (!s.named_by_permission) continue;
    uint64_t key = (uint64_t{s.named_by_permission.file} << 32) | s.named_by_permission.span.begin;
    auto [it, added] = at.try_emplace(key, named.size());
    if (added) named.emplace_back();
    Named& group = named[it->second];
    if (group.first == nullptr) group.first = &s;
    if (s.trust.half == Half::kAbsent) {
      group.untrusted.push_back(&s);
    } else {
      group.some_trusted = true;
    }
  }
  for (const Named& group : named) {
    if (group.untrusted.empty()) continue;
    const Switch& s = *group.untrusted.front();
    engine::FindingBuilder finding = report.Report(
        s.named_by_permission,
        fmt::format("{} may assume {}, but the role does not trust {}: the switch fails",
                    ListNames(group.untrusted), s.role->name,
                    group.untrusted.size() == 1 ? "it" : "them"));
    finding.Label("does not trust the one who switches")
        .Help(fmt::format("add {} as principal to the trust policy of {}, or take the permission "
                          "away",
                          s.who->arn, s.role->arn));
    if (s.role->trust_place) finding.Related(s.role->trust_place, "trusts others");
    // Where the policy serves others too, the permission is not wrong, only wider than needed.
    if (group.some_trusted) finding.Level(engine::Level::kSuggestion);
  }
}

}  // namespace

extern const engine::Rule kUntrustedSwitch = {
    .id = "untrusted-switch",
    .summary = "A user may assume a role that does not trust him",
    .level = engine::Level::kWarning,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "reference_policies_evaluation-logic-cross-account.html",
    .check_estate = Check,
};

}  // namespace rolelint::rules
