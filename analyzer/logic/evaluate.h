#ifndef ROLELINT_LOGIC_EVALUATE_H_
#define ROLELINT_LOGIC_EVALUATE_H_

// The evaluator: how statements, policies and kinds of policies make a decision. Written once over
// a Logic, which says what a truth value is and how the elementary tests come out: for one request
// (request.h) they are Kleene's truth values, for all requests at once (symbolic.h) formulas. So
// simulation and proof cannot drift apart.
//
// A Logic has
//   Value; True(), False(), Unknown(), And(a, b), Or(a, b), Not(a), IsTrue(a), IsFalse(a);
//   Action(statement), Resource(statement): whether the request's is one that the element lists
//     (the complement of NotAction and NotResource is taken here);
//   Principal(statement) -> PrincipalLevels: by which of its names the principal is listed;
//   Outsider(): the principal is anonymous or of some account;
//   Exempt(statement): all its names are listed (what NotPrincipal with Deny asks for);
//   Recall(statement), Remember(statement, value): a memory for what a statement asks besides the
//     action and the principal; Recall may always say null;
//   Absent(key), List(key): the key is not there; is there as a list;
//   Some(key, test, complement): a value of the key passes the test (or, complemented, fails it).
//
// The rules are those of docs/evaluation.md.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html

#include <span>

#include "analyzer/logic/compiled.h"

namespace rolelint::logic {

template <typename Value>
struct PrincipalLevels {
  Value direct;   // everyone, the user, the session, the service …
  Value role;     // the role of the session, the user of the federated session
  Value account;  // the account
};

// The policies that bear on one request. Empty lists are kinds that do not apply.
struct PolicySet {
  using Policies = std::span<const CompiledPolicy* const>;

  Policies identity;
  const CompiledPolicy* resource = nullptr;  // of the resource; of a role its trust policy
  Policies boundary;
  Policies session;
  std::span<const Policies> scp;  // each level, from the root to the account
  std::span<const Policies> rcp;
  Policies vpc_endpoint;

  // What the kinds of principal and resource imply.
  enum class Caller : uint8_t { kPrincipal, kRoot, kService, kFederated, kAnonymous };
  Caller caller = Caller::kPrincipal;
  bool same_account = true;
  // The resource policy rules also within the account: trust policies, KMS keys.
  bool resource_policy_rules = false;
  bool scp_applies = true;
  bool rcp_applies = true;
  // S3's RestrictPublicBuckets closes the bucket to this caller.
  bool blocked_as_public = false;
  // sts:GetCallerIdentity.
  bool always_allowed = false;
  // AWS's own policies, roles and aliases, which nobody can change.
  bool never_allowed = false;
};

template <typename Logic>
class Evaluator {
 public:
  using Value = typename Logic::Value;

  explicit Evaluator(Logic* logic) : logic_(*logic) {}

  // Whether the request meets everything of the statement but the principal.
  Value MatchesBesidesPrincipal(const CompiledStatement& statement) {
    Value action = logic_.Action(statement);
    Value value = statement.not_action ? logic_.Not(action) : action;
    if (logic_.IsFalse(value)) return value;
    if (const Value* rest = logic_.Recall(statement)) return logic_.And(value, *rest);
    Value rest = logic_.True();
    if (statement.has_resource) {
      Value resource = logic_.Resource(statement);
      rest = statement.not_resource ? logic_.Not(resource) : resource;
    }
    for (const CompiledTest& test : statement.tests) {
      if (logic_.IsFalse(rest)) break;
      rest = logic_.And(rest, Holds(test));
    }
    logic_.Remember(statement, rest);
    return logic_.And(value, rest);
  }

