#include "rules/access/principal_assertions.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "analyzer/engine/access_policies.h"
#include "analyzer/engine/assertion.h"
#include "analyzer/engine/input_policies.h"
#include "analyzer/logic/evaluate.h"
#include "analyzer/logic/prove.h"
#include "analyzer/logic/request.h"
#include "analyzer/text/glob.h"
#include "rules/access/assertion_text.h"
#include "rules/access/request_text.h"

namespace rolelint::rules {
namespace {

using engine::Assertion;
using estate::Entity;
using estate::Place;
using logic::Conclusion;

// How many of a list a finding shows.
constexpr size_t kMostRelated = 8;

std::string AndMore(size_t count) {
  if (count == 0) return {};
  return fmt::format(" and {} more {}", count, count == 1 ? "principal" : "principals");
}

// One assertion and what has come of it so far.
struct Asked {
  const Assertion* assertion = nullptr;
  logic::Universe universe = logic::Universe::kStrings;
  size_t concerned = 0;
  size_t undecided = 0;
  std::string first_undecided;
};

// What is forbidden and allowed all the same, by the same statements for all holders.
struct Breach {
  std::string action;  // of the first holder's request
  std::string request;
  std::vector<Place> statements;
  std::vector<const Entity*> holders;
};

class PrincipalAssertions {
 public:
  PrincipalAssertions(const engine::EstateContext& context, engine::Reporter* report)
      : context_(context),
        report_(*report),
        store_(context.policies.Store()),
        estate_(store_.EstateOf(context.policies.all())),
        policies_(&store_, context.policies.all(),
                  [this](const policy::Document& document) { return prover_->Add(document); }) {}

  void Run() {
    for (const Assertion& assertion : context_.config.assertions()) {
      if (assertion.of_principals) Take(assertion);
    }
    bool anyone = false;
    for (const Entity& entity : estate_.entities()) {
      anyone = anyone || entity.type != estate::EntityType::kGroup;
      AskAbout(entity);
    }
    for (const auto& [key, breach] : breaches_) Tell(*key.assertion, breach);
    for (const Asked& asked : asked_) {
      TellUndecided(asked);
      if (anyone && asked.concerned == 0) {
        Note(fmt::format("assertion \"{}\" concerns no user or role of the input",
                         asked.assertion->name));
      }
    }
  }

 private:
  void Note(std::string message) { context_.notes.push_back({std::move(message), {}}); }

  // What is forbidden is any action, known to AWS or not. What is required are the actions that
  // there are, on the resources that they work on: a policy that lists them all grants them whole.
  void Take(const Assertion& assertion) {
    bool known = true;
    for (const std::string& action : assertion.actions) {
      if (action == "*" || context_.catalog.MatchActions(action).Next()) continue;
      known = false;
      Note(fmt::format("assertion \"{}\": {} is no action of the catalogue of {}", assertion.name,
                       action, context_.catalog.date()));
    }
    Asked& asked = asked_.emplace_back();
    asked.assertion = &assertion;
    if (assertion.require && known) asked.universe = logic::Universe::kCatalog;
  }

  void AskAbout(const Entity& entity) {
    bool gathered = false;
    for (Asked& asked : asked_) {
      if (!asked.assertion->Concerns(entity)) continue;
      ++asked.concerned;
      if (!std::exchange(gathered, true)) Gather(entity);
      Ask(entity, &asked);
    }
  }

  void Gather(const Entity& entity) {
    policies_.Clear();
    access_ = {};
    prover_.emplace(context_.catalog);
    principal_known_ = false;
    std::optional<logic::Principal> principal = logic::ParsePrincipal(entity.arn);
    if (!principal) return;
    principal_known_ = true;
    policies_.AddEntity(entity);
    access_.principal = std::move(*principal);
    access_.policies = policies_.policies();
  }

  void Ask(const Entity& entity, Asked* asked) {
    if (!principal_known_) {
      return Undecided(entity, "the input does not tell the principal's ARN", asked);
    }
    const Assertion& assertion = *asked->assertion;
    const logic::CompiledPolicy* wanted = prover_->Add(assertion.asked->document());
    const logic::CompiledPolicy* const excepted[] = {prover_->Add(assertion.excepted->document())};
    logic::ProofOptions options;
    options.universe = asked->universe;
    const logic::Proof proof = assertion.require
                                   ? prover_->Granted(access_, *wanted, excepted, options)
                                   : prover_->NotGranted(access_, *wanted, excepted, options);
    if (proof.conclusion == Conclusion::kUnknown) {
      const bool missing =
          proof.reason == logic::Reason::kUnresolved && !policies_.unknown().empty();
      Undecided(entity, missing ? policies_.unknown()[0] : UndecidedText(proof.reason), asked);
    } else if (proof.conclusion == Conclusion::kRefuted && assertion.require) {
      TellLack(assertion, entity, proof.witnesses[0]);
    } else if (proof.conclusion == Conclusion::kRefuted) {
      AddBreach(assertion, entity, proof.witnesses[0]);
    }
  }

  static void Undecided(const Entity& entity, std::string_view why, Asked* asked) {
    if (asked->undecided++ != 0) return;
    asked->first_undecided = fmt::format("{} ({})", engine::EntityLabel(entity), why);
  }

