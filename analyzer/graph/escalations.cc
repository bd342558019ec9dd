#include "analyzer/graph/escalations.h"

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "analyzer/graph/escalation_proofs.h"
#include "analyzer/graph/escalation_view.h"
#include "analyzer/graph/recorded_condition.h"
#include "analyzer/graph/restrictions.h"
#include "analyzer/graph/switches.h"
#include "analyzer/logic/meaning.h"
#include "analyzer/logic/names.h"
#include "analyzer/logic/work_budget.h"

namespace rolelint::graph {
namespace {

using estate::Entity;
using estate::Estate;
using estate::PrivilegeStatement;

// How far a step reaches.
enum class Reach : uint8_t { kNone, kConditional, kSome, kAll };

struct MethodStep {
  Reach reach = Reach::kNone;
  const PlacedPrivilege* by = nullptr;
};

bool NamesCaller(std::string_view resource) {
  return resource.find("${aws:username}") != std::string_view::npos ||
         resource.find("${aws:userid}") != std::string_view::npos;
}

void AddGrant(int action, const PlacedPrivilege& by, std::vector<EscalationGrant>* grants) {
  const PrivilegeStatement& statement = *by.statement;
  auto grant = std::find_if(grants->begin(), grants->end(), [&statement](const auto& other) {
    return other.place == statement.place;
  });
  if (grant == grants->end()) {
    grant = grants->insert(
        grant, {statement.place, statement.statement, {}, &statement, by.origin.aws_managed()});
  }
  grant->actions.Add(action);
}

// Credentials of users: one's own give nothing.
bool IsUserCredential(std::string_view action) {
  return action == "iam:CreateAccessKey" || action == "iam:CreateLoginProfile" ||
         action == "iam:UpdateLoginProfile";
}

}  // namespace

// What is found out once for all principals.
class EscalationFinder::Proofs {
 public:
  explicit Proofs(const catalog::Catalog& catalog) : prover(catalog), names_(catalog) {
    for (int i = 0; i < estate::PrivilegeCount(); ++i) {
      actions_.push_back(catalog.FindAction(estate::PrivilegeName(i)));
    }
  }

  // Whether the resource, as a policy writes it, may be one that the action works on.
  bool MayReach(const std::string& resource, int action) {
    const std::optional<catalog::Action>& known = actions_[static_cast<size_t>(action)];
    return MayBeResourceOf(resource, estate::PrivilegeName(action)) &&
           (!known || logic::MayReach(*FactsOf(resource), *known, names_.shapes()));
  }
  // Whether it is all resources of a type that the action works on, in the Regions and accounts
  // that it names.
  bool ReachesAll(const std::string& resource, int action) {
    const logic::ArnFacts& facts = *FactsOf(resource);
    const std::optional<catalog::Action>& known = actions_[static_cast<size_t>(action)];
    if (facts.all || !known) return facts.all;
    for (const catalog::ActionResource type : known->resources()) {
      const auto id = static_cast<uint16_t>(type.type().id());
      if (std::binary_search(facts.whole_there.begin(), facts.whole_there.end(), id)) return true;
    }
    // Of an action that works on no resource, whatever it names.
    return known->resources().empty();
  }

  StepProver prover;

 private:
  const logic::ArnFacts* FactsOf(const std::string& resource) {
    return names_.ArnOf({resource, {}, true, false});
  }

  logic::PolicyNames names_;
  std::vector<std::optional<catalog::Action>> actions_;  // by their numbers
};

// One principal (or policy by itself).
class EscalationFinder::Search {
 public:
  Search(const EscalationView& view, RolePowers* roles, Proofs* proofs)
      : view_(view), roles_(roles), proofs_(*proofs), prover_(proofs->prover) {}

  std::vector<Escalation> Run() {
    std::vector<Escalation> found;
    for (const PreparedMethod& prepared : EscalationMethods()) {
      if (view_.allowed.Includes(prepared.actions)) Try(prepared, &found);
    }
    for (Escalation& one : found) {
      std::stable_sort(one.grants.begin(), one.grants.end(), [](const auto& a, const auto& b) {
        return std::pair(a.place.file, a.place.span.begin) <
               std::pair(b.place.file, b.place.span.begin);
      });
    }
    return Supersede(std::move(found));
  }

