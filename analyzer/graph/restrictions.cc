#include "analyzer/graph/restrictions.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include "analyzer/graph/recorded_condition.h"

namespace rolelint::graph {
namespace {

using estate::Entity;
using estate::EntityType;
using estate::PolicyFacts;
using estate::PrivilegeStatement;

constexpr EscalationFamily kRestriction = EscalationFamily::kRestriction;

// Of users, groups and roles, in this order.
constexpr EscalationMethod kDeleteBoundary[] = {
    {"extra-033", kRestriction, "iam:DeleteUserPermissionsBoundary", "",
     "delete the permissions boundary"},
    {},
    {"extra-034", kRestriction, "iam:DeleteRolePermissionsBoundary", "",
     "delete the permissions boundary"},
};
constexpr EscalationMethod kPutBoundary[] = {
    {"", kRestriction, "iam:PutUserPermissionsBoundary", "", "replace the permissions boundary"},
    {},
    {"", kRestriction, "iam:PutRolePermissionsBoundary", "", "replace the permissions boundary"},
};
constexpr EscalationMethod kDeleteInline[] = {
    {"", kRestriction, "iam:DeleteUserPolicy", "", "delete the inline policy that denies"},
    {"", kRestriction, "iam:DeleteGroupPolicy", "", "delete the group's inline policy that denies"},
    {"", kRestriction, "iam:DeleteRolePolicy", "", "delete the inline policy that denies"},
};
constexpr EscalationMethod kDetach[] = {
    {"", kRestriction, "iam:DetachUserPolicy", "", "detach the policy that denies"},
    {"", kRestriction, "iam:DetachGroupPolicy", "", "detach the group's policy that denies"},
    {"", kRestriction, "iam:DetachRolePolicy", "", "detach the policy that denies"},
};
constexpr EscalationMethod kLeaveGroup = {"", kRestriction, "iam:RemoveUserFromGroup", "",
                                          "leave the group whose policy denies"};

size_t IndexOf(const Entity& entity) { return static_cast<size_t>(entity.type); }

// Whether the actor may take the method's step on this very resource.
std::optional<Lift> TryStep(const EscalationView& actor, const EscalationMethod& method,
                            std::string_view arn, StepProver* prover) {
  if (method.steps.empty() || actor.who == nullptr || arn.empty()) return std::nullopt;
  const int action = estate::FindPrivilege(method.steps);
  if (!actor.allowed.Has(action)) return std::nullopt;
  Lift lift{&method, action, nullptr, false};
  bool conditional = true;
  bool denied = false;
  for (const PlacedPrivilege& one : actor.identity) {
    const PrivilegeStatement& statement = *one.statement;
    if (!statement.actions.Has(action)) continue;
    if (!statement.allow) {
      if (DeniesAllBut(statement, method.steps)) return std::nullopt;
      denied = true;
    } else if (LeavesOf(statement, method.steps) == Leaves::kNothing) {
      continue;
    } else if (!statement.summary && TakesIn(statement, arn, *actor.who)) {
      if (lift.by == nullptr || (conditional && statement.condition.empty())) lift.by = &one;
      conditional = conditional && !statement.condition.empty();
    }
  }
  if (lift.by == nullptr) return std::nullopt;
  const bool capped = actor.bounded && !actor.boundary_plain.Has(action);
  lift.sure = !conditional && !actor.boundary_unknown;
  if (!denied && !capped && !conditional) return lift;
  StepQuestion question;
  question.action = action;
  question.resource = arn;
  question.identity = &actor.identity;
  if (actor.bounded) question.boundary = &actor.boundary;
  question.principal = actor.who->arn;
  question.partition = actor.who->partition;
  question.account = actor.who->account;
  const StepAnswer answer = prover->Ask(question);
  if (answer == StepAnswer::kNever) return std::nullopt;
  lift.sure = answer == StepAnswer::kSurely && !actor.boundary_unknown;
  return lift;
}

class Lifter {
 public:
  Lifter(const EscalationView& actor, const EscalationView& target, StepProver* prover)
      : actor_(actor), target_(target), prover_(prover), own_(actor.who == target.who) {}

  Lifted Run() {
    Lifted lifted;
    lifted.view = target_;
    if (own_) free_ = target_;
    bool changed = true;
    while (changed) {
      changed = TryBoundary(&lifted) || TryPolicies(&lifted);
      if (!changed) break;
      lifted.view = target_.Without(gone_, !boundary_gone_);
      if (own_) free_ = lifted.view;
    }
    return lifted;
  }

 private:
  // Who takes the next step: oneself as freed so far, or the other principal.
  const EscalationView& able() const { return own_ ? free_ : actor_; }

  bool Try(const EscalationMethod& method, std::string_view arn, Lifted* lifted) {
    std::optional<Lift> lift = TryStep(able(), method, arn, prover_);
    if (!lift) return false;
    // The statement is pointed at where it outlives the search.
    const auto same = std::find_if(
        actor_.identity.begin(), actor_.identity.end(),
        [&](const PlacedPrivilege& one) { return one.statement == lift->by->statement; });
    lift->by = &*same;
    lifted->lifts.push_back(*lift);
    return true;
  }

  bool TryBoundary(Lifted* lifted) {
    if (boundary_gone_ || !(target_.bounded || target_.boundary_unknown)) return false;
    const size_t type = IndexOf(*target_.who);
    boundary_gone_ = Try(kDeleteBoundary[type], target_.who->arn, lifted) ||
                     Try(kPutBoundary[type], target_.who->arn, lifted);
    return boundary_gone_;
  }

  bool TryPolicies(Lifted* lifted) {
    bool any = false;
    for (const PlacedPrivilege& one : target_.identity) {
      const PolicyOrigin& origin = one.origin;
      if (one.statement->allow || origin.holder == nullptr || IsGone(origin.facts)) continue;
      const Entity& holder = *origin.holder;
      const auto& methods = origin.arn.empty() ? kDeleteInline : kDetach;
      const bool leaves = &holder != target_.who && Try(kLeaveGroup, holder.arn, lifted);
      if (!leaves && !Try(methods[IndexOf(holder)], holder.arn, lifted)) continue;
      any = true;
      if (!leaves) {
        gone_.push_back(origin.facts);
        continue;
      }
      for (const PolicyOrigin& policy : target_.policies()) {
        if (policy.holder == &holder) gone_.push_back(policy.facts);
      }
    }
    return any;
  }

  bool IsGone(const PolicyFacts* facts) const {
    return std::find(gone_.begin(), gone_.end(), facts) != gone_.end();
  }

  const EscalationView& actor_;
  const EscalationView& target_;
  StepProver* const prover_;
  const bool own_;
  EscalationView free_;
  bool boundary_gone_ = false;
  std::vector<const PolicyFacts*> gone_;
};

}  // namespace

bool MayLift(const EscalationView& actor) {
  static const estate::PrivilegeSet lifting = [] {
    estate::PrivilegeSet set;
    for (const auto& methods : {kDeleteBoundary, kPutBoundary, kDeleteInline, kDetach}) {
      for (size_t type = 0; type < 3; ++type) {
        if (!methods[type].steps.empty()) set.Add(estate::FindPrivilege(methods[type].steps));
      }
    }
    set.Add(estate::FindPrivilege(kLeaveGroup.steps));
    return set;
  }();
  return !(actor.allowed & lifting).empty();
}

Lifted LiftAll(const EscalationView& actor, const EscalationView& target, StepProver* prover) {
  return Lifter(actor, target, prover).Run();
}

}  // namespace rolelint::graph
