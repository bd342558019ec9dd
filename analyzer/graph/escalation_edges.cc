// Edges by the methods of escalation_methods.h: every step of one is judged on the objects that it
// is about.

#include <algorithm>
#include <map>
#include <set>

#include "analyzer/estate/statement_text.h"
#include "analyzer/graph/condition_words.h"
#include "analyzer/graph/escalation_hosts.h"
#include "analyzer/graph/escalation_methods.h"
#include "analyzer/graph/escalation_proofs.h"
#include "analyzer/graph/escalation_view.h"
#include "analyzer/graph/map_builder.h"
#include "analyzer/graph/restrictions.h"
#include "analyzer/text/words.h"

namespace rolelint::graph {
namespace {

using estate::Entity;
using estate::EntityType;

constexpr std::string_view kPassRole = "iam:PassRole";
// To whom a delegation request hands credentials.
constexpr std::string_view kPartner = "a partner of AWS";

// All of several steps.
void And(Judgement one, Judgement* all) {
  all->verdict = std::min(all->verdict, one.verdict);
  all->open = all->open && one.open;
  if (all->reason.empty()) all->reason = std::move(one.reason);
  for (std::string& text : one.conditions) AddOnce(std::move(text), &all->conditions);
  for (const StatementRef& ref : one.evidence) {
    if (std::find(all->evidence.begin(), all->evidence.end(), ref) == all->evidence.end()) {
      all->evidence.push_back(ref);
    }
  }
  if (!all->witness) all->witness = std::move(one.witness);
}

Judgement Surely() {
  Judgement one;
  one.verdict = EdgeVerdict::kProved;
  return one;
}

void Demand(std::string condition, Judgement* why) {
  if (why->verdict == EdgeVerdict::kProved) why->verdict = EdgeVerdict::kConditional;
  why->open = false;
  AddOnce(std::move(condition), &why->conditions);
}

void Doubt(std::string reason, Judgement* why) {
  if (why->verdict == EdgeVerdict::kNone) return;
  why->verdict = EdgeVerdict::kUnknown;
  why->open = false;
  why->reason = std::move(reason);
}

class EscalationEdges {
 public:
  explicit EscalationEdges(MapBuilder* builder)
      : builder_(*builder),
        estate_(builder->estate()),
        prover_(builder->source().prover().vocabulary().catalog()) {
    for (const Entity& entity : estate_.entities()) {
      if (entity.arn.empty()) continue;
      if (entity.type == EntityType::kUser) users_[entity.account].push_back(&entity);
      if (entity.type == EntityType::kGroup) groups_[entity.account].push_back(&entity);
      if (entity.type != EntityType::kRole || entity.service_linked()) continue;
      (entity.reserved_sso() ? permission_sets_ : roles_)[entity.account].push_back(&entity);
    }
  }

  void Run() {
    for (const Entity& who : estate_.entities()) {
      if (who.type == EntityType::kGroup || who.arn.empty() || who.service_linked()) continue;
      if (!builder_.InScope(who)) continue;
      const std::optional<logic::Principal> principal = PrincipalOf(who);
      const EscalationView view = ViewOf(estate_, who);
      // Whoever may do everything gains nothing.
      if (!principal || view.administrator || view.allowed.empty()) continue;
      From(*principal, view, builder_.NodeOf(who));
    }
    for (const Freed& freed : builder_.freed()) {
      const std::optional<logic::Principal> principal = PrincipalOf(*freed.who);
      if (!principal) continue;
      for (const Freed::By& by : freed.by) Free(freed, by);
      if (!freed.unbounded || freed.view.administrator) continue;
      builder_.judge().Unbind(freed.who);
      From(*principal, freed.view, builder_.NodeOf(freed));
      builder_.judge().Unbind(nullptr);
    }
    for (const std::string& account : administered_) Administrator(account);
  }

