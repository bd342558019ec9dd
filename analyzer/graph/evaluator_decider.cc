#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/estate/aws_policies.h"
#include "analyzer/graph/recorded_policies.h"
#include "analyzer/graph/switches.h"
#include "analyzer/logic/evaluate.h"
#include "analyzer/logic/request.h"
#include "analyzer/policy/arn.h"
#include "analyzer/text/glob.h"

namespace rolelint::graph {
namespace {

using estate::Estate;
using estate::Knowledge;
using estate::PolicyFacts;
using logic::CompiledPolicy;
using logic::Truth;

constexpr std::string_view kTagKey = "aws:principaltag/";

// The request by which `who` becomes the role, as far as the export tells: what it does not tell is
// unknown.
logic::Request SwitchRequest(const Entity& who, logic::Principal principal,
                             std::string_view role_arn, const logic::Vocabulary& vocabulary) {
  logic::Request request;
  request.principal = std::move(principal);
  request.action = "sts:AssumeRole";
  request.resource = role_arn;
  request.context_is_partial = true;
  // A role's session may bring tags of its own; a user's are those of the export.
  if (who.type != estate::EntityType::kUser || who.tags.state == Knowledge::kUnknown) {
    return request;
  }
  for (logic::KeyId id = 0; id < vocabulary.key_count(); ++id) {
    const logic::Key& key = vocabulary.key(id);
    if (!key.folded.starts_with(kTagKey)) continue;
    // Without a value the key is known to be absent.
    logic::ContextValue& value = request.context.emplace_back();
    value.key = key.name;
    for (const estate::Tag& tag : who.tags.value) {
      if (text::EqualsFolded(tag.key, std::string_view(key.folded).substr(kTagKey.size()))) {
        value.values = {tag.value};
        break;
      }
    }
  }
  return request;
}

// One policy of those that bear on the request, with what to call it.
struct Source {
  const PolicyFacts* facts = nullptr;
  const CompiledPolicy* compiled = nullptr;
  std::string_view name;
  const Entity* holder = nullptr;
};

class Evaluation final : public Decider {
 public:
  explicit Evaluation(const catalog::Catalog& catalog) : policies_(catalog) {}

  HalfVerdict Permission(const Estate& estate, const Entity& who,
                         std::string_view role_arn) const override {
    HalfVerdict verdict = RecordDecider().Permission(estate, who, role_arn);
    if (verdict.half == Half::kUndecided) Refine(estate, who, role_arn, &verdict);
    if (verdict.half == Half::kGranted || verdict.half == Half::kUndecided) {
      LookAbove(estate, who, role_arn, policy::Kind::kScp, &verdict);
    }
    return verdict;
  }

  HalfVerdict Trust(const Estate& estate, const Entity& role, const Entity& who) const override {
    HalfVerdict verdict = RecordDecider().Trust(estate, role, who);
    if (verdict.half == Half::kUndecided) RefineTrust(role, who, &verdict);
    if (verdict.half == Half::kGranted || verdict.half == Half::kUndecided) {
      LookAbove(estate, who, role.arn, policy::Kind::kRcp, &verdict);
    }
    return verdict;
  }

 private:
  struct Gathered {
    std::vector<Source> identity;
    std::optional<Source> boundary;  // its document is known
    bool bounded = false;
    bool complete = true;  // no policy is missing
    bool everything = false;
  };

  void AddSource(const PolicyFacts& facts, std::string_view name, const Entity& holder,
                 Gathered* all) const {
    // What could not be read whole may grant or deny anything.
    if (!facts.complete) {
      all->complete = false;
    } else if (!facts.assume.empty()) {
      all->identity.push_back({&facts, policies_.Permissions(facts), name, &holder});
    }
  }

  void AddPoliciesOf(const Estate& estate, const Entity& holder, Gathered* all) const {
    if (holder.inline_state != Knowledge::kPresent) all->complete = false;
    for (const estate::InlinePolicy& policy : holder.inline_policies) {
      AddSource(policy.facts, policy.name, holder, all);
    }
    if (holder.attached_state != Knowledge::kPresent) all->complete = false;
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

  Gathered Gather(const Estate& estate, const Entity& who) const {
    Gathered all;
    AddPoliciesOf(estate, who, &all);
    if (who.type == estate::EntityType::kUser) {
      if (who.groups_state != Knowledge::kPresent) all.complete = false;
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
        all.boundary = Source{&policy->facts, policies_.Permissions(policy->facts), policy->name};
      }
    } else if (estate::AllowsEveryAssumeRole(arn)) {
      all.bounded = false;
    }
    return all;
  }

