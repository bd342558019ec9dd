#include "analyzer/logic/prove.h"

#include <algorithm>
#include <optional>
#include <set>

#include "analyzer/logic/outsiders.h"
#include "analyzer/logic/proof_run.h"
#include "analyzer/logic/work_budget.h"
#include "analyzer/policy/partition.h"

namespace rolelint::logic {

namespace {

bool HasPrincipals(policy::Kind kind) {
  return kind == policy::Kind::kResource || kind == policy::Kind::kTrust;
}

// A Goal from one function over any Logic.
template <typename Function>
class GoalOf : public Goal {
 public:
  explicit GoalOf(Function function) : function_(std::move(function)) {}
  Truth Of(RequestLogic* logic) const override { return function_(*logic); }
  Formula::Edge Of(SymbolicLogic* logic) const override { return function_(*logic); }

 private:
  Function function_;
};

template <typename Function>
GoalOf<Function> MakeGoal(Function function) {
  return GoalOf<Function>(std::move(function));
}

void AddStatements(const CompiledPolicy& policy, std::vector<const CompiledStatement*>* out) {
  for (const CompiledStatement& statement : policy.statements) out->push_back(&statement);
}

// What `asked` allows and none of `excepted` does.
template <typename Logic>
typename Logic::Value Within(Logic& logic, const CompiledPolicy& asked,
                             std::span<const CompiledPolicy* const> excepted) {
  Evaluator evaluator(&logic);
  typename Logic::Value value = evaluator.Access(asked);
  for (const CompiledPolicy* one : excepted) {
    if (!logic.IsFalse(value)) value = logic.And(value, logic.Not(evaluator.Access(*one)));
  }
  return value;
}

std::vector<const CompiledPolicy*> PoliciesOf(const RequestPolicies& policies) {
  std::vector<const CompiledPolicy*> all;
  auto add = [&](const RequestPolicies::List& list) {
    all.insert(all.end(), list.begin(), list.end());
  };
  add(policies.identity);
  add(policies.boundary);
  add(policies.session);
  add(policies.vpc_endpoint);
  for (const RequestPolicies::List& level : policies.scp) add(level);
  for (const RequestPolicies::List& level : policies.rcp) add(level);
  if (policies.resource != nullptr) all.push_back(policies.resource);
  return all;
}

}  // namespace

// One question being answered.
class Prover::Run {
 public:
  Run(Prover* prover, const ProofOptions& options, const Principal* principal)
      : prover_(*prover),
        options_(options),
        principal_(principal),
        atoms_(&prover->vocabulary_),
        domains_(&atoms_) {}

  // `statements`: all that the goal speaks of. `outsiders`: the principals are those that the goal
  // itself says, else all that policies of `kind` may meet.
  Proof Answer(const Goal& goal, std::span<const CompiledStatement* const> statements,
               policy::Kind kind) {
    kind_ = kind;
    std::optional<WorkBudget> budget;
    if (!WorkBudget::Exists()) budget.emplace(kWorkOfProof);
    const uint64_t size = SizeOf(statements);
    const uint32_t ordinals = prover_.compiler_.statements();
    const ActionClasses classes(statements, ordinals, options_.universe,
                                prover_.vocabulary_.catalog());
    proof_.stats.classes = static_cast<uint32_t>(classes.classes().size());
    WitnessMaker maker(goal, &atoms_, &domains_, principal_);
    SymbolicLogic logic(&atoms_, &formula_, principal_, ordinals);
    for (const ActionClass& one : classes.classes()) {
      if (!WorkBudget::Spend(1 + size / kPartsOfUnit)) {
        Doubt(Reason::kLimit);
        break;
      }
      AnswerClass(goal, classes, one, &logic, &maker);
      if (Settled()) break;
    }
    if (!classes.complete()) Doubt(Reason::kLimit);
    proof_.stats.atoms = static_cast<uint32_t>(atoms_.size());
    if (!proof_.witnesses.empty()) {
      proof_.conclusion = Conclusion::kRefuted;
      proof_.reason = Reason::kNone;
    } else if (open_ || doubt_ != Reason::kNone) {
      proof_.conclusion = Conclusion::kUnknown;
      proof_.reason = doubt_;
    } else {
      proof_.conclusion = Conclusion::kProved;
    }
    return std::move(proof_);
  }

