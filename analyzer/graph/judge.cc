#include "analyzer/graph/judge.h"

#include <algorithm>

#include "analyzer/estate/statement_text.h"
#include "analyzer/graph/condition_words.h"
#include "analyzer/graph/user_tags.h"
#include "analyzer/logic/rcp.h"
#include "analyzer/policy/arn.h"
#include "analyzer/text/glob.h"

namespace rolelint::graph {
namespace {

using estate::Entity;
using logic::CompiledPolicy;
using logic::CompiledStatement;
using logic::Truth;
using policy::Kind;

constexpr std::string_view kEverything =
    R"({"Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]})";
// A condition that is left open may hold or not.
constexpr std::string_view kUnknown =
    R"({"Statement":[{"Effect":"Allow","Action":"*","Resource":"*",)"
    R"("Condition":{"StringEquals":{"aws:Unknown":{"Ref":"Unknown"}}}},)"
    R"({"Effect":"Deny","Action":"*","Resource":"*",)"
    R"("Condition":{"StringEquals":{"aws:Unknown":{"Ref":"Unknown"}}}}]})";
constexpr std::string_view kUnknownResource =
    R"({"Statement":[{"Effect":"Allow","Principal":"*","Action":"*",)"
    R"("Condition":{"StringEquals":{"aws:Unknown":{"Ref":"Unknown"}}}},)"
    R"({"Effect":"Deny","Principal":"*","Action":"*",)"
    R"("Condition":{"StringEquals":{"aws:Unknown":{"Ref":"Unknown"}}}}]})";
// What one question may cost the prover.
constexpr uint64_t kMaxStepsOfAQuestion = 50'000;

// The requests that are asked about, as a policy that allows them alone.
std::string AskedText(const logic::Request& request, std::string_view resource) {
  std::string text = R"({"Statement":[{"Effect":"Allow","Action":)";
  estate::AppendQuoted(request.action, &text);
  text += R"(,"Resource":)";
  estate::AppendQuoted(resource, &text);
  std::string equal;
  std::string absent;
  for (const logic::ContextValue& value : request.context) {
    std::string& out = value.values.empty() ? absent : equal;
    if (!out.empty()) out += ',';
    estate::AppendQuoted(value.key, &out);
    out += ':';
    estate::AppendQuoted(value.values.empty() ? "true" : value.values.front(), &out);
  }
  if (!equal.empty() || !absent.empty()) {
    text += R"(,"Condition":{)";
    if (!equal.empty()) text += R"("StringEquals":{)" + equal + "}";
    if (!equal.empty() && !absent.empty()) text += ',';
    if (!absent.empty()) text += R"("Null":{)" + absent + "}";
    text += '}';
  }
  return text + "}]}";
}

// The prover knows whose a resource is by its ARN alone: a bucket of another account it takes for
// one of the principal's.
bool OwnerIsInArn(const Judge::Question& question) {
  const std::optional<policy::Arn> arn = policy::ParseArn(question.resource);
  return question.owner.empty() || question.owner == question.principal.account ||
         (arn && !arn->account.empty());
}

bool CarriesUnknown(const logic::RequestPolicies& policies) {
  const auto any = [](const logic::RequestPolicies::List& list) {
    return std::any_of(list.begin(), list.end(),
                       [](const CompiledPolicy* policy) { return policy->has_unknown; });
  };
  return any(policies.identity) || any(policies.boundary) ||
         (policies.resource != nullptr && policies.resource->has_unknown) ||
         std::any_of(policies.scp.begin(), policies.scp.end(), any) ||
         std::any_of(policies.rcp.begin(), policies.rcp.end(), any);
}

std::string Joined(const std::vector<std::string>& texts) {
  std::string all;
  for (const std::string& text : texts) all += (all.empty() ? "" : "; ") + text;
  return all;
}

}  // namespace

std::string_view EdgeVerdictName(EdgeVerdict verdict) {
  switch (verdict) {
    case EdgeVerdict::kNone:
      return "none";
    case EdgeVerdict::kUnknown:
      return "unknown";
    case EdgeVerdict::kConditional:
      return "conditional";
    case EdgeVerdict::kProved:
      return "proved";
  }
  return {};
}

std::string_view RestrictionName(Restriction restriction) {
  switch (restriction) {
    case Restriction::kUnknown:
      return "unknown";
    case Restriction::kApplied:
      return "applied";
    case Restriction::kNotApplicable:
      return "not-applicable";
  }
  return {};
}

