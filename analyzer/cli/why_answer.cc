#include "analyzer/cli/why_answer.h"

#include <fmt/format.h>

#include <algorithm>

#include "analyzer/cli/near_miss.h"
#include "analyzer/cli/request_arguments.h"
#include "analyzer/cli/request_kinds.h"
#include "analyzer/cli/why_commands.h"
#include "analyzer/cli/why_near.h"
#include "analyzer/engine/access_policies.h"
#include "analyzer/graph/condition_words.h"
#include "analyzer/logic/evaluate.h"
#include "analyzer/policy/arn.h"
#include "analyzer/text/glob.h"

namespace rolelint::cli {
namespace {

using estate::Entity;
using graph::StatementRef;
using logic::CompiledPolicy;
using logic::CompiledStatement;
using logic::Truth;
using Json = nlohmann::ordered_json;
using Status = WhyHalf::Status;

class Explainer {
 public:
  Explainer(const WhyMessage& message, MapInput* input)
      : message_(message),
        source_(input->source()),
        estate_(input->estate()),
        bound_(input->source().prover().vocabulary()) {}

  bool Run(std::string* error) {
    if (!MakeRequest(error)) return false;
    Gather();
    bound_.Bind(request_);
    logic::RequestLogic logic(bound_);
    logic::Evaluator<logic::RequestLogic> evaluator(&logic);
    evaluator_ = &evaluator;
    Identity();
    Resource();
    Caps();
    Conclude();
    answer_.request = request_;
    return true;
  }

  WhyAnswer& answer() { return answer_; }

 private:
  // Account numbers may be hidden: "arn:aws:iam::***:user/anna".
  std::string Unmasked(std::string arn) {
    const size_t stars = arn.find("::***:");
    if (stars == std::string::npos) return arn;
    const std::string tail = arn.substr(stars + 5);
    std::vector<std::string> found;
    for (const Entity& entity : estate_.entities()) {
      if (entity.arn.ends_with(tail)) found.push_back(entity.arn);
    }
    if (found.size() != 1) return arn;
    answer_.notes.push_back(fmt::format("the account number is hidden: {} is meant", found[0]));
    return found[0];
  }

  bool MakeRequest(std::string* error) {
    request_.action = message_.action;
    request_.resource = Unmasked(message_.resource);
    request_.context = message_.context;
    request_.context_is_partial = !message_.context_is_whole;
    if (message_.principal.empty() || request_.action.empty()) {
      *error = fmt::format("the message does not say {}: give --principal ARN and --action NAME",
                           message_.principal.empty() ? "who asked" : "what was asked for");
      return false;
    }
    if (IsSts(request_.action) && text::EqualsFolded(request_.action, "sts:AssumeRole") &&
        request_.resource.empty()) {
      *error = "the message does not say which role: give --resource ARN";
      return false;
    }
    if (request_.resource.empty() && message_.hides_resource) {
      *error = "the message does not say on which resource: give --resource ARN";
      return false;
    }
    if (request_.resource.empty()) request_.resource = "*";
    if (!message_.note.empty()) answer_.notes.push_back(message_.note);
    const std::string who = Unmasked(message_.principal);
    std::optional<logic::Principal> principal = FindPrincipal(who, estate_, error);
    if (!principal) return false;
    request_.principal = *std::move(principal);
    std::string none;
    who_ = EntityOf(request_.principal, estate_, &none);
    if (!none.empty()) answer_.notes.push_back(none);
    AddKnownContext(estate_, who_, &request_);
    return true;
  }

