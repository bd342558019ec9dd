#include <fmt/format.h>

#include <map>
#include <tuple>
#include <vector>

#include "analyzer/engine/rule.h"
#include "rules/guide/obstacle.h"

namespace rolelint::rules::unpermitted_switch {
namespace {

using engine::EstateContext;
using engine::Reporter;
using graph::Half;
using graph::Switch;

using graph::Obstacle;

void ReportMissing(const Switch& s, Reporter& report) {
  report
      .Report(s.named_by_trust,
              fmt::format("{} trusts {}, who has no permission to assume it: the switch fails",
                          s.role->name, s.who->arn))
      .Label("has no sts:AssumeRole on this role")
      .Related(s.who->place, fmt::format("no policy of this {} names the role",
                                         estate::EntityTypeName(s.who->type)))
      .Help(fmt::format("add to the {}: \"Effect\": \"Allow\", \"Action\": \"sts:AssumeRole\", "
                        "\"Resource\": \"{}\"",
                        estate::EntityTypeName(s.who->type), s.role->arn));
}

// Whether what takes the permission back matters to the switch.
bool Blocks(const Switch& s) {
  // Across accounts, and where the trust names the account alone, the permission is needed.
  if (!s.same_account || !s.trust.names_principal || s.trust.half != Half::kGranted) return true;
  switch (s.permission.obstacle.kind) {
    case Obstacle::Kind::kDeny:
      return true;
    case Obstacle::Kind::kBoundary:
      // A boundary does not limit what a resource's policy gives to a user by name, but to a role.
      return s.who->type == estate::EntityType::kRole;
    default:
      return false;
  }
}

// Switches that one obstacle takes back and one place asks for.
struct Taken {
  const Switch* first = nullptr;
  std::vector<std::string_view> names;
};

void ReportTaken(const Taken& taken, Reporter& report) {
  const Switch& s = *taken.first;
  const Obstacle& obstacle = s.permission.obstacle;
  const std::string names = ListNames(taken.names);
  const bool by_trust = static_cast<bool>(s.named_by_trust);
  const estate::Place& place = by_trust ? s.named_by_trust : s.named_by_permission;
  const std::string intent = by_trust ? fmt::format("{} trusts {}", s.role->name, names)
                                      : fmt::format("{} should assume {}", names, s.role->name);
  const std::string role = fmt::format("\"Resource\": \"{}\"", s.role->arn);
  switch (obstacle.kind) {
    case Obstacle::Kind::kDeny:
      report
          .Report(place, fmt::format("{}, but a Deny in policy {} {}: the switch fails", intent,
                                     obstacle.policy,
                                     s.permission.stated ? "takes the permission back"
                                                         : "denies sts:AssumeRole on it"))
          .Label("denied sts:AssumeRole on this role")
          .Related(obstacle.place,
                   s.permission.stated ? "this Deny takes it back" : "this Deny denies it")
          .Help(fmt::format("except the role from the Deny (\"NotResource\": \"{}\"), or give the "
                            "switch up",
                            s.role->arn));
      return;
    case Obstacle::Kind::kBoundary:
      report
          .Report(place, fmt::format("{}, but the permissions boundary {} does not allow "
                                     "sts:AssumeRole on it: the switch fails",
                                     intent, obstacle.policy))
          .Label("beyond the permissions boundary")
          .Related(obstacle.place, "this boundary does not allow it")
          .Help(fmt::format("add to the boundary: \"Effect\": \"Allow\", \"Action\": "
                            "\"sts:AssumeRole\", {}",
                            role));
      return;
    default:
      report
          .Report(place, fmt::format("{}, but no statement's conditions and variables fit: the "
                                     "switch fails",
                                     intent))
          .Label("never permitted to assume this role")
          .Related(obstacle.place, "does not hold for this principal and role")
          .Help(fmt::format("correct the condition, or add a statement with {}", role));
  }
}

void Check(const EstateContext& context, Reporter& report) {
  std::map<std::tuple<uint64_t, uint64_t, Obstacle::Kind>, Taken> taken;
  for (const Switch& s : context.switches.switches) {
    if (s.permission.half != Half::kAbsent) continue;
    const bool missing = !s.permission.stated && !s.same_account;
    if (missing || s.permission.obstacle.kind == Obstacle::Kind::kNone) {
      // Within one account a trust policy that names the principal is permission enough.
      if (s.named_by_trust && !s.same_account) ReportMissing(s, report);
      continue;
    }
    if (!Blocks(s)) continue;
    const estate::Place& place = s.named_by_trust ? s.named_by_trust : s.named_by_permission;
    Taken& group =
        taken[{PlaceKey(place), PlaceKey(s.permission.obstacle.place), s.permission.obstacle.kind}];
    if (group.first == nullptr) group.first = &s;
    group.names.push_back(s.named_by_trust ? s.who->arn : s.who->name);
  }
  for (const auto& [key, group] : taken) ReportTaken(group, report);
  ReportOrganization(context.switches, &Switch::permission, "service control policy",
                     "the caller's account", report);
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "unpermitted-switch",
    .summary =
        "A role trusts a user who has no permission to assume it, or whose permission is taken "
        "back",
    .level = engine::Level::kWarning,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "reference_policies_evaluation-logic-cross-account.html",
    .check_estate = Check,
};

}  // namespace rolelint::rules::unpermitted_switch