 private:
  // All that the principal comes to, as `view` has it, beside what AssumeEdges finds.
  void From(const logic::Principal& principal, const EscalationView& view, uint32_t node) {
    who_ = view.who;
    view_ = &view;
    principal_ = &principal;
    from_ = node;
    best_.clear();
    anywhere_.clear();
    for (const PreparedMethod& prepared : MapMethods()) {
      if (view.allowed.Includes(prepared.actions)) Try(*prepared.method);
    }
    if (view.restricted() && MayLift(view)) Restricted();
    for (auto& [to, found] : best_) {
      builder_.AddStepEdge(from_, to, found.how, std::move(found.why));
    }
    Existing();
  }

  // Who takes a restriction away becomes the principal without it, if it becomes the principal.
  void Free(const Freed& freed, const Freed::By& by) {
    const uint32_t from = builder_.NodeOf(*by.lifter);
    const uint32_t target = builder_.NodeOf(*freed.who);
    Judgement why = Surely();
    if (from != target) {
      const auto& steps = builder_.StepsOf(from);
      const auto step = std::find_if(steps.begin(), steps.end(),
                                     [&](const Step& one) { return one.to == target; });
      if (step == steps.end()) return;
      why = builder_.edge(step->edges[step->edge_count - 1]).why;
      why.verdict = step->verdict;
      why.conditions = step->conditions;
      why.reason = step->reason;
    }
    const std::optional<logic::Principal> principal = PrincipalOf(*by.lifter);
    if (!principal) return;
    who_ = by.lifter;
    principal_ = &*principal;
    anywhere_.clear();
    for (const EscalationMethod* method : by.methods) {
      Judgement step = Ask(method->steps, freed.who->arn);
      if (step.verdict == EdgeVerdict::kNone) step = AskAnywhere(method->steps);
      And(std::move(step), &why);
    }
    if (!by.sure) Demand("the keys that the statements of its policies test", &why);
    const EscalationMethod& first = *by.methods.front();
    why.witness.reset();
    if (why.verdict == EdgeVerdict::kNone) return;
    builder_.AddStepEdge(from, builder_.NodeOf(freed), first.id.empty() ? first.steps : first.id,
                         std::move(why));
  }

  uint32_t Administered(const std::string& account) {
    administered_.insert(account);
    return builder_.AdministratorNode(account);
  }

  // Roles that trust the account as a whole: whoever may do everything there may assume them, by a
  // user of its own making.
  void Administrator(const std::string& account) {
    Judge::Question question;
    question.principal = *logic::ParsePrincipal(
        "arn:" + std::string(builder_.PartitionOf(account)) + ":iam::" + account + ":user/anyone");
    question.action = "sts:AssumeRole";
    question.everything = true;
    const uint32_t from = builder_.AdministratorNode(account);
    for (const Entity* role : builder_.trusts().TrustingAccount(account)) {
      question.resource = role->arn;
      question.resource_policy = builder_.source().TrustOf(*role);
      if (question.resource_policy == nullptr) continue;
      Judgement why = builder_.judge().Ask(question);
      if (why.verdict == EdgeVerdict::kNone) continue;
      why.witness.reset();
      builder_.AddStepEdge(from, builder_.NodeOf(*role), question.action, std::move(why));
    }
  }

  struct Found {
    std::string_view how;
    Judgement why;
  };

  void Try(const EscalationMethod& method) {
    switch (method.family) {
      case EscalationFamily::kOwnPermissions:
        Own(method);
        break;
      case EscalationFamily::kOtherPrincipal:
        Other(method);
        break;
      case EscalationFamily::kNewRole:
        NewRole(method);
        break;
      case EscalationFamily::kOrganization:
        Organization(method);
        break;
      case EscalationFamily::kExistingRole:
      case EscalationFamily::kRestriction:
        break;
    }
  }

  Judgement Ask(std::string_view action, std::string_view resource,
                std::vector<logic::ContextValue> context = {}) {
    Judge::Question question;
    question.principal = *principal_;
    question.who = who_;
    question.action = action;
    question.resource = resource;
    question.context = std::move(context);
    return builder_.judge().Ask(question);
  }