  void Gather() {
    const logic::Principal& principal = request_.principal;
    const std::string owner(request_.owner_account().empty() ? std::string_view(principal.account)
                                                             : request_.owner_account());
    if (who_ != nullptr) {
      const graph::PolicySource::Held& held = source_.PoliciesOf(*who_);
      policies_ = held.policies;
      unknown_identity_ = held.unknown;
    }
    policies_.scp = source_.ScpsOf(principal.account);
    policies_.rcp = source_.RcpsOf(owner);
    logic::Circumstances around;
    around.principal_account_is_management = source_.IsManagementAccount(principal.account);
    around.resource_account_is_management = source_.IsManagementAccount(owner);
    trust_ = IsSts(request_.action) && IsRole(request_.resource);
    if (trust_) {
      role_ = estate_.FindEntity(request_.resource);
      if (role_ != nullptr) policies_.resource = source_.TrustOf(*role_);
    } else if (request_.resource != "*") {
      const auto found = source_.ResourcePolicies(request_.resource);
      if (!found.empty()) policies_.resource = found.front();
    }
    set_ = logic::Arrange(request_, policies_, around, source_.prover().vocabulary(), &levels_);
  }

  std::string WhoseLabel() const {
    if (who_ != nullptr) return "the policies of " + engine::EntityLabel(*who_);
    return "the policies of " + request_.principal.text;
  }

  // Denies and Allows of one kind of policy. `principals`: its statements name them.
  void Look(logic::PolicySet::Policies policies, WhyHalf* half) {
    const bool bounded = !set_.boundary.empty();
    Truth allowed = Truth::kFalse;
    Truth denied = Truth::kFalse;
    WhyHalf allows;
    WhyHalf denies;
    for (const CompiledPolicy* policy : policies) {
      for (const CompiledStatement& statement : policy->statements) {
        const bool stored = source_.StoredOf(policy) != nullptr;
        const Truth matches = statement.allow ? evaluator_->AllowMatchesAtAll(statement)
                                              : evaluator_->DenyMatches(statement, bounded);
        if (matches == Truth::kFalse) {
          if (statement.allow && stored) FailedConditions({policy, &statement}, half);
          continue;
        }
        Truth& sum = statement.allow ? allowed : denied;
        WhyHalf& to = statement.allow ? allows : denies;
        if (matches == Truth::kTrue && sum != Truth::kTrue) to = {};
        if (matches == sum || matches > sum) {
          if (stored) to.evidence.push_back({policy, &statement});
          AddTests(statement, &to);
        }
        sum = logic::Or(sum, matches);
      }
    }
    if (denied == Truth::kTrue) {
      Take(Status::kDenies, denies, half);
    } else if (allowed == Truth::kFalse) {
      half->status = Status::kMissing;
    } else if (denied == Truth::kUnknown) {
      Take(Status::kMayDeny, denies, half);
    } else {
      Take(allowed == Truth::kTrue ? Status::kGrants : Status::kCondition, allows, half);
    }
    if (half->status != Status::kMissing) half->near.clear();
  }

  static void Take(Status status, const WhyHalf& from, WhyHalf* half) {
    half->status = status;
    half->evidence = from.evidence;
    half->conditions = from.conditions;
  }

  // Tests of which the request does not tell how they come out.
  void AddTests(const CompiledStatement& statement, WhyHalf* half) {
    for (const logic::CompiledTest& test : statement.tests) {
      if (test.source == nullptr || evaluator_->Holds(test) != Truth::kUnknown) continue;
      graph::AddOnce(graph::ConditionWords(*test.source), &half->conditions);
    }
  }

  // An Allow that holds but for conditions.
  void FailedConditions(const StatementRef& ref, WhyHalf* half) {
    CompiledStatement bare = *ref.statement;
    bare.tests.clear();
    if (ref.statement->tests.empty() || evaluator_->AllowMatchesAtAll(bare) == Truth::kFalse) {
      return;
    }
    for (const logic::CompiledTest& test : ref.statement->tests) {
      if (test.source == nullptr || evaluator_->Holds(test) != Truth::kFalse) continue;
      half->near.push_back(
          {ref, fmt::format("its condition fails: {}{}", graph::ConditionWords(*test.source),
                            Carried(test.key))});
    }
  }

