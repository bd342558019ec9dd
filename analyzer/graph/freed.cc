#include "analyzer/graph/freed.h"

#include <algorithm>

#include "analyzer/estate/privileges.h"

namespace rolelint::graph {
namespace {

using estate::Entity;

bool LiftsBoundary(const Lift& lift) {
  return lift.method->steps.find("PermissionsBoundary") != std::string_view::npos;
}

bool HasEverything(const EscalationView& view) {
  return std::any_of(view.policies().begin(), view.policies().end(),
                     [](const PolicyOrigin& one) { return one.facts->administrator; });
}

// What the steps leave of the target's restrictions, as a principal of its own.
Freed After(const EscalationView& lifter, const EscalationView& target, Lifted lifted) {
  Freed freed;
  freed.who = target.who;
  freed.name = target.who->arn + " after ";
  Freed::By& by = freed.by.emplace_back();
  by.lifter = lifter.who;
  for (const Lift& lift : lifted.lifts) {
    if (!by.methods.empty()) freed.name += ", ";
    freed.name += lift.method->steps;
    by.methods.push_back(lift.method);
    by.sure = by.sure && lift.sure;
    freed.unbounded = freed.unbounded || LiftsBoundary(lift);
  }
  freed.view = std::move(lifted.view);
  return freed;
}

}  // namespace

void FreedFinder::Add(const Entity& who, const EscalationView& view) {
  if (who.type == estate::EntityType::kGroup || view.administrator) return;
  const bool lifts = MayLift(view);
  // AWS alone changes these roles. Without its Denies only who has everything is more on the map.
  const bool restricted = !who.service_linked() && !who.reserved_sso() &&
                          (view.bounded || view.boundary_unknown || HasEverything(view));
  if (!lifts && !restricted) return;
  OfAccount& account = accounts_[who.account];
  if (lifts) account.lifters.push_back(view);
  if (restricted) account.restricted.push_back(view);
}

std::vector<Freed> FreedFinder::Run(StepProver* prover) {
  std::vector<Freed> all;
  for (const auto& [id, account] : accounts_) {
    for (const EscalationView& target : account.restricted) {
      const size_t first = all.size();
      for (const EscalationView& lifter : account.lifters) {
        Lifted lifted = LiftAll(lifter, target, prover);
        if (lifted.lifts.empty()) continue;
        const bool own = lifter.who == target.who;
        // Alone it is then an administrator, which has a node already.
        if (own && lifted.view.administrator) continue;
        Freed freed = After(lifter, target, std::move(lifted));
        if (!freed.unbounded && !freed.view.administrator) continue;
        const auto same = std::find_if(all.begin() + static_cast<ptrdiff_t>(first), all.end(),
                                       [&](const Freed& one) { return one.name == freed.name; });
        if (same == all.end()) {
          all.push_back(std::move(freed));
        } else {
          same->by.push_back(std::move(freed.by.front()));
        }
      }
    }
  }
  return all;
}

}  // namespace rolelint::graph