 private:
  // What is done in one unit of work.
  static constexpr uint64_t kPartsOfUnit = 16;

  // What the evaluator goes through for each class of actions.
  static uint64_t SizeOf(std::span<const CompiledStatement* const> statements) {
    uint64_t size = 0;
    for (const CompiledStatement* statement : statements) {
      size += 1 + statement->resources.patterns.size() + statement->principals.size();
      for (const CompiledTest& test : statement->tests)
        size += 1 + test.value.texts.patterns.size();
    }
    return size;
  }

  // No other class changes the answer, or is asked for.
  bool Settled() const {
    if (options_.witnesses == 0) return open_ || doubt_ != Reason::kNone;
    return proof_.witnesses.size() >= options_.witnesses;
  }

  void Doubt(Reason reason) {
    if (doubt_ == Reason::kNone || reason == Reason::kUnresolved) doubt_ = reason;
  }

  void AnswerClass(const Goal& goal, const ActionClasses& classes, const ActionClass& one,
                   SymbolicLogic* logic, WitnessMaker* maker) {
    logic->SetActions(&one.listed);
    const Formula::Edge root = goal.Of(logic);
    if (root == Formula::kFalse) return;
    const Formula::Edge all = formula_.And(PrincipalShape(logic), root);
    auto spell = [&] { return classes.Spell(one); };
    if (options_.universe == Universe::kStrings) {
      FindEach(goal, logic, all, spell, one, maker);
      return;
    }
    // Without the resources that the actions work on first: what is impossible for any resource
    // needs no look at each action.
    const size_t before = proof_.witnesses.size();
    const Reason doubt = doubt_;
    if (Find(goal, all, spell, one, maker) == Search::Result::kNone) return;
    proof_.witnesses.resize(before);
    doubt_ = doubt;
    open_ = false;
    const Formula::Edge real = formula_.And(logic->ResourceIn(RealPartitions()), all);
    for (const auto& [shapes, action] : ResourceShapes(classes, one)) {
      const Formula::Edge typed = formula_.And(logic->ResourceIn(shapes), real);
      FindEach(
          goal, logic, typed, [&action = action] { return action; }, one, maker);
      if (open_ || proof_.witnesses.size() > before) return;
    }
  }

  // AWS's partitions, and what is of none.
  std::vector<const Pattern*> RealPartitions() {
    Vocabulary& vocabulary = prover_.vocabulary_;
    std::vector<const Pattern*> all = {vocabulary.Intern(Pattern::Literal("*"))};
    for (std::string_view partition : policy::Partitions()) {
      all.push_back(vocabulary.Intern(Pattern::Glob("arn:" + std::string(partition) + ":*")));
    }
    return all;
  }

  // The resources of the class's actions, each set of them once, with one action that has it.
  std::vector<std::pair<std::vector<const Pattern*>, std::string>> ResourceShapes(
      const ActionClasses& classes, const ActionClass& one) {
    std::vector<std::pair<std::vector<const Pattern*>, std::string>> shapes;
    std::set<std::vector<const Pattern*>> known;
    const catalog::Catalog& catalog = prover_.vocabulary_.catalog();
    std::vector<std::pair<uint32_t, uint32_t>> ranked;
    for (uint32_t id : one.actions) ranked.emplace_back(classes.Rank(catalog.actions()[id]), id);
    std::sort(ranked.begin(), ranked.end());
    for (const auto& [rank, id] : ranked) {
      const catalog::Action action = catalog.actions()[id];
      std::vector<const Pattern*> patterns;
      bool required = false;
      for (catalog::ActionResource resource : action.resources()) {
        required |= resource.required();
        const catalog::ArnPatterns arns = resource.type().arns();
        for (size_t i = 0; i < arns.size(); ++i) {
          patterns.push_back(prover_.vocabulary_.Intern(Pattern::Arn(arns[i].glob())));
        }
      }
      if (!required) patterns.push_back(prover_.vocabulary_.Intern(Pattern::Literal("*")));
      std::vector<const Pattern*> set = patterns;
      std::sort(set.begin(), set.end());
      if (known.insert(std::move(set)).second) {
        shapes.emplace_back(std::move(patterns), action.full_name());
      }
    }
    return shapes;
  }