  // What the request has for the key.
  std::string Carried(logic::KeyId key) const {
    const logic::BoundRequest::Entry& entry = bound_.entry(key);
    if (entry.presence == logic::BoundRequest::Presence::kAbsent) {
      return "; the request does not carry the key";
    }
    return entry.count == 0 && entry.one.empty()
               ? ""
               : fmt::format("; the request carries {}", entry.value(0));
  }

  void Nearly(logic::Cause::Source source, WhyHalf* half) {
    for (const NearMiss& miss : FindNearMisses(bound_, policies_)) {
      if (miss.cause.source != source) continue;
      const CompiledPolicy* policy = source == logic::Cause::Source::kResource ? policies_.resource
                                     : source == logic::Cause::Source::kBoundary
                                         ? policies_.boundary[miss.cause.policy]
                                     : source == logic::Cause::Source::kScp
                                         ? policies_.scp[miss.cause.level][miss.cause.policy]
                                         : policies_.identity[miss.cause.policy];
      half->near.push_back({{policy, miss.cause.statement}, miss.why});
    }
  }

  void Identity() {
    if (set_.caller != logic::PolicySet::Caller::kPrincipal) return;
    WhyHalf half;
    half.kind = DeniedBy::kIdentity;
    half.label = WhoseLabel();
    if (who_ == nullptr) {
      half.status = Status::kUnknown;
      half.unknown.push_back(
          fmt::format("{} and its policies are not in the input", request_.principal.arn()));
    } else {
      Look(set_.identity, &half);
      if (half.status == Status::kMissing) {
        Nearly(logic::Cause::Source::kIdentity, &half);
        for (const CompiledPolicy* policy : set_.identity) {
          for (WhyHalf::Near& near : NearPaths(request_, *policy)) {
            half.near.push_back(std::move(near));
          }
        }
      }
      if (Undecided(half) && !unknown_identity_.empty()) {
        half.status = Status::kUnknown;
        half.unknown = unknown_identity_;
      }
    }
    half.statement = {
        {"Effect", "Allow"}, {"Action", request_.action}, {"Resource", request_.resource}};
    answer_.halves.push_back(std::move(half));
  }

  static bool Undecided(const WhyHalf& half) {
    return half.status == Status::kCondition || half.status == Status::kMayDeny;
  }

  void Resource() {
    const bool cross = !set_.same_account;
    if (!trust_ && policies_.resource == nullptr && !cross && !set_.resource_policy_rules) return;
    WhyHalf half;
    half.kind = DeniedBy::kResource;
    half.label =
        trust_ ? "the trust policy of " + request_.resource : "the policy of " + request_.resource;
    if (trust_ && role_ == nullptr) {
      const std::string none = NoSuchEntity(request_.resource, estate_);
      half.status = none.empty() ? Status::kUnknown : Status::kMissing;
      if (none.empty()) half.unknown.push_back(half.label + " is not in the input");
      if (!none.empty()) {
        answer_.notes.push_back(none);
        no_such_role_ = true;
      }
    } else if (policies_.resource == nullptr) {
      half.status = Status::kUnknown;
      half.unknown.push_back(half.label + " is not in the input");
    } else {
      Look({&policies_.resource, 1}, &half);
      if (half.status == Status::kMissing) {
        Nearly(logic::Cause::Source::kResource, &half);
        if (trust_) {
          for (WhyHalf::Near& near : NearTrust(request_, *policies_.resource)) {
            half.near.push_back(std::move(near));
          }
        }
      }
    }
    half.statement = {{"Effect", "Allow"}, {"Principal", Naming()}, {"Action", request_.action}};
    if (!trust_) half.statement["Resource"] = request_.resource;
    answer_.halves.push_back(std::move(half));
  }

  // The principal as a policy names it.
  Json Naming() const {
    using Kind = logic::Principal::Kind;
    const logic::Principal& principal = request_.principal;
    switch (principal.kind) {
      case Kind::kService:
        return {{"Service", principal.text}};
      case Kind::kFederated:
        return {{"Federated", principal.text}};
      case Kind::kAnonymous:
        return "*";
      default:
        return {{"AWS", principal.arn()}};
    }
  }

