// Edges by sts:AssumeRole, sts:AssumeRoleWithSAML and sts:AssumeRoleWithWebIdentity.

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

#include "analyzer/graph/assume_grants.h"
#include "analyzer/graph/condition_words.h"
#include "analyzer/graph/map_builder.h"
#include "analyzer/policy/arn.h"

namespace rolelint::graph {
namespace {

using estate::Entity;
using estate::EntityType;
using logic::CompiledPolicy;
using logic::CompiledStatement;
using logic::PrincipalPattern;

constexpr std::string_view kAssume = "sts:AssumeRole";
constexpr std::string_view kOwnHalf =
    "the principal's own policies allow sts:AssumeRole on the role";
class AssumeEdges {
 public:
  explicit AssumeEdges(MapBuilder* builder)
      : builder_(*builder), estate_(builder->estate()), trusts_(builder->trusts()) {}

  void Run() {
    Services();
    Providers();
    Accounts();
    Anyone();
    Strangers();
    for (const Entity& who : estate_.entities()) {
      if (who.type != EntityType::kGroup && !who.arn.empty() && builder_.InScope(who)) {
        From(who, builder_.NodeOf(who));
      }
    }
    for (const Freed& freed : builder_.freed()) {
      if (!freed.unbounded || !builder_.InScope(*freed.who)) continue;
      builder_.judge().Unbind(freed.who);
      From(*freed.who, builder_.NodeOf(freed));
    }
    builder_.judge().Unbind(nullptr);
  }

 private:
  using Pair = std::pair<uint32_t, const Entity*>;

  void Services() {
    for (const auto& [name, roles] : trusts_.services()) {
      const uint32_t from = builder_.NamedNode(name, NodeKind::kService);
      for (const Entity* role : roles) {
        Named(from, logic::ServicePrincipal(name), *role, kAssume);
      }
    }
  }

  void Providers() {
    for (const auto& [name, roles] : trusts_.providers()) {
      const uint32_t from = builder_.NamedNode(name, NodeKind::kFederated);
      const bool saml = name.find(":saml-provider/") != std::string::npos;
      const std::string_view action =
          saml ? "sts:AssumeRoleWithSAML" : "sts:AssumeRoleWithWebIdentity";
      for (const Entity* role : roles) {
        const logic::Principal principal = logic::FederatedPrincipal(name);
        Named(from, principal, *role, action);
        Subjects(name, principal, *role, action);
      }
    }
  }

  // Whom the trust policy names among the provider's identities: a repository and branch, a service
  // account. Each is a node of its own.
  void Subjects(const std::string& provider, const logic::Principal& principal, const Entity& role,
                std::string_view action) {
    const CompiledPolicy* trust = builder_.source().TrustOf(role);
    if (trust == nullptr) return;
    std::set<std::string> told;
    for (const CompiledStatement& statement : trust->statements) {
      if (!statement.allow || !Lists(statement, provider)) continue;
      for (const logic::CompiledTest& test : statement.tests) {
        if (test.source == nullptr || test.negated || !test.source->key.value.ends_with(":sub") ||
            test.value.family != policy::OperatorFamily::kString) {
          continue;
        }
        for (const policy::ConditionValue& value : test.source->values) {
          const std::string subject(value.text.value);
          if (!value.text.known || subject.find("${") != std::string::npos ||
              !told.insert(subject).second) {
            continue;
          }
          const uint32_t from = builder_.NamedNode(provider + "#" + subject, NodeKind::kFederated);
          Named(from, principal, role, action,
                {{std::string(test.source->key.value), {Filled(subject)}, false}});
        }
      }
    }
  }

  static bool Lists(const CompiledStatement& statement, std::string_view provider) {
    return std::any_of(statement.principals.begin(), statement.principals.end(),
                       [&](const PrincipalPattern& one) { return one.text == provider; });
  }

  // One subject that a pattern takes in.
  static std::string Filled(std::string pattern) {
    for (char& c : pattern) {
      if (c == '*' || c == '?') c = 'x';
    }
    return pattern;
  }

  void Named(uint32_t from, const logic::Principal& principal, const Entity& role,
             std::string_view action, std::vector<logic::ContextValue> context = {}) {
    Judgement why =
        builder_.judge().AskAssume(principal, nullptr, role, action, std::move(context));
    if (why.verdict == EdgeVerdict::kNone) return;
    builder_.AddStepEdge(from, builder_.NodeOf(role), action, std::move(why));
  }