  // One condition: the table of docs/evaluation.md.
  Value Holds(const CompiledTest& test) {
    if (test.value.texts.unknown) return logic_.Unknown();
    if (test.impossible) return logic_.False();
    if (test.value.family == policy::OperatorFamily::kNull) {
      Value absent = logic_.Absent(test.key);
      Value value = test.null_absent ? absent : logic_.False();
      return test.null_present ? logic_.Or(value, logic_.Not(absent)) : value;
    }
    switch (test.qualifier) {
      case policy::SetQualifier::kForAllValues:
        return logic_.Not(logic_.Some(test.key, test.value, !test.negated));
      case policy::SetQualifier::kForAnyValue: {
        Value some = logic_.Some(test.key, test.value, test.negated);
        return test.if_exists ? logic_.Or(some, logic_.Absent(test.key)) : some;
      }
      case policy::SetQualifier::kNone:
        break;
    }
    Value some = logic_.Some(test.key, test.value, test.negated);
    if (!logic_.IsFalse(some)) some = logic_.And(some, logic_.Not(logic_.List(test.key)));
    const bool passes_absent = test.negated || test.if_exists;
    return passes_absent ? logic_.Or(some, logic_.Absent(test.key)) : some;
  }

  // Some statement with this effect matches, whoever asks (policies without principals).
  Value Any(const CompiledPolicy& policy, bool allow) {
    Value value = logic_.False();
    for (const CompiledStatement& statement : policy.statements) {
      if (statement.allow != allow) continue;
      value = logic_.Or(value, MatchesBesidesPrincipal(statement));
      if (logic_.IsTrue(value)) break;
    }
    return value;
  }

  // A Deny of a policy with principals. `bounded`: the principal has a boundary, so that
  // NotPrincipal exempts nobody.
  Value Denies(const CompiledPolicy& policy, bool bounded) {
    Value value = logic_.False();
    for (const CompiledStatement& statement : policy.statements) {
      if (statement.allow) continue;
      value = logic_.Or(value, DenyMatches(statement, bounded));
      if (logic_.IsTrue(value)) break;
    }
    return value;
  }

  Value DenyMatches(const CompiledStatement& statement, bool bounded) {
    Value value = MatchesBesidesPrincipal(statement);
    if (logic_.IsFalse(value) || !statement.has_principal) return value;
    if (statement.not_principal && bounded) return value;
    PrincipalLevels<Value> levels = logic_.Principal(statement);
    if (!statement.not_principal) return logic_.And(value, AnyLevel(levels));
    return logic_.And(value, logic_.Not(logic_.Exempt(statement)));
  }

  // By which names the Allow statements of a policy with principals let the caller in.
  PrincipalLevels<Value> Allows(const CompiledPolicy& policy) {
    PrincipalLevels<Value> all{logic_.False(), logic_.False(), logic_.False()};
    for (const CompiledStatement& statement : policy.statements) {
      if (!statement.allow) continue;
      PrincipalLevels<Value> one = AllowMatches(statement);
      all.direct = logic_.Or(all.direct, one.direct);
      all.role = logic_.Or(all.role, one.role);
      all.account = logic_.Or(all.account, one.account);
      if (logic_.IsTrue(all.direct)) break;
    }
    return all;
  }

  PrincipalLevels<Value> AllowMatches(const CompiledStatement& statement) {
    const Value no = logic_.False();
    Value value = MatchesBesidesPrincipal(statement);
    if (logic_.IsFalse(value) || !statement.has_principal) return {no, no, no};
    PrincipalLevels<Value> levels = logic_.Principal(statement);
    // Everyone that is not listed, the anonymous among them.
    if (statement.not_principal) {
      return {logic_.And(value, logic_.Not(AnyLevel(levels))), no, no};
    }
    return {logic_.And(value, levels.direct), logic_.And(value, levels.role),
            logic_.And(value, levels.account)};
  }

  // Whether the statement lets anybody in by any name.
  Value AllowMatchesAtAll(const CompiledStatement& statement) {
    if (!statement.has_principal) return MatchesBesidesPrincipal(statement);
    return AnyLevel(AllowMatches(statement));
  }

  // A policy by itself: some Allow matches and no Deny does.
  Value Access(const CompiledPolicy& policy) {
    const bool principals =
        policy.kind == policy::Kind::kResource || policy.kind == policy::Kind::kTrust;
    Value allowed = principals ? AnyLevel(Allows(policy)) : Any(policy, true);
    if (logic_.IsFalse(allowed)) return allowed;
    return logic_.And(allowed, logic_.Not(Denies(policy, false)));
  }