  void Cap(logic::PolicySet::Policies policies, DeniedBy kind, std::string label,
           logic::Cause::Source source) {
    WhyHalf half;
    half.kind = kind;
    half.label = std::move(label);
    Look(policies, &half);
    if (half.status == Status::kMissing) Nearly(source, &half);
    half.statement = {
        {"Effect", "Allow"}, {"Action", request_.action}, {"Resource", request_.resource}};
    answer_.halves.push_back(std::move(half));
  }

  void Caps() {
    if (!set_.boundary.empty()) {
      Cap(set_.boundary, DeniedBy::kBoundary,
          who_ == nullptr ? "the permissions boundary"
                          : "the permissions boundary of " + engine::EntityLabel(*who_),
          logic::Cause::Source::kBoundary);
    }
    for (size_t i = 0; set_.scp_applies && i < set_.scp.size(); ++i) {
      Cap(set_.scp[i], DeniedBy::kScp, fmt::format("the SCPs of level {}", i + 1),
          logic::Cause::Source::kScp);
    }
    for (size_t i = 0; set_.rcp_applies && i < set_.rcp.size(); ++i) {
      Cap(set_.rcp[i], DeniedBy::kRcp, fmt::format("the RCPs of level {}", i + 1),
          logic::Cause::Source::kRcp);
    }
    for (const graph::PolicySource::Loose& loose : source_.LoosePolicies()) Loose(loose);
  }

  // A policy of the organization whose targets the input does not tell.
  void Loose(const graph::PolicySource::Loose& loose) {
    const bool scp = loose.kind == policy::Kind::kScp;
    if (scp && !set_.scp_applies) return;
    if (evaluator_->Denies(*loose.policy, false) == Truth::kFalse) return;
    WhyHalf half;
    half.kind = scp ? DeniedBy::kScp : DeniedBy::kRcp;
    half.label = fmt::format("the {} {}", scp ? "SCP" : "RCP", loose.name);
    const CompiledPolicy* policy = loose.policy;
    Look({&policy, 1}, &half);
    // Where it is attached is not known.
    const bool sure = half.status == Status::kDenies;
    const bool told = message_.by == half.kind && message_.explicit_deny;
    if (sure && !told) {
      half.status = Status::kMayDeny;
      half.conditions.push_back("it is attached to the account or above it");
    }
    answer_.halves.push_back(std::move(half));
  }

  const WhyHalf* Find(DeniedBy kind) const {
    for (const WhyHalf& half : answer_.halves) {
      if (half.kind == kind) return &half;
    }
    return nullptr;
  }

  void Conclude() {
    const auto decision = evaluator_->Decide(set_);
    const bool lacks_export =
        std::any_of(answer_.halves.begin(), answer_.halves.end(),
                    [](const WhyHalf& half) { return half.status == Status::kUnknown; });
    const bool doubt = std::any_of(answer_.halves.begin(), answer_.halves.end(),
                                   [](const WhyHalf& half) { return Undecided(half); });
    Truth allowed = decision.allowed;
    if (set_.resource_policy_rules && set_.resource == nullptr && !no_such_role_ &&
        decision.denied != Truth::kTrue) {
      const WhyHalf* identity = Find(DeniedBy::kIdentity);
      const bool hopeless =
          !set_.same_account && identity != nullptr && identity->status == Status::kMissing;
      allowed = hopeless ? Truth::kFalse : Truth::kUnknown;
    }
    if (who_ == nullptr && set_.caller == logic::PolicySet::Caller::kPrincipal &&
        allowed == Truth::kFalse && decision.denied != Truth::kTrue) {
      const WhyHalf* resource = Find(DeniedBy::kResource);
      const bool hopeless = resource != nullptr && resource->status == Status::kMissing;
      allowed = hopeless ? Truth::kFalse : Truth::kUnknown;
    }
    if (set_.never_allowed) {
      const bool root = request_.principal.kind == logic::Principal::Kind::kRoot;
      answer_.notes.emplace_back(
          root ? "AWS lets no root user assume a role, whatever policies say: sign in as a user or "
                 "role of the account"
               : "AWS refuses this, whatever policies say");
      answer_.halves.clear();
      allowed = Truth::kFalse;
    }
    using Verdict = WhyAnswer::Verdict;
    if (allowed == Truth::kFalse) {
      answer_.verdict = Verdict::kDenied;
    } else if (allowed == Truth::kTrue) {
      answer_.verdict = doubt ? Verdict::kConditional : Verdict::kAllowed;
    } else {
      answer_.verdict = lacks_export ? Verdict::kUnknown : Verdict::kConditional;
    }
    DropNeedless();
    CompareWithMessage();
    answer_.commands = CommandsFor(message_, request_, answer_, role_);
  }

