#include "analyzer/graph/escalation_view.h"

#include <algorithm>
#include <optional>

#include "analyzer/estate/aws_policies.h"
#include "analyzer/policy/arn.h"
#include "analyzer/text/glob.h"

namespace rolelint::graph {
namespace {

using estate::Entity;
using estate::Estate;
using estate::Knowledge;
using estate::PolicyFacts;
using estate::PrivilegeStatement;

void AddPoliciesOf(const Estate& estate, const Entity& holder, EscalationView* view) {
  if (holder.inline_state != Knowledge::kPresent) view->complete = false;
  for (const estate::InlinePolicy& policy : holder.inline_policies) {
    view->AddPolicy(policy.facts, {&holder, {}, &policy.facts});
  }
  if (holder.attached_state != Knowledge::kPresent) view->complete = false;
  for (const estate::AttachedPolicy& attached : holder.attached) {
    if (attached.arn.find(":iam::aws:") == std::string::npos) {
      view->own_policies.push_back(attached.arn);
    }
    if (const auto* policy = estate.FindPolicy(attached.arn, holder.place.file)) {
      view->AddPolicy(policy->facts, {&holder, attached.arn, &policy->facts});
    } else if (estate::IsAdministratorAccess(attached.arn)) {
      view->AddEverything();
    } else {
      view->complete = false;
    }
  }
}

// Whether ARNs of the service may be resources of an action with the prefix. Of some services the
// actions work on what belongs to others.
bool MayBeOfService(std::string_view service, std::string_view prefix) {
  for (std::string_view other : {"ssm", "sts", "ec2-instance-connect"}) {
    if (prefix == other) return true;
  }
  return service == prefix;
}

bool IsAssuming(const estate::TrustStatement& trust) {
  return trust.allow && !trust.not_principal &&
         (trust.actions & (estate::kAssumeRole | estate::kAssumeRoleWithWebIdentity)) != 0;
}

}  // namespace

bool TakesIn(const PrivilegeStatement& statement, std::string_view arn, const Entity& who) {
  constexpr std::string_view kUserName = "${aws:username}";
  bool listed = false;
  for (const std::string& resource : statement.resources) {
    const size_t at = resource.find(kUserName);
    if (at == std::string::npos) {
      listed = listed || text::GlobMatches(resource, arn);
    } else if (who.type == estate::EntityType::kUser) {
      std::string filled = resource;
      filled.replace(at, kUserName.size(), who.name);
      listed = listed || text::GlobMatches(filled, arn);
    }
  }
  return statement.resources.empty() || listed != statement.not_resource;
}

bool MayBeResourceOf(std::string_view pattern, std::string_view action) {
  const std::optional<policy::Arn> arn = policy::ParseArn(pattern);
  if (!action.starts_with("iam:")) {
    return !arn || arn->service.find_first_of("*?$") != std::string_view::npos ||
           MayBeOfService(arn->service, action.substr(0, action.find(':')));
  }
  if (!arn) return !pattern.empty() && pattern.find('*') != std::string_view::npos;
  if (!text::GlobMatches(arn->service, "iam")) return false;
  // AWS's own policies cannot be changed.
  if (arn->account == "aws") return false;
  std::string type(IamResourceType(action));
  type += '/';
  const std::string_view fixed = arn->resource.substr(0, arn->resource.find_first_of("*?$"));
  // These roles can be changed by the service that made them alone.
  if (type == "role/" &&
      (fixed.starts_with("role/aws-service-role/") || fixed.starts_with("role/aws-reserved/"))) {
    return false;
  }
  return fixed.size() == arn->resource.size() ? fixed.starts_with(type)
                                              : fixed.starts_with(type) || type.starts_with(fixed);
}

void EscalationView::AddPolicy(const PolicyFacts& facts, PolicyOrigin origin) {
  if (origin.facts == nullptr) origin.facts = &facts;
  policies_.push_back(origin);
  complete = complete && facts.complete;
  everything_ = everything_ || facts.administrator;
  for (const PrivilegeStatement& statement : facts.privileges) {
    if (statement.allow) {
      granted_ |= statement.actions;
    } else {
      denies_ = true;
      if (statement.plain()) taken_ |= statement.actions;
    }
    identity.push_back({&statement, facts.variables, origin});
  }
}

void EscalationView::SetBoundary(const PolicyFacts& facts) {
  bounded = true;
  boundary_facts_ = &facts;
  estate::PrivilegeSet some;
  estate::PrivilegeSet denied;
  for (const PrivilegeStatement& statement : facts.privileges) {
    boundary.push_back({&statement, facts.variables, {}});
    if (!statement.allow) {
      denied |= statement.actions;
      if (statement.plain()) taken_ |= statement.actions;
      continue;
    }
    some |= statement.actions;
    if (statement.plain()) boundary_plain |= statement.actions;
  }
  boundary_plain = boundary_plain - denied;
  taken_ |= estate::AllPrivileges() - some;
}

void EscalationView::Finish() {
  allowed = granted_ - taken_;
  administrator = everything_ && !denies_ && !boundary_unknown &&
                  (!bounded || boundary_plain == estate::AllPrivileges());
  administrator = administrator || (all_by_name_ && !bounded && !boundary_unknown);
}

EscalationView EscalationView::Without(const std::vector<const PolicyFacts*>& gone,
                                       bool keeps_boundary) const {
  EscalationView view;
  view.who = who;
  view.own_groups = own_groups;
  view.own_policies = own_policies;
  view.all_by_name_ = all_by_name_;
  for (const PolicyOrigin& policy : policies_) {
    if (std::find(gone.begin(), gone.end(), policy.facts) == gone.end()) {
      view.AddPolicy(*policy.facts, policy);
    }
  }
  if (keeps_boundary && boundary_facts_ != nullptr) view.SetBoundary(*boundary_facts_);
  view.boundary_unknown = keeps_boundary && boundary_unknown;
  view.complete = view.complete && complete;
  view.Finish();
  return view;
}

bool EscalationView::ReachesSelf(const PrivilegeStatement& statement,
                                 std::string_view action) const {
  if (who == nullptr) return true;
  const std::string_view type = IamResourceType(action);
  const bool user = who->type != estate::EntityType::kRole;
  if (action == "iam:AddUserToGroup") return user;
  if (action == "iam:DeleteUserPermissionsBoundary") {
    return who->type == estate::EntityType::kUser && who->boundary_arn.present() &&
           TakesIn(statement, who->arn, *who);
  }
  auto any = [&](const std::vector<std::string_view>& arns) {
    return std::any_of(arns.begin(), arns.end(),
                       [&](std::string_view arn) { return TakesIn(statement, arn, *who); });
  };
  if (type == "policy") return any(own_policies);
  if (type == "group") return any(own_groups);
  if ((type == "role") == user) return false;
  return TakesIn(statement, who->arn, *who);
}

EscalationView ViewOf(const Estate& estate, const Entity& who) {
  EscalationView view;
  view.who = &who;
  AddPoliciesOf(estate, who, &view);
  if (who.type == estate::EntityType::kGroup) view.own_groups.push_back(who.arn);
  if (who.type == estate::EntityType::kUser) {
    if (who.groups_state != Knowledge::kPresent) view.complete = false;
    for (const std::string& name : who.groups) {
      const Entity* group = estate.FindByName(estate::EntityType::kGroup, who.account, name);
      if (group == nullptr) {
        view.complete = false;
        continue;
      }
      view.own_groups.push_back(group->arn);
      AddPoliciesOf(estate, *group, &view);
    }
  }
  if (who.boundary_arn.present()) {
    const std::string& arn = who.boundary_arn.value;
    const estate::ManagedPolicy* policy = estate.FindPolicy(arn);
    if (policy != nullptr && policy->facts.complete) {
      view.SetBoundary(policy->facts);
    } else if (!estate::IsAdministratorAccess(arn)) {
      view.boundary_unknown = true;
    }
  }
  view.Finish();
  return view;
}

std::string RolePowers::KeyOf(std::string_view account, std::string_view service) {
  std::string key(account);
  key.append("|").append(service);
  return key;
}

void RolePowers::Index() {
  indexed_ = true;
  for (const Entity& role : estate_.entities()) {
    if (role.type != estate::EntityType::kRole || role.service_linked()) continue;
    std::optional<Power> power;
    for (const estate::TrustStatement& trust : role.trust) {
      if (!IsAssuming(trust)) continue;
      for (const estate::PrincipalRef& principal : trust.principals) {
        if (!principal.known || principal.type == policy::PrincipalType::kAws) continue;
        if (!power) {
          const EscalationView view = ViewOf(estate_, role);
          power = Power{&role, view.administrator, view.allowed};
        }
        std::vector<Power>& powers = trusting_[KeyOf(role.account, principal.value)];
        if (powers.empty() || powers.back().role != &role) powers.push_back(*power);
      }
    }
  }
  // The most powerful come first.
  for (auto& [key, powers] : trusting_) {
    std::stable_sort(powers.begin(), powers.end(), [](const Power& a, const Power& b) {
      if (a.administrator != b.administrator) return a.administrator;
      return a.allowed.size() > b.allowed.size();
    });
  }
}

RolePowers::Choice RolePowers::Choose(const Entity& who, const estate::PrivilegeSet& own,
                                      std::string_view services, const PrivilegeStatement& pass) {
  if (!indexed_) Index();
  // Of many roles that may be passed the first are the most powerful.
  constexpr int kMostLookedAt = 200;
  int looked_at = 0;
  Choice choice;
  for (std::string_view rest = services; !rest.empty();) {
    const size_t blank = rest.find(' ');
    auto found = trusting_.find(KeyOf(who.account, rest.substr(0, blank)));
    rest = blank == std::string_view::npos ? "" : rest.substr(blank + 1);
    if (found == trusting_.end()) continue;
    for (const Power& power : found->second) {
      if (++looked_at > kMostLookedAt) break;
      if (power.role == &who || !TakesIn(pass, power.role->arn, who)) continue;
      choice.any = true;
      if (choice.better == nullptr && (power.administrator || !own.Includes(power.allowed))) {
        choice.better = power.role;
      }
      if (choice.better != nullptr) break;
    }
  }
  return choice;
}

}  // namespace rolelint::graph