  // What a trust policy says of all principals of an account, or of everyone.
  Judgement OfTrust(const Entity& role, PrincipalPattern::Kind kind, std::string_view account) {
    Judgement why;
    why.verdict = EdgeVerdict::kConditional;
    why.open = false;
    const CompiledPolicy* trust = builder_.source().TrustOf(role);
    if (trust == nullptr) return why;
    for (const CompiledStatement& statement : trust->statements) {
      if (!statement.allow) continue;
      const bool names = std::any_of(
          statement.principals.begin(), statement.principals.end(), [&](const auto& principal) {
            return principal.kind == kind &&
                   (account.empty() || principal.text == account || principal.account == account);
          });
      if (!names && !statement.not_principal) continue;
      why.evidence.push_back({trust, &statement});
      for (const logic::CompiledTest& test : statement.tests) {
        if (test.source != nullptr) AddOnce(ConditionWords(*test.source), &why.conditions);
      }
    }
    return why;
  }

  void Accounts() {
    for (const auto& [account, roles] : trusts_.accounts()) {
      const uint32_t from = builder_.AccountNode(account);
      const bool covered = builder_.node(from).covered;
      for (const Entity* role : roles) {
        Judgement why = OfTrust(*role, PrincipalPattern::Kind::kAccount, account);
        why.conditions.emplace(why.conditions.begin(), kOwnHalf);
        if (!covered) {
          why.verdict = EdgeVerdict::kUnknown;
          why.reason = Missing(account);
        }
        const uint32_t edge =
            covered ? builder_.AddEdge(from, builder_.NodeOf(*role), kAssume, std::move(why))
                    : builder_.AddStepEdge(from, builder_.NodeOf(*role), kAssume, std::move(why));
        group_edges_[{from, role}] = edge;
      }
    }
  }

  static std::string Missing(std::string_view account) {
    return "account " + std::string(account) + " is not in the input as a whole";
  }

  // Somebody in an account of his own, where he may do what he likes.
  void Anyone() {
    if (trusts_.TrustingAnyone().empty()) return;
    const uint32_t from = builder_.NamedNode("*", NodeKind::kAnyone);
    builder_.node(from).covered = false;
    Judge::Question question;
    question.principal = *logic::ParsePrincipal("arn:" + std::string(builder_.PartitionOf({})) +
                                                ":iam::" + Stranger() + ":user/anyone");
    question.action = kAssume;
    question.everything = true;
    for (const Entity* role : trusts_.TrustingAnyone()) {
      question.resource = role->arn;
      question.resource_policy = builder_.source().TrustOf(*role);
      Judgement why;
      if (question.resource_policy != nullptr) why = builder_.judge().Ask(question);
      uint32_t edge = 0;
      if (why.verdict != EdgeVerdict::kNone) {
        edge = builder_.AddStepEdge(from, builder_.NodeOf(*role), kAssume, std::move(why));
      } else {
        // Of those whom it names there are some in the input, perhaps.
        edge = builder_.AddEdge(from, builder_.NodeOf(*role), kAssume,
                                OfTrust(*role, PrincipalPattern::Kind::kEveryone, {}));
      }
      group_edges_[{from, role}] = edge;
    }
  }

  // The number of an account that the input does not speak of.
  std::string Stranger() const {
    std::string account = "999999999999";
    while (estate_.HasAccount(account)) --account[account.size() - 1];
    return account;
  }

  // Principals that trust policies name and the input does not hold.
  void Strangers() {
    for (const auto& [arn, roles] : trusts_.arns()) {
      if (estate_.FindEntity(arn) != nullptr) continue;
      const std::optional<logic::Principal> principal = logic::ParsePrincipal(arn);
      if (!principal || arn.find('*') != std::string::npos) continue;
      const bool user = principal->kind == logic::Principal::Kind::kUser;
      if (estate_.Covers(principal->account, user ? EntityType::kUser : EntityType::kRole))
        continue;
      const uint32_t from = builder_.NamedNode(arn, NodeKind::kOther);
      Judge::Question question;
      question.principal = *principal;
      question.action = kAssume;
      question.unknown_identity = arn + " and its policies are not in the input";
      for (const Entity* role : roles) {
        question.resource = role->arn;
        question.resource_policy = builder_.source().TrustOf(*role);
        if (question.resource_policy == nullptr) continue;
        Judgement why = builder_.judge().Ask(question);
        if (why.verdict == EdgeVerdict::kNone) continue;
        builder_.AddStepEdge(from, builder_.NodeOf(*role), kAssume, std::move(why));
      }
    }
  }