  // All steps of the method but `without`, each on some resource.
  Judgement AskSteps(const EscalationMethod& method, std::string_view without = {}) {
    Judgement why = Surely();
    for (std::string_view step : text::WordsOf(method.steps)) {
      if (step != without && why.verdict != EdgeVerdict::kNone) And(AskAnywhere(step), &why);
    }
    if (why.verdict != EdgeVerdict::kNone && !method.needs.empty()) {
      Demand(std::string(method.needs), &why);
    }
    return why;
  }

  // On some resource.
  const Judgement& AskAnywhere(std::string_view action) {
    auto [it, added] = anywhere_.try_emplace(action);
    if (added) {
      Judge::Question question;
      question.principal = *principal_;
      question.who = who_;
      question.action = action;
      question.resource = "*";
      it->second = builder_.judge().AskAny(question);
    }
    return it->second;
  }

  // One edge a target: by the surest method.
  void Keep(uint32_t to, std::string_view how, Judgement why) {
    if (why.verdict == EdgeVerdict::kNone || to == from_) return;
    auto [it, added] = best_.try_emplace(to);
    if (added || why.verdict > it->second.why.verdict) it->second = {how, std::move(why)};
  }

  void Own(const EscalationMethod& method) {
    const std::string_view action = method.steps;
    const bool user = who_->type == EntityType::kUser;
    if (action == "iam:AddUserToGroup") {
      if (user) Join(method);
      return;
    }
    if (action == "iam:DeleteUserPermissionsBoundary") return;
    const std::string_view type = IamResourceType(action);
    std::vector<std::string_view> targets;
    if (type == "policy") targets = view_->own_policies;
    if (type == "group") targets = view_->own_groups;
    if (type == (user ? "user" : "role")) targets = {who_->arn};
    for (std::string_view target : targets) {
      Judgement why = Ask(action, target);
      if (action == "iam:SetDefaultPolicyVersion") {
        Doubt("what the earlier versions of the policy allow is not in the input", &why);
      }
      Keep(Administered(who_->account), method.id, std::move(why));
    }
  }

  // Restrictions that the principal may lift by itself, where that leaves an administrator.
  void Restricted() {
    const Lifted lifted = LiftAll(*view_, *view_, &prover_);
    if (lifted.lifts.empty() || !lifted.view.administrator) return;
    Judgement why = Surely();
    bool sure = true;
    for (const Lift& lift : lifted.lifts) {
      const std::string_view action = estate::PrivilegeName(lift.action);
      Judgement own = Ask(action, who_->arn);
      if (own.verdict == EdgeVerdict::kNone) own = AskAnywhere(action);
      And(std::move(own), &why);
      sure = sure && lift.sure;
    }
    if (!sure) Demand("the keys that the statements of its policies test", &why);
    const EscalationMethod& first = *lifted.lifts.front().method;
    Keep(Administered(who_->account), first.id.empty() ? first.steps : first.id, std::move(why));
  }

  // A group whose administrators the user joins; others give it what the input shows of them.
  void Join(const EscalationMethod& method) {
    for (const Entity* group : groups_[who_->account]) {
      const auto& own = view_->own_groups;
      if (std::find(own.begin(), own.end(), group->arn) != own.end()) continue;
      Keep(builder_.NodeOf(*group), method.id, Ask(method.steps, group->arn));
    }
  }

  void Other(const EscalationMethod& method) {
    const std::string_view action = method.steps;
    if (action == "sts:AssumeRoot") return Root(method);
    const std::string_view type = IamResourceType(action);
    if (type == "saml-provider" || type == "oidc-provider") return Provider(method, type);
    for (const Entity* target : (type == "role" ? roles_ : users_)[who_->account]) {
      if (target == who_) continue;
      Judgement why = Ask(action, target->arn);
      if (action == "iam:CreateLoginProfile") Demand(target->name + " has no password", &why);
      if (action == "iam:UpdateLoginProfile") Demand(target->name + " has a password", &why);
      if (!method.needs.empty()) Demand(std::string(method.needs), &why);
      // Trusted by name, it may still be kept from assuming roles.
      if (type == "role" && why.verdict != EdgeVerdict::kNone) And(IfTrusted(*target), &why);
      Keep(builder_.NodeOf(*target), method.id, std::move(why));
    }
  }