  // Within the account one half may do: the other need not be told to be missing.
  void DropNeedless() {
    if (!set_.same_account || answer_.verdict != WhyAnswer::Verdict::kDenied) return;
    WhyHalf* identity = nullptr;
    WhyHalf* resource = nullptr;
    for (WhyHalf& half : answer_.halves) {
      if (half.kind == DeniedBy::kIdentity) identity = &half;
      if (half.kind == DeniedBy::kResource) resource = &half;
    }
    if (identity == nullptr || resource == nullptr) return;
    const bool neither =
        identity->status == Status::kMissing && resource->status == Status::kMissing;
    if (!neither) return;
    answer_.notes.push_back(
        trust_ ? "within one account a trust policy that names the principal itself is enough; one "
                 "that names the account asks for the identity policy too"
               : "within one account either of the two is enough");
  }

  void CompareWithMessage() {
    if (message_.by == DeniedBy::kNotTold) return;
    const WhyHalf* half = Find(message_.by);
    if (half == nullptr) {
      if (message_.by == DeniedBy::kScp || message_.by == DeniedBy::kRcp) {
        answer_.notes.push_back(fmt::format("the message names {}: give those in force with {}",
                                            WithArticle(message_.by),
                                            message_.by == DeniedBy::kScp ? "--scp" : "--rcp"));
      } else if (message_.by != DeniedBy::kResource) {
        answer_.notes.push_back(fmt::format("the message names {}, and the input holds none",
                                            WithArticle(message_.by)));
      }
      if (answer_.verdict == WhyAnswer::Verdict::kAllowed) {
        answer_.verdict = WhyAnswer::Verdict::kUnknown;
      }
      return;
    }
    const bool agrees =
        message_.explicit_deny
            ? half->status == Status::kDenies || half->status == Status::kMayDeny
            : half->status == Status::kMissing || half->status == Status::kCondition;
    if (!agrees && half->status != Status::kUnknown) {
      answer_.notes.push_back(fmt::format(
          "the message says that a {} in {} is the cause, and by the input it is not: the policies "
          "have changed since, or the export is another one",
          message_.explicit_deny ? "Deny" : "missing Allow", WithArticle(message_.by)));
    }
  }

  const WhyMessage& message_;
  engine::StorePolicies& source_;
  const estate::Estate& estate_;
  logic::BoundRequest bound_;
  logic::Request request_;
  logic::RequestPolicies policies_;
  std::vector<logic::PolicySet::Policies> levels_;
  logic::PolicySet set_;
  logic::Evaluator<logic::RequestLogic>* evaluator_ = nullptr;
  const Entity* who_ = nullptr;
  const Entity* role_ = nullptr;
  bool trust_ = false;
  bool no_such_role_ = false;
  std::vector<std::string> unknown_identity_;
  WhyAnswer answer_;
};

}  // namespace

std::optional<WhyAnswer> ExplainDenial(const WhyMessage& message, MapInput* input,
                                       std::string* error) {
  Explainer explainer(message, input);
  if (!explainer.Run(error)) return std::nullopt;
  return std::move(explainer.answer());
}

}  // namespace rolelint::cli