 private:
  bool Fits(const PrivilegeStatement& statement, int action) const {
    if (statement.not_resource || statement.resources.empty()) return true;
    const bool credential = IsUserCredential(estate::PrivilegeName(action));
    for (const std::string& resource : statement.resources) {
      if (credential && (NamesCaller(resource) || IsSelf(resource))) continue;
      if (proofs_.MayReach(resource, action)) return true;
    }
    return false;
  }

  // Nothing is kept of resources that are "*".
  bool ReachesAll(const PrivilegeStatement& statement, int action) const {
    const auto& resources = statement.resources;
    if (resources.empty()) return true;
    return !statement.not_resource &&
           std::any_of(resources.begin(), resources.end(), [&](const std::string& resource) {
             return proofs_.ReachesAll(resource, action);
           });
  }

  // Whether the condition tests what is known of the principal, so that a proof may decide it.
  bool TellsOfCaller(std::string_view condition) const {
    return view_.who != nullptr && (condition.find("aws:Principal") != std::string_view::npos ||
                                    condition.find("aws:user") != std::string_view::npos);
  }

  bool IsSelf(std::string_view resource) const {
    return view_.who != nullptr && resource == view_.who->arn;
  }

  MethodStep StepOf(int action, std::string_view services) {
    const std::string_view name = estate::PrivilegeName(action);
    MethodStep best;
    bool denied = false;
    bool some_everywhere = false;
    bool tells = !services.empty();
    for (const PlacedPrivilege& one : view_.identity) {
      const PrivilegeStatement& statement = *one.statement;
      if (!statement.actions.Has(action)) continue;
      if (!statement.allow) {
        if (DeniesAllBut(statement, name)) return {};
        denied = true;
        continue;
      }
      if (!Fits(statement, action)) continue;
      const Leaves leaves = LeavesOf(statement, name);
      if (leaves == Leaves::kNothing) continue;
      some_everywhere = some_everywhere || ReachesAll(statement, action);
      tells = tells || TellsOfCaller(statement.condition);
      bool conditional =
          statement.summary || (!statement.condition.empty() && leaves != Leaves::kEverything);
      if (conditional && !services.empty()) {
        const std::optional<bool> passes = PassesTo(statement.condition, services);
        if (passes && !*passes) continue;
        conditional = !passes;
      }
      const Reach reach = conditional                     ? Reach::kConditional
                          : ReachesAll(statement, action) ? Reach::kAll
                                                          : Reach::kSome;
      if (reach > best.reach) best = {reach, &one};
    }
    if (best.reach == Reach::kNone || best.by->statement->summary) return best;
    const bool capped = view_.bounded && !view_.boundary_plain.Has(action);
    if (!denied && !capped) {
      if (best.reach != Reach::kConditional) return best;
      if (!tells) return best;
    }
    StepQuestion question;
    question.action = action;
    question.services = services;
    question.identity = &view_.identity;
    if (view_.bounded) question.boundary = &view_.boundary;
    if (view_.who != nullptr) {
      question.principal = view_.who->arn;
      question.partition = view_.who->partition;
      question.account = view_.who->account;
    }
    switch (prover_.Ask(question)) {
      case StepAnswer::kNever:
        return {};
      case StepAnswer::kPerhaps:
        best.reach = Reach::kConditional;
        return best;
      case StepAnswer::kSurely:
        if (best.reach == Reach::kConditional) {
          best.reach = some_everywhere ? Reach::kAll : Reach::kSome;
        }
        return best;
    }
    return best;
  }

  const MethodStep& Cached(int action, std::string_view services) {
    auto [it, added] = steps_.try_emplace({action, services});
    if (added) it->second = StepOf(action, services);
    return it->second;
  }