  // Where the statements that explain a witness list its action.
  std::vector<Place> PlacesOf(const logic::Witness& witness) {
    std::vector<Place> places;
    for (const logic::Responsible& one : witness.statements) {
      const engine::StoredPolicy* stored = policies_.StoredOf(one.policy);
      if (stored == nullptr) continue;
      const policy::Statement& statement = *one.statement->source;
      places.push_back(store_.PlaceOf(*stored, ActionSpan(statement, witness.request.action)));
    }
    return places;
  }

  void AddBreach(const Assertion& assertion, const Entity& entity, const logic::Witness& witness) {
    std::vector<Place> places = PlacesOf(witness);
    BreachKey key{&assertion, entity.account, {}};
    for (const Place& place : places) key.places.emplace_back(place.file, place.span.begin);
    Breach& breach = breaches_[std::move(key)];
    if (breach.holders.empty()) {
      breach.action = witness.request.action;
      breach.request = RequestText(witness.request);
      breach.statements = std::move(places);
    }
    breach.holders.push_back(&entity);
  }

  void Tell(const Assertion& assertion, const Breach& breach) {
    const bool placed = !breach.statements.empty();
    std::string message =
        fmt::format("assertion \"{}\" does not hold: {}", assertion.name, breach.request);
    if (breach.holders.size() > 1) {
      message += fmt::format("; the same {} {} in",
                             breach.statements.size() == 1 ? "statement lets" : "statements let",
                             breach.holders.size() == 2
                                 ? engine::EntityLabel(*breach.holders[1])
                                 : fmt::format("{} principals", breach.holders.size()));
    }
    engine::FindingBuilder finding = report_.Report(
        placed ? breach.statements[0] : breach.holders[0]->place, std::move(message));
    if (assertion.level) finding.Level(*assertion.level);
    if (placed) finding.Label(fmt::format("allows {}", breach.action));
    finding.Help("take the access out of this statement, deny it, or set a permissions boundary");
    for (size_t i = 1; i < breach.statements.size() && i < kMostRelated; ++i) {
      finding.Related(breach.statements[i], "allows it too");
    }
    for (const Entity* holder : breach.holders) {
      finding.Related(holder->place, breach.holders.size() == 1
                                         ? "has this policy"
                                         : engine::EntityLabel(*holder) + " has this policy");
    }
    finding.Distinct(DistinctionOf(assertion)).Distinct(breach.holders[0]->account);
  }

  void TellLack(const Assertion& assertion, const Entity& entity, const logic::Witness& witness) {
    const std::string request = RequestText(witness.request, "may not");
    engine::FindingBuilder finding = report_.Report(
        entity.place, fmt::format("assertion \"{}\" does not hold: {}", assertion.name, request));
    if (assertion.level) finding.Level(*assertion.level);
    finding.Distinct(DistinctionOf(assertion));
    const std::vector<Place> denies = PlacesOf(witness);
    const bool capped = denies.empty() && IsGrantedBesides(witness.request);
    finding.Label(fmt::format("may not {}", witness.request.action));
    finding.Help(!denies.empty() ? "take the request out of the Deny, or out of the assertion"
                 : capped        ? "let the permissions boundary allow it too"
                          : "grant it in a policy of this principal; if its requests carry certain "
                            "keys, name them in the assertion's \"when\"");
    for (size_t i = 0; i < denies.size() && i < kMostRelated; ++i) {
      finding.Related(denies[i], "denies it");
    }
  }

  // The principal's policies allow the request, so that it is the boundary that does not.
  bool IsGrantedBesides(const logic::Request& request) {
    logic::BoundRequest bound(prover_->vocabulary());
    bound.Bind(request);
    logic::RequestLogic logic(bound);
    logic::Evaluator<logic::RequestLogic> evaluator(&logic);
    const auto& identity = access_.policies.identity;
    return std::any_of(identity.begin(), identity.end(), [&](const logic::CompiledPolicy* policy) {
      return evaluator.Any(*policy, true) == logic::Truth::kTrue;
    });
  }

  void TellUndecided(const Asked& asked) {
    if (asked.undecided == 0) return;
    Note(fmt::format("whether assertion \"{}\" holds is not decided for {}{}",
                     asked.assertion->name, asked.first_undecided, AndMore(asked.undecided - 1)));
  }

  struct BreachKey {
    const Assertion* assertion = nullptr;
    std::string_view account;
    std::vector<std::pair<uint32_t, uint32_t>> places;

    friend auto operator<=>(const BreachKey&, const BreachKey&) = default;
  };

  const engine::EstateContext& context_;
  engine::Reporter& report_;
  engine::PolicyStore& store_;
  const estate::Estate& estate_;
  std::optional<logic::Prover> prover_;  // of the principal that is asked about
  engine::AccessPolicies policies_;
  logic::EffectiveAccess access_;
  bool principal_known_ = false;
  std::vector<Asked> asked_;
  std::map<BreachKey, Breach> breaches_;
};

}  // namespace

void CheckPrincipals(const engine::EstateContext& context, engine::Reporter& report) {
  const std::vector<Assertion>& all = context.config.assertions();
  const bool any =
      std::any_of(all.begin(), all.end(), [](const Assertion& one) { return one.of_principals; });
  if (any) PrincipalAssertions(context, &report).Run();
}

}  // namespace rolelint::rules