  void From(const Entity& who, uint32_t node) {
    const std::optional<logic::Principal> principal = PrincipalOf(who);
    if (!principal) return;
    who_ = &who;
    principal_ = &*principal;
    from_ = node;
    asked_.clear();
    taken_.clear();
    const AssumeGrants grants =
        GrantsOf(estate_, who, !builder_.source().PoliciesOf(who).unknown.empty());
    for (const Entity* role : trusts_.Naming(who.arn)) Direct(*role);
    for (const std::string& arn : grants.exact) Permitted(arn);
    Sessions();
    for (const Entity* role : trusts_.TrustingAccount(who.account)) {
      if (grants.MayTakeIn(role->arn)) Through(builder_.AccountNode(who.account), *role);
    }
    for (const Entity* role : trusts_.TrustingAnyoneIn(who.account)) {
      Through(builder_.NamedNode("*", NodeKind::kAnyone), *role);
    }
    if (grants.exact.empty() && grants.globs.empty() && !grants.anything) return;
    for (const Entity* role : trusts_.TrustingAnyone()) {
      if (role->account != who.account && grants.MayTakeIn(role->arn)) {
        Through(builder_.NamedNode("*", NodeKind::kAnyone), *role);
      }
    }
    for (const Entity* role : trusts_.Unknown()) {
      if (grants.MayTakeIn(role->arn)) Direct(*role);
    }
  }

  // A role that the principal's policies name, or whose trust policy names the principal.
  void Direct(const Entity& role) {
    if (&role == who_ || !asked_.insert(&role).second) return;
    Judgement why = builder_.judge().AskAssume(*principal_, who_, role, kAssume);
    if (why.verdict == EdgeVerdict::kNone) return;
    taken_.insert(&role);
    builder_.AddStepEdge(from_, builder_.NodeOf(role), kAssume, std::move(why));
  }

  void Permitted(const std::string& arn) {
    const Entity* role = estate_.FindEntity(arn);
    if (role != nullptr) {
      if (role->type == EntityType::kRole) Direct(*role);
      return;
    }
    const std::optional<policy::Arn> parts = policy::ParseArn(arn);
    if (!parts || policy::SplitIamResource(parts->resource).type != "role" ||
        estate_.Covers(parts->account, EntityType::kRole)) {
      return;
    }
    Judge::Question question;
    question.principal = *principal_;
    question.who = who_;
    question.action = kAssume;
    question.resource = arn;
    question.unknown_resource = "the trust policy of " + arn + " is not in the input";
    Judgement why = builder_.judge().Ask(question);
    if (why.verdict == EdgeVerdict::kNone) return;
    builder_.AddStepEdge(from_, builder_.NamedNode(arn, NodeKind::kRole), kAssume, std::move(why));
  }

  // Trust policies that name one session of this role: whoever assumes it chooses the name.
  void Sessions() {
    if (who_->type != EntityType::kRole) return;
    for (const TrustIndex::Session& session : trusts_.NamingSessionsOf(*who_)) {
      const Entity& role = *session.target;
      if (&role == who_ || taken_.contains(&role)) continue;
      const std::optional<logic::Principal> principal =
          logic::ParsePrincipal(session.arn, who_->arn);
      if (!principal) continue;
      Judgement why = builder_.judge().AskAssume(*principal, who_, role, kAssume);
      if (why.verdict == EdgeVerdict::kNone) continue;
      asked_.insert(&role);
      taken_.insert(&role);
      if (why.verdict == EdgeVerdict::kProved) why.verdict = EdgeVerdict::kConditional;
      why.conditions.push_back("the session of " + who_->name + " is named " + principal->session);
      builder_.AddStepEdge(from_, builder_.NodeOf(role), kAssume, std::move(why));
    }
  }

  // By a trust in all principals of an account, or in everyone.
  void Through(uint32_t group, const Entity& role) {
    if (&role == who_ || !asked_.insert(&role).second) return;
    Judgement why = builder_.judge().AskAssume(*principal_, who_, role, kAssume);
    if (why.verdict == EdgeVerdict::kNone) return;
    auto found = group_edges_.find({group, &role});
    if (found == group_edges_.end()) return;
    auto [member, added] = member_edges_.try_emplace({from_, group}, 0);
    if (added) {
      member->second = builder_.AddEdge(from_, group, kAssume, why);
    } else if (why.verdict > builder_.edge(member->second).why.verdict) {
      builder_.edge(member->second).why = why;
    }
    builder_.AddStepThrough(from_, member->second, found->second, why);
  }

  MapBuilder& builder_;
  const estate::Estate& estate_;
  const TrustIndex& trusts_;
  std::map<Pair, uint32_t> group_edges_;
  std::map<std::pair<uint32_t, uint32_t>, uint32_t> member_edges_;

  // The principal at hand.
  const Entity* who_ = nullptr;
  const logic::Principal* principal_ = nullptr;
  uint32_t from_ = 0;
  std::unordered_set<const Entity*> asked_;
  std::unordered_set<const Entity*> taken_;  // roles with a step to them
};

}  // namespace

void AddAssumeEdges(MapBuilder* builder) { AssumeEdges(builder).Run(); }

}  // namespace rolelint::graph