  void Try(const PreparedMethod& prepared, std::vector<Escalation>* found) {
    const EscalationMethod& method = *prepared.method;
    Reach least = Reach::kAll;
    std::vector<std::pair<int, MethodStep>> steps;
    MethodStep telling;
    MethodStep pass;
    bool whole = true;
    prepared.actions.ForEach([&](int action) {
      if (!whole) return;
      const std::string_view name = estate::PrivilegeName(action);
      const bool passes = name == "iam:PassRole";
      const MethodStep& step = Cached(action, passes ? method.services : std::string_view());
      if (step.reach == Reach::kNone) whole = false;
      least = std::min(least, step.reach);
      if (passes) pass = step;
      if (method.steps.starts_with(name)) telling = step;
      steps.emplace_back(action, step);
    });
    if (!whole) return;
    Escalation judged;
    Judge(method, least, telling, pass, &judged);
    Add(method, steps, judged, found);
  }

  void Judge(const EscalationMethod& method, Reach least, const MethodStep& telling,
             const MethodStep& pass, Escalation* out) {
    using Note = EscalationNote;
    auto set = [out](Certainty certainty, Note note) {
      out->certainty = certainty;
      out->note = note;
    };
    switch (method.family) {
      case EscalationFamily::kOwnPermissions:
        JudgeOwn(method, telling, out);
        break;
      case EscalationFamily::kOtherPrincipal:
        if (telling.reach == Reach::kAll) {
          set(Certainty::kHigh, Note::kNone);
        } else {
          set(Certainty::kMedium, Note::kNotEverywhere);
        }
        break;
      case EscalationFamily::kNewRole:
        JudgeRole(method, pass, out);
        break;
      case EscalationFamily::kExistingRole:
      case EscalationFamily::kRestriction:
      case EscalationFamily::kOrganization:
        set(Certainty::kMedium, telling.reach == Reach::kAll ? Note::kNone : Note::kNotEverywhere);
        break;
    }
    if (least == Reach::kConditional) set(Certainty::kLow, Note::kConditional);
    if (!view_.complete && out->certainty == Certainty::kHigh) {
      set(Certainty::kMedium, Note::kPartsUnknown);
    }
    if (view_.boundary_unknown) set(Certainty::kLow, Note::kPartsUnknown);
  }

  void JudgeOwn(const EscalationMethod& method, const MethodStep& telling, Escalation* out) const {
    using Note = EscalationNote;
    const bool removes_boundary = method.steps == "iam:DeleteUserPermissionsBoundary";
    if (view_.who == nullptr) {
      const bool all = telling.reach == Reach::kAll && !removes_boundary;
      out->certainty = all ? Certainty::kHigh : Certainty::kMedium;
      out->note = all ? Note::kNone : Note::kNotEverywhere;
      if (removes_boundary) out->certainty = Certainty::kLow;
    } else if (view_.ReachesSelf(*telling.by->statement, method.steps)) {
      out->certainty = Certainty::kHigh;
    } else if (telling.reach == Reach::kAll && !removes_boundary) {
      out->certainty = Certainty::kMedium;
      out->note = Note::kOthersAlone;
    } else {
      out->certainty = Certainty::kLow;
      out->note = Note::kOthersAlone;
    }
  }

  void JudgeRole(const EscalationMethod& method, const MethodStep& pass, Escalation* out) {
    using Note = EscalationNote;
    out->certainty = Certainty::kMedium;
    out->note = Note::kRolesUnknown;
    if (view_.who == nullptr || roles_ == nullptr || !roles_->Known(*view_.who)) return;
    const RolePowers::Choice choice =
        roles_->Choose(*view_.who, view_.allowed, method.services, *pass.by->statement);
    if (choice.better != nullptr) {
      out->certainty = Certainty::kHigh;
      out->note = Note::kRoleKnown;
      out->role = choice.better;
    } else {
      out->certainty = Certainty::kLow;
      out->note = choice.any ? Note::kNoBetterRole : Note::kNoRole;
    }
  }