std::optional<logic::Principal> PrincipalOf(const Entity& who) {
  if (who.type == estate::EntityType::kGroup) return std::nullopt;
  return logic::ParsePrincipal(who.arn);
}

// A question with all that bears on it.
struct Judge::Asked {
  explicit Asked(const logic::Vocabulary& vocabulary) : bound(vocabulary) {}

  const Question* question = nullptr;
  logic::Request request;
  logic::RequestPolicies policies;
  logic::Circumstances circumstances;
  std::vector<logic::PolicySet::Policies> levels;
  logic::PolicySet set;
  std::vector<std::string> unknown;
  logic::BoundRequest bound;

  Restriction scp() const {
    if (!set.scp_applies) return Restriction::kNotApplicable;
    return set.scp.empty() ? Restriction::kUnknown : Restriction::kApplied;
  }
  Restriction rcp(const catalog::Catalog& catalog) const {
    const bool reach = !circumstances.resource_account_is_management &&
                       !request.principal.service_linked() &&
                       logic::RcpSupports(request.action, catalog);
    if (!reach) return Restriction::kNotApplicable;
    return set.rcp.empty() ? Restriction::kUnknown : Restriction::kApplied;
  }
};

void Judge::Gather(const Question& question, Asked* asked) {
  asked->question = &question;
  logic::Request& request = asked->request;
  request.principal = question.principal;
  request.action = question.action;
  request.resource = question.resource;
  request.resource_account = question.owner;
  request.context = question.context;
  request.context_is_partial = true;
  if (question.who != nullptr) {
    const PolicySource::Held& held = source_.PoliciesOf(*question.who);
    asked->policies = held.policies;
    asked->unknown = held.unknown;
    if (question.who == unbound_) asked->policies.boundary.clear();
  }
  if (question.everything) {
    asked->policies.identity.push_back(source_.Made(std::string(kEverything), Kind::kIdentity));
  }
  if (!question.unknown_identity.empty()) {
    asked->policies.identity.push_back(source_.Made(std::string(kUnknown), Kind::kIdentity));
    asked->unknown.push_back(question.unknown_identity);
  }
  asked->policies.resource = question.resource_policy;
  if (!question.unknown_resource.empty()) {
    asked->policies.resource = source_.Made(std::string(kUnknownResource), Kind::kResource);
    asked->unknown.push_back(question.unknown_resource);
  }
  const std::string& account = question.principal.account;
  const std::string owner(request.owner_account().empty() ? std::string_view(account)
                                                          : request.owner_account());
  asked->policies.scp = source_.ScpsOf(account);
  asked->policies.rcp = source_.RcpsOf(owner);
  asked->circumstances.principal_account_is_management = source_.IsManagementAccount(account);
  asked->circumstances.resource_account_is_management = source_.IsManagementAccount(owner);
  const logic::Vocabulary& vocabulary = source_.prover().vocabulary();
  if (question.who != nullptr && question.own_tags)
    AddUserTags(*question.who, vocabulary, &request);
  asked->set =
      logic::Arrange(request, asked->policies, asked->circumstances, vocabulary, &asked->levels);
  asked->bound.Bind(request);
}

Judgement Judge::Ask(const Question& question) {
  Judgement result = AskOnce(question);
  if (result.verdict != EdgeVerdict::kNone || question.who == nullptr || !question.own_tags ||
      !MayRetag(*question.who)) {
    return result;
  }
  Question tagged = question;
  tagged.own_tags = false;
  Judgement then = AskOnce(tagged);
  return then.verdict == EdgeVerdict::kNone ? result : then;
}

Judgement Judge::AskOnce(const Question& question) {
  Asked asked(source_.prover().vocabulary());
  Gather(question, &asked);
  Judgement result;
  result.scp = asked.scp();
  result.rcp = asked.rcp(source_.prover().vocabulary().catalog());
  logic::RequestLogic logic(asked.bound);
  const auto decision = logic::Evaluator<logic::RequestLogic>(&logic).Decide(asked.set);
  result.explicit_deny = decision.denied == Truth::kTrue;
  if (decision.allowed == Truth::kFalse) return result;
  if (decision.allowed == Truth::kTrue) {
    result.verdict = EdgeVerdict::kProved;
    result.witness = asked.request;
    result.witness->context_is_partial = false;
    std::erase_if(result.witness->context, [](const auto& value) { return value.values.empty(); });
    Explain(asked, &result);
  } else {
    Settle(question, &asked, &result);
  }
  LookAtLoose(asked, &result);
  return result;
}