  struct Decision {
    Value denied;   // explicitly
    Value allowed;  // in the end
  };

  Decision Decide(const PolicySet& set) {
    if (set.always_allowed) return {logic_.False(), logic_.True()};
    Value denied = Denied(set);
    if (logic_.IsTrue(denied)) return {denied, logic_.False()};
    if (set.never_allowed || set.blocked_as_public) return {denied, logic_.False()};
    Value allowed = Granted(set);
    if (set.scp_applies) allowed = logic_.And(allowed, EveryLevel(set.scp));
    if (set.rcp_applies) allowed = logic_.And(allowed, EveryLevel(set.rcp));
    if (!set.vpc_endpoint.empty()) {
      Value passes = logic_.False();
      for (const CompiledPolicy* policy : set.vpc_endpoint) {
        passes = logic_.Or(passes, EndpointAllows(*policy));
      }
      allowed = logic_.And(allowed, passes);
    }
    return {denied, logic_.And(allowed, logic_.Not(denied))};
  }

 private:
  Value AnyLevel(const PrincipalLevels<Value>& levels) {
    return logic_.Or(levels.direct, logic_.Or(levels.role, levels.account));
  }

  Value Denied(const PolicySet& set) {
    const bool bounded = !set.boundary.empty();
    Value denied = logic_.False();
    auto add = [&](PolicySet::Policies policies) {
      for (const CompiledPolicy* policy : policies) {
        if (!logic_.IsTrue(denied)) denied = logic_.Or(denied, Denies(*policy, bounded));
      }
    };
    add(set.identity);
    add(set.boundary);
    add(set.session);
    add(set.vpc_endpoint);
    if (set.resource != nullptr) add({&set.resource, 1});
    if (set.scp_applies) {
      for (PolicySet::Policies level : set.scp) add(level);
    }
    if (set.rcp_applies) {
      for (PolicySet::Policies level : set.rcp) add(level);
    }
    return denied;
  }

  Value AnyOf(PolicySet::Policies policies) {
    Value value = logic_.False();
    for (const CompiledPolicy* policy : policies) {
      value = logic_.Or(value, Any(*policy, true));
      if (logic_.IsTrue(value)) break;
    }
    return value;
  }

  // A kind that is not there is no limit.
  Value Cap(PolicySet::Policies policies) {
    return policies.empty() ? logic_.True() : AnyOf(policies);
  }

  Value EveryLevel(std::span<const PolicySet::Policies> levels) {
    Value value = logic_.True();
    for (PolicySet::Policies level : levels) {
      value = logic_.And(value, AnyOf(level));
      if (logic_.IsFalse(value)) break;
    }
    return value;
  }

  Value EndpointAllows(const CompiledPolicy& policy) {
    Value value = logic_.False();
    for (const CompiledStatement& statement : policy.statements) {
      if (!statement.allow) continue;
      value = logic_.Or(value, AllowMatchesAtAll(statement));
    }
    return value;
  }

  Value Granted(const PolicySet& set) {
    using Caller = PolicySet::Caller;
    const Value no = logic_.False();
    PrincipalLevels<Value> resource{no, no, no};
    if (set.resource != nullptr) resource = Allows(*set.resource);
    if (set.caller == Caller::kService || set.caller == Caller::kFederated ||
        set.caller == Caller::kAnonymous) {
      return AnyLevel(resource);
    }
    const Value cap = logic_.And(Cap(set.boundary), Cap(set.session));
    Value identity = set.caller == Caller::kRoot ? logic_.True() : AnyOf(set.identity);
    identity = logic_.And(identity, cap);
    if (!set.same_account) return logic_.And(identity, AnyLevel(resource));
    const Value named = logic_.Or(resource.direct, logic_.And(resource.role, cap));
    // Without its policy such a resource lets nobody in.
    if (set.resource_policy_rules) {
      return logic_.Or(named, logic_.And(resource.account, identity));
    }
    return logic_.Or(named, identity);
  }

  Logic& logic_;
};

}  // namespace rolelint::logic

#endif  // ROLELINT_LOGIC_EVALUATE_H_