  static void Add(const EscalationMethod& method,
                  const std::vector<std::pair<int, MethodStep>>& steps, const Escalation& judged,
                  std::vector<Escalation>* found) {
    auto one = std::find_if(found->begin(), found->end(), [&](const Escalation& escalation) {
      return escalation.family == method.family;
    });
    if (one == found->end()) {
      one = found->insert(found->end(), judged);
      one->family = method.family;
      one->methods.push_back(&method);
    } else if (judged.certainty > one->certainty) {
      one->certainty = judged.certainty;
      one->note = judged.note;
      one->role = judged.role;
      one->methods.insert(one->methods.begin(), &method);
    } else {
      one->methods.push_back(&method);
    }
    for (const auto& [action, step] : steps) AddGrant(action, *step.by, &one->grants);
  }

  // What the same statements allow in another way has the same cause.
  static std::vector<Escalation> Supersede(std::vector<Escalation> found) {
    std::stable_sort(found.begin(), found.end(), [](const Escalation& a, const Escalation& b) {
      return std::pair(b.certainty, a.family) < std::pair(a.certainty, b.family);
    });
    std::vector<Escalation> kept;
    for (Escalation& one : found) {
      auto holds = [&one](const Escalation& other) {
        return std::all_of(one.grants.begin(), one.grants.end(), [&](const EscalationGrant& grant) {
          return std::any_of(other.grants.begin(), other.grants.end(),
                             [&](const auto& mine) { return mine.place == grant.place; });
        });
      };
      auto cause = std::find_if(kept.begin(), kept.end(), holds);
      if (cause == kept.end()) {
        kept.push_back(std::move(one));
      } else {
        cause->also.insert(cause->also.end(), one.methods.begin(), one.methods.end());
      }
    }
    return kept;
  }

  const EscalationView& view_;
  RolePowers* roles_;
  Proofs& proofs_;
  StepProver& prover_;
  std::map<std::pair<int, std::string_view>, MethodStep> steps_;
};

EscalationFinder::EscalationFinder(const catalog::Catalog& catalog)
    : proofs_(std::make_unique<Proofs>(catalog)) {}
EscalationFinder::~EscalationFinder() = default;

std::vector<Escalation> EscalationFinder::OfPolicy(const estate::PolicyFacts& facts) {
  if (facts.privileges.empty()) return {};
  EscalationView view;
  view.AddPolicy(facts);
  view.Finish();
  if (view.administrator) return {};
  return Search(view, nullptr, proofs_.get()).Run();
}

// The escalations of all principals of an estate.
class EscalationFinder::Survey {
 public:
  Survey(const Estate& estate, Proofs* proofs) : estate_(estate), proofs_(proofs), roles_(estate) {}

  std::vector<Escalation> Run(const SwitchMap& switches) {
    for (const Entity& who : estate_.entities()) {
      if (who.service_linked()) continue;
      const EscalationView view = ViewOf(estate_, who);
      if (view.administrator || view.allowed.empty()) continue;
      logic::WorkBudget budget(logic::WorkOfDocument(0));
      const bool lifts = MayLift(view);
      if (lifts) lifting_.insert(&who);
      std::vector<Escalation> found = Search(view, &roles_, proofs_).Run();
      if (lifts && view.restricted()) OfItself(view, &found);
      for (Escalation& one : found) Add(who, std::move(one));
    }
    for (const Switch& one : switches.switches) {
      if (!lifting_.contains(one.who) || !CanBecome(one)) continue;
      logic::WorkBudget budget(logic::WorkOfDocument(0));
      OfRole(*one.who, *one.role);
    }
    return std::move(all_);
  }

 private:
  static bool MayBe(const HalfVerdict& half) {
    return half.half == Half::kGranted || half.half == Half::kUndecided;
  }
  // Within one account a trust policy that names the principal suffices.
  static bool CanBecome(const Switch& one) {
    return MayBe(one.trust) &&
           (MayBe(one.permission) || (one.same_account && one.trust.names_principal &&
                                      one.permission.obstacle.kind == Obstacle::Kind::kNone));
  }