  Formula::Edge PrincipalShape(SymbolicLogic* logic) {
    if (principal_ != nullptr || !atoms_.mentions_principal()) return Formula::kTrue;
    const PrincipalShapes& shapes = PrincipalShapes::Get();
    std::vector<const Pattern*> kinds = {shapes.user, shapes.session};
    if (HasPrincipals(kind_) || options_.any_principal) {
      kinds.insert(kinds.end(), {shapes.root, shapes.federated_user, shapes.service,
                                 shapes.provider, shapes.canonical, shapes.anonymous});
    }
    return formula_.And(logic->PrincipalIn(std::move(kinds)), logic->NamesOfPrincipals());
  }

  // One request; where more are asked for, one more for each set of statements that lets one in.
  template <typename Spell>
  void FindEach(const Goal& goal, SymbolicLogic* logic, Formula::Edge root, Spell spell,
                const ActionClass& one, WitnessMaker* maker) {
    Search::Result result = Find(goal, root, spell, one, maker);
    const Reason doubt = doubt_;
    std::vector<Witness>& witnesses = proof_.witnesses;
    while (options_.each_statement && result == Search::Result::kAccepted &&
           witnesses.size() < options_.witnesses) {
      const Formula::Edge before = root;
      for (const Responsible& known : witnesses.back().statements) {
        const Formula::Edge matches = Evaluator(logic).AllowMatchesAtAll(*known.statement);
        root = formula_.And(root, logic->Not(matches));
      }
      if (root == before || root == Formula::kFalse) break;
      result = Find(goal, root, spell, one, maker);
    }
    doubt_ = doubt;  // what else there is does not change the answer
  }

  // `spell` gives the action, should a witness be in sight.
  template <typename Spell>
  Search::Result Find(const Goal& goal, Formula::Edge root, Spell spell, const ActionClass& one,
                      WitnessMaker* maker) {
    maker->SetAction(spell);
    Search search(formula_, &domains_, options_.max_steps);
    const Search::Result result = search.Run(root, options_.witnesses == 0 ? nullptr : maker);
    proof_.stats.steps += search.steps();
    switch (result) {
      case Search::Result::kNone:
        break;
      case Search::Result::kAccepted:
        if (options_.witnesses == 0) {
          open_ = true;
        } else {
          AddWitness(goal, one, maker->request());
        }
        break;
      case Search::Result::kRefused:
        Doubt(goal.unknown_parts ? Reason::kUnresolved : Reason::kCorrelated);
        break;
      case Search::Result::kLimit:
        Doubt(Reason::kLimit);
        break;
    }
    return result;
  }

  void AddWitness(const Goal& goal, const ActionClass& one, const Request& request) {
    Witness& witness = proof_.witnesses.emplace_back();
    witness.request = request;
    witness.listed = one.listed;
    BoundRequest bound(prover_.vocabulary_);
    bound.Bind(witness.request);
    RequestLogic logic(bound);
    Evaluator<RequestLogic> evaluator(&logic);
    for (const CompiledPolicy* policy : goal.explained_by) {
      for (const CompiledStatement& statement : policy->statements) {
        if (statement.allow == goal.explained_by_denies) continue;
        Truth matches = evaluator.MatchesBesidesPrincipal(statement);
        if (statement.has_principal && statement.allow) {
          const PrincipalLevels<Truth> levels = evaluator.AllowMatches(statement);
          matches = Or(levels.direct, Or(levels.role, levels.account));
        }
        if (matches == Truth::kTrue) witness.statements.push_back({policy, &statement});
      }
    }
  }

