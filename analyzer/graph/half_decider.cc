#include "analyzer/graph/half_decider.h"

#include <algorithm>
#include <string>
#include <utility>

#include "analyzer/estate/aws_policies.h"
#include "analyzer/graph/user_tags.h"
#include "analyzer/logic/evaluate.h"
#include "analyzer/text/glob.h"

namespace rolelint::graph {
namespace {

using estate::Estate;
using estate::Knowledge;
using estate::PolicyFacts;
using logic::CompiledStatement;
using logic::Truth;

logic::Principal SwitchingPrincipal(const Entity& who) {
  logic::Principal principal;
  principal.text = who.arn;
  principal.partition = who.partition;
  principal.account = who.account;
  principal.account_unknown = who.account.empty();
  principal.unique_id = who.unique_id;
  if (who.type == estate::EntityType::kUser) {
    principal.kind = logic::Principal::Kind::kUser;
    principal.user_name = who.name;
  } else {
    principal.kind = logic::Principal::Kind::kRole;
    principal.role_arn = who.arn;
    principal.role_name = who.name;
    principal.session_unknown = true;
  }
  return principal;
}

// The request by which `who` becomes the role, as far as the export tells: what it does not tell is
// unknown.
logic::Request SwitchRequest(const Entity& who, std::string_view role_arn,
                             const logic::Vocabulary& vocabulary) {
  logic::Request request;
  request.principal = SwitchingPrincipal(who);
  request.action = "sts:AssumeRole";
  request.resource = role_arn;
  request.context_is_partial = true;
  AddUserTags(who, vocabulary, &request);
  return request;
}

// The first statement that may grant the half, else the first that surely does.
class Grant {
 public:
  // `near`: whether the statement is about this principal and role; `matches`: and its conditions
  // hold.
  void Add(Truth near, Truth matches, const Place& place) {
    if (near == Truth::kFalse) return;
    if (!found_ || (matches == Truth::kTrue && allowed_ != Truth::kTrue)) place_ = place;
    found_ = true;
    allowed_ = logic::Or(allowed_, matches);
  }
  void AddEverything() {
    found_ = true;
    allowed_ = Truth::kTrue;
  }

  bool found() const { return found_; }
  Truth allowed() const { return allowed_; }
  const Place& place() const { return place_; }

 private:
  bool found_ = false;
  Truth allowed_ = Truth::kFalse;
  Place place_;
};

bool NamesPrincipal(const estate::TrustStatement& statement, const Entity& who) {
  return !statement.not_principal &&
         std::any_of(statement.principals.begin(), statement.principals.end(),
                     [&](const estate::PrincipalRef& principal) {
                       return principal.known && principal.type == policy::PrincipalType::kAws &&
                              principal.value == who.arn;
                     });
}

}  // namespace

// One request, ready to be asked about once all policies are compiled.
class HalfDecider::Question {
 public:
  Question(const Entity& who, std::string_view role_arn, const logic::Vocabulary& vocabulary)
      : who_(who),
        request_(SwitchRequest(who, role_arn, vocabulary)),
        bound_(vocabulary),
        logic_(bound_),
        evaluator_(&logic_) {
    bound_.Bind(request_);
  }

  const Entity& who() const { return who_; }
  std::string_view role_arn() const { return request_.resource; }
  logic::Evaluator<logic::RequestLogic>& evaluator() { return evaluator_; }

  // Whether the statement is about this principal and this role, whatever its conditions say.
  Truth IsNear(const CompiledStatement& statement) {
    if (statement.tests.empty()) return evaluator_.AllowMatchesAtAll(statement);
    CompiledStatement bare = statement;
    bare.tests.clear();
    return evaluator_.AllowMatchesAtAll(bare);
  }

  // The first Deny that holds whatever is unknown becomes the obstacle. `maybe`: another may hold.
  bool FindDeny(const Source& source, bool bounded, bool* maybe, Obstacle* obstacle) {
    for (const CompiledStatement& statement : source.compiled->statements) {
      if (statement.allow) continue;
      const Truth matches = evaluator_.DenyMatches(statement, bounded);
      if (matches == Truth::kUnknown) *maybe = true;
      if (matches != Truth::kTrue) continue;
      obstacle->kind = Obstacle::Kind::kDeny;
      obstacle->place = source.facts->assume[statement.index].place;
      obstacle->policy = source.name;
      obstacle->holder = source.holder;
      return true;
    }
    return false;
  }