  void Add(const Entity& who, Escalation one) {
    std::vector<uint64_t> places;
    for (const EscalationGrant& grant : one.grants) {
      places.push_back((uint64_t{grant.place.file} << 32) | grant.place.span.begin);
    }
    auto [it, added] = index_.try_emplace(
        Key{who.account, one.family, one.certainty, one.methods, std::move(places), one.freed},
        all_.size());
    if (added) all_.push_back(std::move(one));
    all_[it->second].holders.push_back(&who);
  }

  // What `lifted` leaves that was not there before; nothing where that is nothing.
  std::optional<Escalation> After(const Lifted& lifted, const std::vector<Escalation>& before) {
    Escalation one;
    one.family = EscalationFamily::kRestriction;
    one.everything = lifted.view.administrator;
    std::vector<Escalation> after;
    if (!one.everything) after = Search(lifted.view, &roles_, proofs_).Run();
    const auto has = [&before](const EscalationMethod* method) {
      return std::any_of(before.begin(), before.end(), [method](const Escalation& old) {
        return std::find(old.methods.begin(), old.methods.end(), method) != old.methods.end() ||
               std::find(old.also.begin(), old.also.end(), method) != old.also.end();
      });
    };
    for (const Escalation& next : after) {
      if (next.certainty == Certainty::kLow) continue;
      for (const EscalationMethod* method : next.methods) {
        if (!has(method)) one.then.push_back(method);
      }
    }
    if (!one.everything && one.then.empty()) return std::nullopt;
    bool sure = lifted.view.complete;
    for (const Lift& lift : lifted.lifts) {
      sure = sure && lift.sure;
      if (std::find(one.methods.begin(), one.methods.end(), lift.method) == one.methods.end()) {
        one.methods.push_back(lift.method);
      }
      AddGrant(lift.action, *lift.by, &one.grants);
    }
    one.certainty = sure ? Certainty::kHigh : Certainty::kMedium;
    return one;
  }

  void OfItself(const EscalationView& view, std::vector<Escalation>* found) {
    const auto sure = [](const Escalation& one) {
      return one.family == EscalationFamily::kOwnPermissions && one.certainty == Certainty::kHigh &&
             !IsBoundaryAlone(one);
    };
    if (std::any_of(found->begin(), found->end(), sure)) return;
    const Lifted lifted = LiftAll(view, view, &proofs_->prover);
    if (lifted.lifts.empty()) return;
    std::optional<Escalation> one = After(lifted, *found);
    if (!one) return;
    found->erase(std::remove_if(found->begin(), found->end(), IsBoundaryAlone), found->end());
    found->push_back(*std::move(one));
  }

  // What is said of the boundary is said with what follows.
  static bool IsBoundaryAlone(const Escalation& one) {
    return one.methods.size() == 1 &&
           one.methods.front()->steps == "iam:DeleteUserPermissionsBoundary";
  }

  void OfRole(const Entity& who, const Entity& role) {
    if (role.service_linked()) return;
    const EscalationView target = ViewOf(estate_, role);
    if (!target.restricted() || target.administrator) return;
    const EscalationView actor = ViewOf(estate_, who);
    const Lifted lifted = LiftAll(actor, target, &proofs_->prover);
    if (lifted.lifts.empty()) return;
    std::vector<Escalation> before = Search(target, &roles_, proofs_).Run();
    for (Escalation& own : Search(actor, &roles_, proofs_).Run()) before.push_back(std::move(own));
    std::optional<Escalation> one = After(lifted, before);
    if (!one) return;
    one->freed = &role;
    Add(who, *std::move(one));
  }

  using Key =
      std::tuple<std::string_view, EscalationFamily, Certainty,
                 std::vector<const EscalationMethod*>, std::vector<uint64_t>, const Entity*>;

  const Estate& estate_;
  Proofs* const proofs_;
  RolePowers roles_;
  std::vector<Escalation> all_;
  std::map<Key, size_t> index_;
  std::unordered_set<const Entity*> lifting_;
};

std::vector<Escalation> EscalationFinder::OfEstate(const Estate& estate,
                                                   const SwitchMap& switches) {
  return Survey(estate, proofs_.get()).Run(switches);
}

}  // namespace rolelint::graph
