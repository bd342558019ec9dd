// Edges by the methods of escalation_methods.h: every step of one is judged on the objects that it
// is about.

#include <algorithm>
#include <map>
#include <set>

#include "analyzer/estate/statement_text.h"
#include "analyzer/graph/condition_words.h"
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

// As which service's role the thing runs that a method of kExistingRole works on; "" if it is told
// by nothing here.
std::string_view RunsAs(const EscalationMethod& method) {
  const std::string_view prefix = method.steps.substr(0, method.steps.find(':'));
  static constexpr std::pair<std::string_view, std::string_view> kServices[] = {
      {"apprunner", "tasks.apprunner.amazonaws.com"},
      {"autoscaling", "ec2.amazonaws.com"},
      {"batch", "ecs-tasks.amazonaws.com"},
      {"bedrock-agentcore", "bedrock-agentcore.amazonaws.com"},
      {"cloudformation", "cloudformation.amazonaws.com"},
      {"codebuild", "codebuild.amazonaws.com"},
      {"codedeploy", "ec2.amazonaws.com"},
      {"codestar", "codestar.amazonaws.com"},
      {"ec2", "ec2.amazonaws.com"},
      {"ec2-instance-connect", "ec2.amazonaws.com"},
      {"ecs", "ecs-tasks.amazonaws.com"},
      {"glue", "glue.amazonaws.com"},
      {"lambda", "lambda.amazonaws.com"},
      {"rolesanywhere", "rolesanywhere.amazonaws.com"},
      {"sagemaker", "sagemaker.amazonaws.com"},
      {"ssm", "ec2.amazonaws.com"},
      {"states", "states.amazonaws.com"},
  };
  for (const auto& [name, service] : kServices) {
    if (name == prefix) return service;
  }
  return {};
}

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
      if (entity.type == EntityType::kRole && !entity.service_linked() && !entity.reserved_sso()) {
        roles_[entity.account].push_back(&entity);
      }
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
      who_ = &who;
      view_ = &view;
      principal_ = &*principal;
      from_ = builder_.NodeOf(who);
      best_.clear();
      anywhere_.clear();
      for (const PreparedMethod& prepared : EscalationMethods()) {
        if (view.allowed.Includes(prepared.actions)) Try(*prepared.method);
      }
      if (view.restricted() && MayLift(view)) Restricted();
      for (auto& [to, found] : best_) {
        builder_.AddStepEdge(from_, to, found.how, std::move(found.why));
      }
      Existing();
    }
    for (const std::string& account : administered_) Administrator(account);
  }

 private:
  uint32_t Administered(const std::string& account) {
    administered_.insert(account);
    return builder_.AdministratorNode(account);
  }

  // Roles that trust the account as a whole: whoever may do everything there may assume them, by a
  // user of its own making.
  void Administrator(const std::string& account) {
    Judge::Question question;
    question.principal = *logic::ParsePrincipal("arn:aws:iam::" + account + ":user/anyone");
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
      Judgement why = Ask(method.steps, "arn:" + who_->partition + ":iam::" + account + ":root");
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
      Judgement why = Ask(method.steps, provider);
      Demand("an identity of its own that meets the role's trust policy", &why);
      for (const Entity* role : roles) {
        if (role->account == who_->account) Keep(builder_.NodeOf(*role), method.id, why);
      }
    }
  }

  void NewRole(const EscalationMethod& method) {
    for (std::string_view service : text::WordsOf(method.services)) {
      for (const Entity* role : builder_.trusts().ServiceRoles(service, who_->account)) {
        if (role == who_ || role->service_linked()) continue;
        Judgement why =
            Ask(kPassRole, role->arn, {{"iam:PassedToService", {std::string(service)}, false}});
        if (why.verdict == EdgeVerdict::kNone) continue;
        And(Serves(service, *role), &why);
        for (std::string_view step : text::WordsOf(method.steps)) {
          if (step != kPassRole && why.verdict != EdgeVerdict::kNone) And(AskAnywhere(step), &why);
        }
        Keep(builder_.NodeOf(*role), method.id, std::move(why));
      }
    }
  }

  // The role lets the service assume it.
  Judgement Serves(std::string_view service, const Entity& role) {
    auto [it, added] = serves_.try_emplace({std::string(service), &role});
    if (added) {
      it->second = builder_.judge().AskAssume(logic::ServicePrincipal(service), nullptr, role,
                                              "sts:AssumeRole");
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

  // What runs already, and as which role, no export of policies tells: one edge to the service, and
  // from there its roles in the account.
  void Existing() {
    std::set<std::string_view> services;
    for (const PreparedMethod& prepared : EscalationMethods()) {
      const EscalationMethod& method = *prepared.method;
      const std::string_view service = RunsAs(method);
      if (method.family != EscalationFamily::kExistingRole || service.empty() ||
          !view_->allowed.Includes(prepared.actions) || services.contains(service)) {
        continue;
      }
      const auto roles = builder_.trusts().ServiceRoles(service, who_->account);
      if (roles.empty()) continue;
      Judgement why = Surely();
      for (std::string_view step : text::WordsOf(method.steps)) {
        if (why.verdict != EdgeVerdict::kNone) And(AskAnywhere(step), &why);
      }
      if (why.verdict == EdgeVerdict::kNone) continue;
      services.insert(service);
      Doubt("what runs on " + std::string(service) + ", and as which role, is not in the input",
            &why);
      const uint32_t to = builder_.NamedNode(service, NodeKind::kService);
      const uint32_t first = builder_.AddEdge(from_, to, method.id, why);
      for (const Entity* role : roles) {
        const uint32_t second = EdgeOf(to, *role);
        if (role != who_ && second != Map::kNoNode) {
          builder_.AddStepThrough(from_, first, second, why);
        }
      }
    }
  }

  uint32_t EdgeOf(uint32_t service, const Entity& role) { return builder_.EdgeTo(service, role); }

  MapBuilder& builder_;
  const estate::Estate& estate_;
  StepProver prover_;
  std::set<std::string> administered_;                       // accounts
  std::map<std::string, std::vector<const Entity*>> users_;  // by account
  std::map<std::string, std::vector<const Entity*>> groups_;
  std::map<std::string, std::vector<const Entity*>> roles_;
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