// Whether the request does. The prover knows whose a resource is by its ARN alone.
bool Judge::Succeeds(logic::Request request, const Asked& asked) const {
  request.resource_account = asked.request.resource_account;
  const logic::Vocabulary& vocabulary = source_.prover().vocabulary();
  std::vector<logic::PolicySet::Policies> levels;
  const logic::PolicySet set =
      logic::Arrange(request, asked.policies, asked.circumstances, vocabulary, &levels);
  logic::BoundRequest bound(vocabulary);
  bound.Bind(request);
  return logic::Decide(bound, set) == logic::Outcome::kAllowed;
}

// What the evaluator leaves open.
void Judge::Settle(const Question& question, Asked* asked, Judgement* result) {
  const bool parts = CarriesUnknown(asked->policies);
  const CompiledPolicy* wanted =
      source_.Made(AskedText(asked->request, question.resource), policy::Kind::kIdentity);
  if (wanted == nullptr) return;
  logic::ProofOptions options;
  options.max_steps = kMaxStepsOfAQuestion;
  const logic::EffectiveAccess access{question.principal, asked->policies, asked->circumstances};
  const logic::Proof proof = source_.prover().NotGranted(access, *wanted, {}, options);
  if (proof.conclusion == logic::Conclusion::kProved) return;
  if (proof.conclusion == logic::Conclusion::kUnknown || proof.witnesses.empty() || parts ||
      !Succeeds(proof.witnesses.front().request, *asked)) {
    result->verdict = EdgeVerdict::kUnknown;
    result->open = false;
    result->reason = !asked->unknown.empty() ? Joined(asked->unknown)
                     : parts
                         ? "a policy has parts that are not known"
                         : "the conditions are too many to tell whether a request can meet them";
    Explain(*asked, result);
    return;
  }
  result->witness = proof.witnesses.front().request;
  // Statements may together let every request through, though each has a condition.
  const logic::Proof every = source_.prover().Granted(access, *wanted, {}, options);
  if (every.conclusion == logic::Conclusion::kProved && OwnerIsInArn(question)) {
    result->verdict = EdgeVerdict::kProved;
    Explain(*asked, result);
    result->conditions.clear();
    return;
  }
  result->verdict = EdgeVerdict::kConditional;
  Explain(*asked, result);
  if (result->conditions.empty()) result->conditions.push_back("the values of policy variables");
}

// Evidence and conditions: what the statements that let the witness in, and the Denies that might
// keep it out, ask of keys that are not known.
void Judge::Explain(const Asked& asked, Judgement* result) {
  const logic::Vocabulary& vocabulary = source_.prover().vocabulary();
  logic::RequestLogic partly(asked.bound);
  logic::Evaluator<logic::RequestLogic> open(&partly);
  logic::BoundRequest bound(vocabulary);
  const logic::Request& witness = result->witness ? *result->witness : asked.request;
  bound.Bind(witness);
  logic::RequestLogic known(bound);
  logic::Evaluator<logic::RequestLogic> closed(&known);
  const bool bounded = !asked.set.boundary.empty();
  const auto add_tests = [&](const CompiledStatement& statement) {
    std::vector<std::string> texts;
    for (const logic::CompiledTest& test : statement.tests) {
      if (open.Holds(test) != Truth::kUnknown || test.source == nullptr) continue;
      texts.push_back(ConditionWords(*test.source));
      const std::string_view key = test.source->key.value;
      result->open = result->open && (CallerChooses(key) || Arranges(*asked.question, key));
    }
    if (texts.empty()) return;
    if (statement.allow) {
      for (std::string& text : texts) AddOnce(std::move(text), &result->conditions);
    } else {
      std::string all;
      for (const std::string& text : texts) all += (all.empty() ? "" : " and ") + text;
      AddOnce("not (" + all + ")", &result->conditions);
    }
  };
  const auto look = [&](logic::PolicySet::Policies policies) {
    bool sure = false;
    std::vector<StatementRef> perhaps;
    for (const CompiledPolicy* policy : policies) {
      for (const CompiledStatement& statement : policy->statements) {
        if (!statement.allow) {
          if (open.DenyMatches(statement, bounded) != Truth::kUnknown) continue;
          result->evidence.push_back({policy, &statement});
          add_tests(statement);
          continue;
        }
        const Truth matches = open.AllowMatchesAtAll(statement);
        if (matches == Truth::kTrue) {
          sure = true;
          result->evidence.push_back({policy, &statement});
        } else if (matches == Truth::kUnknown &&
                   closed.AllowMatchesAtAll(statement) != Truth::kFalse) {
          perhaps.push_back({policy, &statement});
        }
      }
    }
    if (sure) return;
    // One that lets the witness in will do.
    for (const StatementRef& one : perhaps) {
      result->evidence.push_back(one);
      add_tests(*one.statement);
      if (result->witness) break;
    }
  };
  look(asked.set.identity);
  if (asked.set.resource != nullptr) look({&asked.set.resource, 1});
  look(asked.set.boundary);
  if (asked.set.scp_applies) {
    for (const logic::PolicySet::Policies level : asked.set.scp) look(level);
  }
  if (asked.set.rcp_applies) {
    for (const logic::PolicySet::Policies level : asked.set.rcp) look(level);
  }
}