  // The first Deny that holds whatever is unknown.
  static bool FindDeny(const Source& source, bool bounded,
                       logic::Evaluator<logic::RequestLogic>* evaluator, bool* maybe,
                       Obstacle* obstacle) {
    for (const logic::CompiledStatement& statement : source.compiled->statements) {
      if (statement.allow) continue;
      const Truth matches = evaluator->DenyMatches(statement, bounded);
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

  void Refine(const Estate& estate, const Entity& who, std::string_view role_arn,
              HalfVerdict* verdict) const {
    std::optional<logic::Principal> principal = logic::ParsePrincipal(who.arn);
    if (!principal) return;
    policies_.Trim();
    const Gathered all = Gather(estate, who);
    const logic::Request request =
        SwitchRequest(who, *std::move(principal), role_arn, policies_.vocabulary());
    logic::BoundRequest bound(policies_.vocabulary());
    bound.Bind(request);
    logic::RequestLogic logic(bound);
    logic::Evaluator<logic::RequestLogic> evaluator(&logic);

    bool maybe_denied = false;
    auto denied = [&](const Source& source) {
      if (!FindDeny(source, all.bounded, &evaluator, &maybe_denied, &verdict->obstacle)) {
        return false;
      }
      verdict->half = Half::kAbsent;
      return true;
    };
    Truth allowed = all.everything ? Truth::kTrue : Truth::kFalse;
    for (const Source& source : all.identity) {
      if (denied(source)) return;
      allowed = logic::Or(allowed, evaluator.Any(*source.compiled, true));
    }
    Truth capped = all.bounded ? Truth::kUnknown : Truth::kTrue;
    if (all.boundary) {
      if (denied(*all.boundary)) return;
      capped = evaluator.Any(*all.boundary->compiled, true);
    }
    if (capped == Truth::kFalse) {
      verdict->half = Half::kAbsent;
      verdict->obstacle = {Obstacle::Kind::kBoundary, who.boundary_arn.place, all.boundary->name};
    } else if (!all.complete) {
      return;  // a policy that is not at hand may allow it, or deny it
    } else if (allowed == Truth::kFalse) {
      verdict->half = Half::kAbsent;
      verdict->obstacle = {Obstacle::Kind::kCondition, verdict->place, {}};
    } else if (allowed == Truth::kTrue && capped == Truth::kTrue && !maybe_denied) {
      verdict->half = Half::kGranted;
    }
  }

  // Sessions are told apart by their names, and deleted principals by their ids: the evaluator is
  // asked about neither.
  static bool NamesOtherwise(const Entity& role, const Entity& who) {
    for (const estate::TrustStatement& statement : role.trust) {
      for (const estate::PrincipalRef& principal : statement.principals) {
        if (!principal.known) return true;
        if (!who.unique_id.empty() && principal.value == who.unique_id) return true;
        if (who.type != estate::EntityType::kRole) continue;
        const std::optional<policy::Arn> arn = policy::ParseArn(principal.value);
        if (arn && arn->service == "sts" && arn->account == who.account) return true;
      }
    }
    return false;
  }

  void RefineTrust(const Entity& role, const Entity& who, HalfVerdict* verdict) const {
    if (!role.trust_complete || NamesOtherwise(role, who)) return;
    std::optional<logic::Principal> principal = logic::ParsePrincipal(who.arn);
    if (!principal) return;
    policies_.Trim();
    const CompiledPolicy* trust = policies_.Trust(role);
    if (trust->statements.size() != role.trust.size()) return;
    const logic::Request request =
        SwitchRequest(who, *std::move(principal), role.arn, policies_.vocabulary());
    logic::BoundRequest bound(policies_.vocabulary());
    bound.Bind(request);
    logic::RequestLogic logic(bound);
    logic::Evaluator<logic::RequestLogic> evaluator(&logic);

    const bool bounded = !who.boundary_arn.absent();
    bool maybe_denied = false;
    Truth allowed = Truth::kFalse;
    for (const logic::CompiledStatement& statement : trust->statements) {
      if (statement.allow) {
        allowed = logic::Or(allowed, evaluator.AllowMatchesAtAll(statement));
        continue;
      }
      const Truth matches = evaluator.DenyMatches(statement, bounded);
      if (matches == Truth::kTrue) {
        verdict->half = Half::kAbsent;
        verdict->obstacle = {Obstacle::Kind::kDeny, role.trust[statement.index].place, {}, &role};
        return;
      }
      maybe_denied = maybe_denied || matches == Truth::kUnknown;
    }
    if (allowed == Truth::kFalse) {
      verdict->half = Half::kAbsent;
      verdict->obstacle = {Obstacle::Kind::kCondition, verdict->place, {}};
    } else if (allowed == Truth::kTrue && !maybe_denied) {
      verdict->half = Half::kGranted;
    }
  }

  // A Deny of an organization policy that is among the inputs.
  void LookAbove(const Estate& estate, const Entity& who, std::string_view role_arn,
                 policy::Kind kind, HalfVerdict* verdict) const {
    if (estate.organization().empty()) return;
    std::optional<logic::Principal> principal = logic::ParsePrincipal(who.arn);
    // SCPs do not reach service-linked roles.
    if (!principal || principal->service_linked()) return;
    policies_.Trim();
    std::vector<Source> sources;
    for (const estate::OrganizationPolicy& policy : estate.organization()) {
      if (policy.kind != kind || !policy.facts.complete || policy.facts.assume.empty()) continue;
      sources.push_back({&policy.facts, policies_.Permissions(policy.facts), policy.name});
    }
    if (sources.empty()) return;
    const logic::Request request =
        SwitchRequest(who, *std::move(principal), role_arn, policies_.vocabulary());
    logic::BoundRequest bound(policies_.vocabulary());
    bound.Bind(request);
    logic::RequestLogic logic(bound);
    logic::Evaluator<logic::RequestLogic> evaluator(&logic);
    bool maybe = false;
    for (const Source& source : sources) {
      if (!FindDeny(source, false, &evaluator, &maybe, &verdict->obstacle)) continue;
      verdict->obstacle.kind = Obstacle::Kind::kOrganizationPolicy;
      verdict->obstacle.organization = kind;
      return;
    }
  }

  mutable RecordedPolicies policies_;
};

}  // namespace

std::unique_ptr<Decider> EvaluatorDecider(const catalog::Catalog& catalog) {
  return std::make_unique<Evaluation>(catalog);
}

}  // namespace rolelint::graph