  // Whether the principal could assume the role if its trust policy named it.
  Judgement IfTrusted(const Entity& role) {
    std::string text =
        R"({"Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"AWS":)";
    estate::AppendQuoted(who_->arn, &text);
    text += "}}]}";
    Judge::Question question;
    question.principal = *principal_;
    question.who = who_;
    question.action = "sts:AssumeRole";
    question.resource = role.arn;
    question.resource_policy = builder_.source().Made(text, policy::Kind::kTrust);
    Judgement why = builder_.judge().Ask(question);
    // A boundary does not bind a session that the trust policy names.
    if (why.verdict == EdgeVerdict::kNone && !why.explicit_deny &&
        who_->type == EntityType::kRole) {
      return Surely();
    }
    why.witness.reset();
    return why;
  }

  void Root(const EscalationMethod& method) {
    if (!builder_.source().IsManagementAccount(who_->account)) return;
    for (const auto& [account, users] : roles_) {
      if (account == who_->account) continue;
      Judge::Question question;
      question.principal = *principal_;
      question.who = who_;
      question.action = method.steps;
      question.resource = "arn:" + who_->partition + ":iam::" + account + ":root";
      // A root user has no policy of its own that would have to allow it too.
      question.owner = who_->account;
      Judgement why = builder_.judge().Ask(question);
      Demand("central root access is switched on for the organization", &why);
      Keep(Administered(account), method.id, std::move(why));
    }
  }

  void Provider(const EscalationMethod& method, std::string_view type) {
    for (const auto& [provider, roles] : builder_.trusts().providers()) {
      if (provider.find(":" + who_->account + ":") == std::string::npos ||
          provider.find(":" + std::string(type) + "/") == std::string::npos) {
        continue;
      }
      Judgement why = Surely();
      for (std::string_view step : text::WordsOf(method.steps)) And(Ask(step, provider), &why);
      Demand("an identity of its own that meets the role's trust policy", &why);
      if (method.steps.starts_with("iam:Create")) {
        Doubt("whether " + provider + " is still there is not in the input", &why);
      }
      for (const Entity* role : roles) {
        if (role->account == who_->account) Keep(builder_.NodeOf(*role), method.id, why);
      }
    }
  }

  void NewRole(const EscalationMethod& method) {
    for (std::string_view service : text::WordsOf(method.services)) {
      const EscalationHost host = HostOf(builder_.trusts(), service, who_->account);
      for (const Entity* role : host.roles) {
        if (role == who_ || role->service_linked()) continue;
        Judgement why =
            Ask(kPassRole, role->arn, {{"iam:PassedToService", {std::string(service)}, false}});
        if (why.verdict == EdgeVerdict::kNone) continue;
        And(Serves(host, *role), &why);
        if (why.verdict != EdgeVerdict::kNone) And(AskSteps(method, kPassRole), &why);
        Keep(builder_.NodeOf(*role), method.id, std::move(why));
      }
    }
  }