// A Deny of the organization that may be in force for this account, or may not.
void Judge::LookAtLoose(const Asked& asked, Judgement* result) {
  if (result->verdict < EdgeVerdict::kConditional) return;
  logic::RequestLogic logic(asked.bound);
  logic::Evaluator<logic::RequestLogic> evaluator(&logic);
  for (const PolicySource::Loose& loose : source_.LoosePolicies()) {
    const bool scp = loose.kind == policy::Kind::kScp;
    if (scp && !asked.set.scp_applies) continue;
    if (!scp && asked.circumstances.resource_account_is_management) continue;
    if (evaluator.Denies(*loose.policy, false) == Truth::kFalse) continue;
    result->verdict = EdgeVerdict::kUnknown;
    (scp ? result->scp : result->rcp) = Restriction::kUnknown;
    result->open = false;
    result->reason = std::string(scp ? "the SCP" : "the RCP") + " \"" + loose.name +
                     "\" of the input may deny it: what it is attached to is not known (" +
                     (scp ? "--scp" : "--rcp") + ")";
    for (const CompiledStatement& statement : loose.policy->statements) {
      if (!statement.allow && evaluator.DenyMatches(statement, false) != Truth::kFalse) {
        result->evidence.push_back({loose.policy, &statement});
      }
    }
    return;
  }
}

Judgement Judge::AskAny(const Question& question) {
  Judgement plain = Ask(question);
  if (plain.verdict == EdgeVerdict::kProved) return plain;
  Asked asked(source_.prover().vocabulary());
  Gather(question, &asked);
  const CompiledPolicy* wanted =
      source_.Made(AskedText(asked.request, question.resource), policy::Kind::kIdentity);
  if (wanted == nullptr) return {};
  logic::ProofOptions options;
  options.max_steps = kMaxStepsOfAQuestion;
  const logic::EffectiveAccess access{question.principal, asked.policies, asked.circumstances};
  const logic::Proof proof = source_.prover().NotGranted(access, *wanted, {}, options);
  // With other tags, perhaps.
  if (proof.conclusion == logic::Conclusion::kProved) return plain;
  if (proof.conclusion == logic::Conclusion::kRefuted && !proof.witnesses.empty()) {
    Question one = question;
    one.resource = proof.witnesses.front().request.resource;
    Judgement there = Ask(one);
    if (there.verdict != EdgeVerdict::kNone) return there;
  }
  Judgement unknown;
  unknown.scp = asked.scp();
  unknown.rcp = asked.rcp(source_.prover().vocabulary().catalog());
  unknown.verdict = EdgeVerdict::kUnknown;
  unknown.open = false;
  unknown.reason =
      asked.unknown.empty() ? "whether any resource is left is not decided" : Joined(asked.unknown);
  return unknown;
}

Judgement Judge::AskAssume(const logic::Principal& principal, const Entity* who, const Entity& role,
                           std::string_view action, std::vector<logic::ContextValue> context) {
  Question question;
  question.principal = principal;
  question.who = who;
  question.action = action;
  question.resource = role.arn;
  question.context = std::move(context);
  question.resource_policy = source_.TrustOf(role);
  if (question.resource_policy == nullptr) {
    question.unknown_resource = "the trust policy of " + role.arn + " is not in the input";
  }
  return WithCompanions(question, Ask(question));
}

}  // namespace rolelint::graph