 private:
  const Entity& who_;
  logic::Request request_;
  logic::BoundRequest bound_;
  logic::RequestLogic logic_;
  logic::Evaluator<logic::RequestLogic> evaluator_;
};

void HalfDecider::AddSource(const PolicyFacts& facts, std::string_view name, const Entity& holder,
                            Gathered* all) {
  // What could not be read whole may grant or deny anything.
  all->complete = all->complete && facts.complete;
  if (facts.assume.empty()) return;
  all->identity.push_back({&facts, policies_.Permissions(facts), name, &holder});
}

void HalfDecider::AddPoliciesOf(const Estate& estate, const Entity& holder, Gathered* all) {
  if (holder.inline_state == Knowledge::kUnknown) all->complete = false;
  for (const estate::InlinePolicy& policy : holder.inline_policies) {
    AddSource(policy.facts, policy.name, holder, all);
  }
  if (holder.attached_state == Knowledge::kUnknown) all->complete = false;
  for (const estate::AttachedPolicy& attached : holder.attached) {
    if (const estate::ManagedPolicy* policy = estate.FindPolicy(attached.arn)) {
      AddSource(policy->facts, policy->name, holder, all);
    } else if (estate::AllowsEveryAssumeRole(attached.arn)) {
      all->everything = true;
    } else {
      all->complete = false;
    }
  }
}

HalfDecider::Gathered HalfDecider::Gather(const Estate& estate, const Entity& who) {
  Gathered all;
  AddPoliciesOf(estate, who, &all);
  if (who.type == estate::EntityType::kUser) {
    if (who.groups_state == Knowledge::kUnknown) all.complete = false;
    for (const std::string& name : who.groups) {
      const Entity* group = estate.FindByName(estate::EntityType::kGroup, who.account, name);
      if (group == nullptr) {
        all.complete = false;
      } else {
        AddPoliciesOf(estate, *group, &all);
      }
    }
  }
  all.bounded = !who.boundary_arn.absent();
  if (!who.boundary_arn.present()) return all;
  const std::string& arn = who.boundary_arn.value;
  if (const estate::ManagedPolicy* policy = estate.FindPolicy(arn)) {
    if (policy->facts.complete) {
      all.boundary.push_back({&policy->facts, policies_.Permissions(policy->facts), policy->name});
    }
  } else if (estate::AllowsEveryAssumeRole(arn)) {
    all.bounded = false;
  }
  return all;
}

HalfVerdict HalfDecider::Permission(const Estate& estate, const Entity& who,
                                    std::string_view role_arn) {
  policies_.Trim();
  const Gathered all = Gather(estate, who);
  Question question(who, role_arn, policies_.vocabulary());
  HalfVerdict verdict;
  Grant grant;
  for (const Source& source : all.identity) {
    for (const CompiledStatement& statement : source.compiled->statements) {
      if (!statement.allow) continue;
      grant.Add(question.IsNear(statement), question.evaluator().AllowMatchesAtAll(statement),
                source.facts->assume[statement.index].place);
    }
  }
  verdict.place = grant.place();
  if (all.everything) grant.AddEverything();
  verdict.stated = grant.found();
  // Also of a permission that nothing grants: a trust policy of the account may do without it, and
  // a Deny still denies.
  verdict.half = Half::kAbsent;
  bool maybe_denied = false;
  for (const std::vector<Source>* sources : {&all.identity, &all.boundary}) {
    for (const Source& source : *sources) {
      if (question.FindDeny(source, all.bounded, &maybe_denied, &verdict.obstacle)) return verdict;
    }
  }
  if (!grant.found()) {
    verdict.half = all.complete ? Half::kAbsent : Half::kUnknown;
    return verdict;
  }
  Truth capped = all.bounded ? Truth::kUnknown : Truth::kTrue;
  for (const Source& boundary : all.boundary) {
    capped = question.evaluator().Any(*boundary.compiled, true);
    if (capped != Truth::kFalse) continue;
    verdict.obstacle = {Obstacle::Kind::kBoundary, who.boundary_arn.place, boundary.name};
    return verdict;
  }
  if (all.complete && grant.allowed() == Truth::kFalse) {
    verdict.obstacle = {Obstacle::Kind::kCondition, verdict.place, {}};
    return verdict;
  }
  // A policy that is not at hand may allow it, or deny it.
  const bool granted =
      all.complete && grant.allowed() == Truth::kTrue && capped == Truth::kTrue && !maybe_denied;
  verdict.half = granted ? Half::kGranted : Half::kUndecided;
  LookAbove(estate, policy::Kind::kScp, &question, &verdict);
  return verdict;
}

HalfVerdict HalfDecider::Trust(const Estate& estate, const Entity& role, const Entity& who) {
  HalfVerdict verdict;
  if (role.trust_state != Knowledge::kPresent) return verdict;
  policies_.Trim();
  const logic::CompiledPolicy& trust = *policies_.Trust(role);
  Question question(who, role.arn, policies_.vocabulary());
  Grant grant;
  for (const CompiledStatement& statement : trust.statements) {
    if (!statement.allow) continue;
    const estate::TrustStatement& record = role.trust[statement.index];
    const Truth near = question.IsNear(statement);
    grant.Add(near, question.evaluator().AllowMatchesAtAll(statement), record.place);
    if (near != Truth::kFalse && NamesPrincipal(record, who)) verdict.names_principal = true;
  }
  verdict.place = grant.place();
  verdict.stated = grant.found();
  if (!grant.found()) {
    verdict.half = role.trust_complete ? Half::kAbsent : Half::kUnknown;
    return verdict;
  }

  verdict.half = Half::kAbsent;
  const bool bounded = !who.boundary_arn.absent();
  bool maybe_denied = false;
  for (const CompiledStatement& statement : trust.statements) {
    if (statement.allow) continue;
    const Truth matches = question.evaluator().DenyMatches(statement, bounded);
    if (matches == Truth::kTrue) {
      verdict.obstacle = {Obstacle::Kind::kDeny, role.trust[statement.index].place, {}, &role};
      return verdict;
    }
    maybe_denied = maybe_denied || matches == Truth::kUnknown;
  }
  if (role.trust_complete && grant.allowed() == Truth::kFalse) {
    verdict.obstacle = {Obstacle::Kind::kCondition, verdict.place, {}};
    return verdict;
  }
  if (role.trust_complete && grant.allowed() == Truth::kTrue && !maybe_denied) {
    verdict.half = Half::kGranted;
  } else {
    // What depends on the account of a mere name cannot be told.
    verdict.half = who.account.empty() ? Half::kUnknown : Half::kUndecided;
  }
  if (verdict.half != Half::kUnknown) {
    LookAbove(estate, policy::Kind::kRcp, &question, &verdict);
  }
  return verdict;
}

// A Deny of an organization policy that is among the inputs.
void HalfDecider::LookAbove(const Estate& estate, policy::Kind kind, Question* question,
                            HalfVerdict* verdict) {
  // SCPs do not apply to service-linked roles.
  if (estate.organization().empty() || question->who().service_linked()) return;
  std::vector<Source> sources;
  for (const estate::OrganizationPolicy& policy : estate.organization()) {
    if (policy.kind != kind || !policy.facts.complete || policy.facts.assume.empty()) continue;
    sources.push_back({&policy.facts, policies_.Permissions(policy.facts), policy.name});
  }
  if (sources.empty()) return;
  // Compiling has added keys to the vocabulary.
  Question above(question->who(), question->role_arn(), policies_.vocabulary());
  bool maybe = false;
  for (const Source& source : sources) {
    if (!above.FindDeny(source, false, &maybe, &verdict->obstacle)) continue;
    verdict->obstacle.kind = Obstacle::Kind::kOrganizationPolicy;
    verdict->obstacle.organization = kind;
    return;
  }
}

}  // namespace rolelint::graph