  // The role lets the host assume it.
  Judgement Serves(const EscalationHost& host, const Entity& role) {
    auto [it, added] = serves_.try_emplace({host.name, &role});
    if (added) {
      const logic::Principal principal = host.kind == NodeKind::kService
                                             ? logic::ServicePrincipal(host.name)
                                             : logic::FederatedPrincipal(host.name);
      it->second = builder_.judge().AskAssume(principal, nullptr, role, host.action());
      if (it->second.verdict == EdgeVerdict::kNone && who_->partition == "aws-cn") {
        it->second = builder_.judge().AskAssume(logic::ServicePrincipal(host.name + ".cn"), nullptr,
                                                role, host.action());
      }
      // The service says for which account and resource it acts.
      if (it->second.verdict == EdgeVerdict::kConditional) {
        const auto own = [&](const std::string& text) {
          return text.starts_with("aws:SourceAccount") || text.starts_with("aws:SourceArn");
        };
        std::erase_if(it->second.conditions, own);
        if (it->second.conditions.empty()) it->second.verdict = EdgeVerdict::kProved;
      }
      it->second.witness.reset();
    }
    return it->second;
  }

  // What runs already, and as which role, no export of policies tells: one edge to the service or
  // provider, and from there its roles in the account.
  void Existing() {
    std::set<std::string> done;
    for (const PreparedMethod& prepared : MapMethods()) {
      const EscalationMethod& method = *prepared.method;
      if (method.family != EscalationFamily::kExistingRole ||
          !view_->allowed.Includes(prepared.actions)) {
        continue;
      }
      for (const EscalationHost& host : HostsOf(builder_.trusts(), method, who_->account)) {
        if (!host.roles.empty() && !done.contains(host.name) && Use(method, host)) {
          done.insert(host.name);
        }
      }
    }
  }

  bool Use(const EscalationMethod& method, const EscalationHost& host) {
    Judgement why = AskSteps(method);
    if (why.verdict == EdgeVerdict::kNone) return false;
    Doubt("what runs on " + host.name + ", and as which role, is not in the input", &why);
    const uint32_t to = builder_.NamedNode(host.name, host.kind);
    const uint32_t first = builder_.AddEdge(from_, to, method.id, why);
    for (const Entity* role : host.roles) {
      const uint32_t second = builder_.EdgeTo(to, *role);
      if (role != who_ && second != Map::kNoNode) {
        builder_.AddStepThrough(from_, first, second, why);
      }
    }
    return true;
  }

  // Other accounts, from the one that administers the organization, its stack sets and its Identity
  // Center; whom these are delegated to the input does not tell.
  void Organization(const EscalationMethod& method) {
    if (method.steps.starts_with("iam:")) {
      Keep(builder_.NamedNode(kPartner, NodeKind::kOther), method.id, AskSteps(method));
      return;
    }
    if (!builder_.source().IsManagementAccount(who_->account)) return;
    const Judgement why = AskSteps(method);
    if (why.verdict == EdgeVerdict::kNone) return;
    const bool stacks = method.steps.starts_with("cloudformation:");
    const bool rewrites = method.steps.find("ToPermissionSet") != std::string_view::npos;
    for (const auto& [account, roles] : stacks ? roles_ : permission_sets_) {
      if (stacks || rewrites) {
        if (!stacks || account != who_->account) Keep(Administered(account), method.id, why);
        continue;
      }
      for (const Entity* role : roles) Keep(builder_.NodeOf(*role), method.id, why);
    }
  }

  MapBuilder& builder_;
  const estate::Estate& estate_;
  StepProver prover_;
  std::set<std::string> administered_;                       // accounts
  std::map<std::string, std::vector<const Entity*>> users_;  // by account
  std::map<std::string, std::vector<const Entity*>> groups_;
  std::map<std::string, std::vector<const Entity*>> roles_;
  std::map<std::string, std::vector<const Entity*>> permission_sets_;  // their roles
  std::map<std::pair<std::string, const Entity*>, Judgement> serves_;

  // The principal at hand.
  const Entity* who_ = nullptr;
  const EscalationView* view_ = nullptr;
  const logic::Principal* principal_ = nullptr;
  uint32_t from_ = 0;
  std::map<uint32_t, Found> best_;
  std::map<std::string_view, Judgement> anywhere_;
};

}  // namespace

void AddEscalationEdges(MapBuilder* builder) { EscalationEdges(builder).Run(); }

}  // namespace rolelint::graph