  Prover& prover_;
  const ProofOptions options_;
  const Principal* const principal_;
  policy::Kind kind_ = policy::Kind::kIdentity;
  AtomTable atoms_;
  Formula formula_;
  Domains domains_;
  Proof proof_;
  Reason doubt_ = Reason::kNone;
  bool open_ = false;  // there may be a request, and none is asked for
};

Prover::Prover(const catalog::Catalog& catalog) : vocabulary_(catalog), compiler_(&vocabulary_) {}
Prover::~Prover() = default;

const CompiledPolicy* Prover::Add(const policy::Document& document) {
  return &policies_.emplace_back(compiler_.Compile(document));
}

Proof Prover::NoNewAccess(const CompiledPolicy& before, const CompiledPolicy& after,
                          const ProofOptions& options) {
  auto goal = MakeGoal([&](auto& logic) {
    Evaluator evaluator(&logic);
    const auto granted = evaluator.Access(after);
    if (logic.IsFalse(granted)) return granted;
    return logic.And(granted, logic.Not(evaluator.Access(before)));
  });
  goal.explained_by = {&after};
  goal.unknown_parts = before.has_unknown || after.has_unknown;
  std::vector<const CompiledStatement*> statements;
  AddStatements(before, &statements);
  AddStatements(after, &statements);
  return Run(this, options, nullptr).Answer(goal, statements, after.kind);
}

Proof Prover::NotGranted(const CompiledPolicy& policy, const CompiledPolicy& asked,
                         std::span<const CompiledPolicy* const> excepted,
                         const ProofOptions& options) {
  auto goal = MakeGoal([&](auto& logic) {
    auto value = Within(logic, asked, excepted);
    if (logic.IsFalse(value)) return value;
    return logic.And(value, Evaluator(&logic).Access(policy));
  });
  goal.explained_by = {&policy};
  goal.unknown_parts = policy.has_unknown || asked.has_unknown;
  std::vector<const CompiledStatement*> statements;
  AddStatements(asked, &statements);
  for (const CompiledPolicy* one : excepted) {
    AddStatements(*one, &statements);
    goal.unknown_parts |= one->has_unknown;
  }
  AddStatements(policy, &statements);
  return Run(this, options, nullptr).Answer(goal, statements, policy.kind);
}

Proof Prover::NotGranted(const CompiledPolicy& policy, const AskedAccess& asked,
                         const ProofOptions& options) {
  const CompiledPolicy wanted = CompileAsked(asked);
  const CompiledPolicy excepted = CompileExcepted(asked);
  const CompiledPolicy* const exceptions[] = {&excepted};
  return NotGranted(policy, wanted, exceptions, options);
}

Proof Prover::AllowsNothing(const CompiledPolicy& policy, const ProofOptions& options) {
  return NotGranted(policy, {}, options);
}

// Who is outside: the anonymous, principals of accounts that the policy does not name, and whoever
// signs in with a web identity provider that serves everybody; and from there no request carries a
// fixed value by which the policy knows its own.
Proof Prover::NotPublic(const CompiledPolicy& policy, const ProofOptions& options) {
  const Outsiders outsiders = OutsidersOf(policy, vocabulary_);
  auto goal = MakeGoal([&](auto& logic) {
    Evaluator evaluator(&logic);
    auto value = evaluator.Access(policy);
    if (logic.IsFalse(value)) return value;
    const auto levels = logic.Principal(outsiders.named);
    const auto stranger = logic.And(logic.Outsider(), logic.Not(levels.account));
    value = logic.And(value, logic.Or(stranger, logic.Principal(outsiders.shared).direct));
    for (const auto& [key, fixed] : outsiders.trusted) {
      value = logic.And(value, logic.Not(logic.Some(key, fixed, false)));
    }
    return value;
  });
  goal.explained_by = {&policy};
  goal.unknown_parts = policy.has_unknown;
  std::vector<const CompiledStatement*> statements;
  AddStatements(policy, &statements);
  return Run(this, options, nullptr).Answer(goal, statements, policy.kind);
}

Proof Prover::Equivalent(const CompiledPolicy& a, const CompiledPolicy& b,
                         const ProofOptions& options) {
  Proof forth = NoNewAccess(a, b, options);
  if (forth.conclusion == Conclusion::kRefuted) return forth;
  Proof back = NoNewAccess(b, a, options);
  back.stats.classes += forth.stats.classes;
  back.stats.steps += forth.stats.steps;
  back.stats.atoms = std::max(back.stats.atoms, forth.stats.atoms);
  if (back.conclusion == Conclusion::kProved && forth.conclusion == Conclusion::kUnknown) {
    back.conclusion = forth.conclusion;
    back.reason = forth.reason;
  }
  return back;
}

Proof Prover::NeverMatches(const CompiledPolicy& policy, const CompiledStatement& statement,
                           const ProofOptions& options) {
  auto goal = MakeGoal([&](auto& logic) {
    Evaluator evaluator(&logic);
    return statement.allow ? evaluator.AllowMatchesAtAll(statement)
                           : evaluator.DenyMatches(statement, false);
  });
  goal.unknown_parts = policy.has_unknown;
  const CompiledStatement* const statements[] = {&statement};
  return Run(this, options, nullptr).Answer(goal, statements, policy.kind);
}

Proof Prover::AlwaysDenied(const CompiledPolicy& policy, const CompiledStatement& allow,
                           const ProofOptions& options) {
  auto goal = MakeGoal([&](auto& logic) {
    Evaluator evaluator(&logic);
    const auto matches = evaluator.AllowMatchesAtAll(allow);
    if (logic.IsFalse(matches)) return matches;
    return logic.And(matches, logic.Not(evaluator.Denies(policy, false)));
  });
  goal.unknown_parts = policy.has_unknown;
  std::vector<const CompiledStatement*> statements = {&allow};
  for (const CompiledStatement& statement : policy.statements) {
    if (!statement.allow) statements.push_back(&statement);
  }
  return Run(this, options, nullptr).Answer(goal, statements, policy.kind);
}

namespace {

// Everything that decides for a principal beside resource policies, made ready.
struct Arranged {
  std::vector<PolicySet::Policies> levels;
  PolicySet set;
  // With RCPs, the actions of the services that they do not reach; else null.
  const CompiledStatement* beyond_rcps = nullptr;
};

void ArrangeAccess(const EffectiveAccess& access, const Vocabulary& vocabulary,
                   const CompiledPolicy& beyond_rcps, Arranged* out, Request request = {}) {
  request.principal = access.principal;
  out->set = Arrange(request, access.policies, access.circumstances, vocabulary, &out->levels);
  if (out->set.rcp_applies) out->beyond_rcps = &beyond_rcps.statements[0];
}

// The action and the resource of a policy that is one statement about one of each.
Request OneRequest(const CompiledPolicy& policy) {
  Request request;
  if (policy.statements.size() != 1 || policy.statements[0].source == nullptr) return request;
  const policy::Statement& statement = *policy.statements[0].source;
  if (statement.action.items.size() == 1 && statement.resource.items.size() == 1) {
    request.action = statement.action.items[0].value;
    request.resource = statement.resource.items[0].value;
  }
  return request;
}

// Whether the request is allowed. Its resource is of the principal's own account, and so are RCPs.
template <typename Logic>
typename Logic::Value Allowed(const Arranged& arranged, Logic* logic) {
  Evaluator evaluator(logic);
  if (arranged.beyond_rcps == nullptr || logic->IsFalse(logic->Action(*arranged.beyond_rcps))) {
    return evaluator.Decide(arranged.set).allowed;
  }
  PolicySet set = arranged.set;
  set.rcp_applies = false;
  return evaluator.Decide(set).allowed;
}

bool HasUnknown(const RequestPolicies& policies) {
  const std::vector<const CompiledPolicy*> all = PoliciesOf(policies);
  return std::any_of(all.begin(), all.end(),
                     [](const CompiledPolicy* policy) { return policy->has_unknown; });
}

}  // namespace

Proof Prover::NoNewAccess(const EffectiveAccess& before, const EffectiveAccess& after,
                          const ProofOptions& options) {
  const CompiledPolicy beyond_rcps = CompileBeyondRcps({&before, &after});
  Arranged old_access;
  Arranged new_access;
  ArrangeAccess(before, vocabulary_, beyond_rcps, &old_access);
  ArrangeAccess(after, vocabulary_, beyond_rcps, &new_access);
  auto goal = MakeGoal([&](auto& logic) {
    const auto granted = Allowed(new_access, &logic);
    if (logic.IsFalse(granted)) return granted;
    return logic.And(granted, logic.Not(Allowed(old_access, &logic)));
  });
  goal.explained_by = after.policies.identity;
  goal.unknown_parts = HasUnknown(before.policies) || HasUnknown(after.policies);
  std::vector<const CompiledStatement*> statements;
  for (const CompiledPolicy* policy : PoliciesOf(before.policies))
    AddStatements(*policy, &statements);
  for (const CompiledPolicy* policy : PoliciesOf(after.policies))
    AddStatements(*policy, &statements);
  AddStatements(beyond_rcps, &statements);
  return Run(this, options, &after.principal).Answer(goal, statements, policy::Kind::kIdentity);
}

Proof Prover::NotGranted(const EffectiveAccess& access, const AskedAccess& asked,
                         const ProofOptions& options) {
  const CompiledPolicy wanted = CompileAsked(asked);
  const CompiledPolicy excepted = CompileExcepted(asked);
  const CompiledPolicy* const exceptions[] = {&excepted};
  return NotGranted(access, wanted, exceptions, options);
}

Proof Prover::NotGranted(const EffectiveAccess& access, const CompiledPolicy& asked,
                         std::span<const CompiledPolicy* const> excepted,
                         const ProofOptions& options) {
  return AskAccess(access, asked, excepted, false, options);
}

Proof Prover::Granted(const EffectiveAccess& access, const CompiledPolicy& asked,
                      std::span<const CompiledPolicy* const> excepted,
                      const ProofOptions& options) {
  return AskAccess(access, asked, excepted, true, options);
}

// Is all of what is asked granted, or none of it? What refutes it is a request that comes out the
// other way.
Proof Prover::AskAccess(const EffectiveAccess& access, const CompiledPolicy& asked,
                        std::span<const CompiledPolicy* const> excepted, bool granted,
                        const ProofOptions& options) {
  const CompiledPolicy beyond_rcps = CompileBeyondRcps({&access});
  Arranged arranged;
  // A policy of the resource counts where one action on one resource is asked about, which says how
  // it combines with the others.
  Request about;
  if (access.policies.resource != nullptr) about = OneRequest(asked);
  ArrangeAccess(access, vocabulary_, beyond_rcps, &arranged, std::move(about));
  auto goal = MakeGoal([&](auto& logic) {
    auto value = Within(logic, asked, excepted);
    if (logic.IsFalse(value)) return value;
    const auto allowed = Allowed(arranged, &logic);
    return logic.And(value, granted ? logic.Not(allowed) : allowed);
  });
  const std::vector<const CompiledPolicy*> policies = PoliciesOf(access.policies);
  goal.explained_by = granted ? policies : access.policies.identity;
  goal.explained_by_denies = granted;
  goal.unknown_parts = HasUnknown(access.policies) || asked.has_unknown;
  std::vector<const CompiledStatement*> statements;
  AddStatements(asked, &statements);
  for (const CompiledPolicy* one : excepted) {
    AddStatements(*one, &statements);
    goal.unknown_parts |= one->has_unknown;
  }
  for (const CompiledPolicy* policy : policies) AddStatements(*policy, &statements);
  AddStatements(beyond_rcps, &statements);
  return Run(this, options, &access.principal).Answer(goal, statements, policy::Kind::kIdentity);
}

}  // namespace rolelint::logic
