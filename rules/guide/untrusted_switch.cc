#include <fmt/format.h>

#include <unordered_map>
#include <vector>

#include "analyzer/engine/rule.h"
#include "rules/guide/obstacle.h"

namespace rolelint::rules::untrusted_switch {
namespace {

using engine::EstateContext;
using engine::Reporter;
using graph::Half;
using graph::Switch;

using graph::Obstacle;

// One resource value may be held by many (a group, a managed policy): they are told in one finding.
struct Named {
  const Switch* first = nullptr;
  std::vector<std::string_view> untrusted;
  bool some_trusted = false;
};

std::string Reason(const Obstacle& obstacle, bool one) {
  switch (obstacle.kind) {
    case Obstacle::Kind::kDeny:
      return fmt::format("but a Deny in the role's trust policy keeps {} out", one ? "it" : "them");
    case Obstacle::Kind::kCondition:
      return fmt::format("but the conditions of the role's trust policy never hold for {}",
                         one ? "it" : "them");
    default:
      return fmt::format("but the role does not trust {}", one ? "it" : "them");
  }
}

// The ARN, or the name where the export tells no account.
const std::string& Principal(const Switch& s) {
  return s.who->arn.empty() ? s.who->called() : s.who->arn;
}

void ReportUntrusted(const Named& group, Reporter& report) {
  const Switch& s = *group.first;
  const Obstacle& obstacle = s.trust.obstacle;
  engine::FindingBuilder finding = report.Report(
      s.named_by_permission ? s.named_by_permission : s.named_by_trust,
      fmt::format("{} may assume {}, {}: the switch fails", ListNames(group.untrusted),
                  s.role->name, Reason(obstacle, group.untrusted.size() == 1)));
  finding.Label("does not trust the one who switches");
  if (obstacle.kind == Obstacle::Kind::kDeny) {
    finding.Related(obstacle.place, "this Deny takes it back")
        .Help(fmt::format("except {} from the Deny of {}, or take the permission away",
                          Principal(s), s.role->arn));
  } else if (obstacle.kind == Obstacle::Kind::kCondition) {
    finding.Related(obstacle.place, "never holds for the one who switches")
        .Help(fmt::format("correct the condition in the trust policy of {}, or take the "
                          "permission away",
                          s.role->arn));
  } else {
    finding.Help(
        fmt::format("add {} as principal to the trust policy of {}, or take the "
                    "permission away",
                    Principal(s), s.role->arn));
    if (s.role->trust_place) finding.Related(s.role->trust_place, "trusts others");
  }
  // Where the policy serves others too, the permission is not wrong, only wider than needed.
  if (group.some_trusted) finding.Level(engine::Level::kSuggestion);
}

void Check(const EstateContext& context, Reporter& report) {
  std::unordered_map<uint64_t, size_t> at;
  std::vector<Named> named;
  for (const Switch& s : context.switches.switches) {
    // Who has no permission either is the business of unpermitted-switch.
    if (s.permission.half == Half::kAbsent) continue;
    if (!s.named_by_permission && !TakenBack(s.trust)) continue;
    const estate::Place& place = s.named_by_permission ? s.named_by_permission : s.named_by_trust;
    auto [it, added] = at.try_emplace(PlaceKey(place), named.size());
    if (added) named.emplace_back();
    Named& group = named[it->second];
    if (s.trust.half == Half::kAbsent) {
      if (group.first == nullptr) group.first = &s;
      group.untrusted.push_back(s.who->name);
    } else {
      group.some_trusted = true;
    }
  }
  for (const Named& group : named) {
    if (!group.untrusted.empty()) ReportUntrusted(group, report);
  }
  ReportOrganization(context.switches, &Switch::trust, "resource control policy",
                     "the account of the role", report);
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "untrusted-switch",
    .summary = "A user may assume a role that does not trust the user",
    .level = engine::Level::kWarning,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "reference_policies_evaluation-logic-cross-account.html",
    .check_estate = Check,
};

}  // namespace rolelint::rules::untrusted_switch
