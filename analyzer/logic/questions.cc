#include "analyzer/logic/questions.h"

#include <algorithm>

#include "analyzer/logic/work_budget.h"
#include "analyzer/policy/arn.h"
#include "analyzer/policy/query.h"
#include "analyzer/text/glob.h"

namespace rolelint::logic {
namespace {

using policy::ConditionTest;
using policy::ConditionValue;
using policy::Operator;
using policy::Statement;

constexpr uint64_t kMaxStepsOfProof = 2'000;

// For a look at so many statements. False if no work is left.
bool SpendLooks(size_t statements) {
  constexpr size_t kStatementsOfUnit = 4;
  return WorkBudget::Spend(1 + statements / kStatementsOfUnit);
}

bool IsDigits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// A service's name without wildcards and an action, or stars alone.
bool IsUsableAction(std::string_view text) {
  const size_t colon = text.find(':');
  if (colon == std::string_view::npos) return text.find_first_not_of('*') == std::string_view::npos;
  return !text::HasWildcard(text.substr(0, colon));
}

bool AllKnown(const policy::TextList& list) {
  return std::all_of(list.items.begin(), list.items.end(),
                     [](const policy::Text& text) { return text.known; });
}

// Somebody that AWS can tell; patterns, deleted users and mistyped ARNs have rules of their own.
bool IsUsablePrincipal(policy::PrincipalType type, const policy::Text& text) {
  if (!text.known || (text.value != "*" && text::HasWildcard(text.value))) return false;
  const PrincipalPattern pattern = CompilePrincipal(type, text);
  return pattern.kind != PrincipalPattern::Kind::kNobody &&
         (pattern.account.empty() || policy::IsAccountId(pattern.account));
}

bool AreUsable(const policy::Principal& principal) {
  if (!principal.present) return true;
  if (principal.is_string) return principal.is_bare_star();
  bool usable = true;
  policy::ForEachPrincipal(principal,
                           [&](const policy::PrincipalEntry& entry, const policy::Text& text) {
                             usable = usable && IsUsablePrincipal(entry.type, text);
                           });
  return usable;
}

// The account in an ARN as resources of customers have it: a number, wildcards, nothing.
bool HasPlainAccount(std::string_view resource) {
  const std::optional<policy::Arn> arn = policy::ParseArn(resource);
  return !arn || text::HasWildcard(arn->account) || IsDigits(arn->account);
}

bool IsPrincipalKey(std::string_view key) {
  return IsDerivedName(key) && !text::EqualsFolded(key, "aws:ResourceAccount");
}

// AWS's documentation does not say what these keys are of requests by services and by federated
// identities (aws:PrincipalAccount is said to be there always).
bool AsksForeignersWho(const Statement& statement, std::span<const ConditionTest> tests) {
  const bool foreign =
      std::any_of(statement.principal.entries.begin(), statement.principal.entries.end(),
                  [](const policy::PrincipalEntry& entry) {
                    return entry.type != policy::PrincipalType::kAws && !entry.values.items.empty();
                  });
  return foreign && std::any_of(tests.begin(), tests.end(), [](const ConditionTest& test) {
           return IsPrincipalKey(test.key.value);
         });
}

// As the catalogue knows them, values of all kinds of operators can be told apart; text that is not
// of its operator's type may be read by AWS in a way that is not documented.
bool IsOfType(const ConditionTest& test, const ConditionValue& value) {
  switch (policy::FamilyOf(test.op.base)) {
    case policy::OperatorFamily::kNumeric:
      return ParseNumber(value.text.value).has_value();
    case policy::OperatorFamily::kDate:
      return ParseDate(value.text.value).has_value();
    case policy::OperatorFamily::kIp:
      return ParseAddressRange(value.text.value).has_value();
    case policy::OperatorFamily::kBool:
    case policy::OperatorFamily::kNull:
      return ParseBool(value.text.value).has_value();
    default:
      return true;
  }
}

bool IsClearTest(const ConditionTest& test) {
  if (test.op.base == Operator::kUnknown || !test.key.known) return false;
  return std::all_of(test.values.begin(), test.values.end(), [&](const ConditionValue& value) {
    return value.text.known && IsOfType(test, value);
  });
}

// JSON's last word wins, or AWS refuses the policy: two tests that are written alike are not both
// meant.
bool AreWrittenTwice(std::span<const ConditionTest> tests) {
  for (size_t i = 1; i < tests.size(); ++i) {
    for (size_t j = 0; j < i; ++j) {
      if (tests[i].op_text.value == tests[j].op_text.value &&
          text::EqualsFolded(tests[i].key.value, tests[j].key.value)) {
        return true;
      }
    }
  }
  return false;
}

// Leaves out what can be left out, one after the other. `still(list)` says whether the rest do.
template <typename T, typename Still>
void Minimise(std::vector<T>* parts, Still still) {
  for (size_t i = 0; i < parts->size();) {
    std::vector<T> fewer = *parts;
    fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
    if (still(fewer)) {
      *parts = std::move(fewer);
    } else {
      ++i;
    }
  }
}

ProofOptions Options() {
  ProofOptions options;
  options.witnesses = 0;  // rules show why something is so, not why it is not
  options.max_steps = kMaxStepsOfProof;
  options.any_principal = true;
  return options;
}

}  // namespace

bool PolicyQuestions::Spend(uint64_t work) {
  work_ += work;
  return WorkBudget::Spend(work);
}

bool PolicyQuestions::IsClear(const Statement& statement, bool resources_may_be_open) const {
  const size_t flaws = document_->diagnostics.size();
  if (flaws != 0 && !SpendLooks(flaws)) return false;
  for (const policy::Diagnostic& diagnostic : document_->diagnostics) {
    if (diagnostic.statement == statement.index) return false;
  }
  const policy::TextList& actions =
      statement.action.present ? statement.action : statement.not_action;
  const auto told = [&](const policy::TextList& list) {
    return std::all_of(list.items.begin(), list.items.end(), [&](const policy::Text& text) {
      return text.known || (text.open && resources_may_be_open);
    });
  };
  if (actions.items.empty() || !AllKnown(actions) || !told(statement.resource) ||
      !told(statement.not_resource)) {
    return false;
  }
  const bool usable =
      std::all_of(actions.items.begin(), actions.items.end(),
                  [](const policy::Text& text) { return IsUsableAction(text.value); });
  if (!usable || !AreUsable(statement.principal) || !AreUsable(statement.not_principal)) {
    return false;
  }
  const std::span<const ConditionTest> tests = statement.conditions;
  constexpr size_t kManyTests = 64;
  if (tests.size() > kManyTests || AreWrittenTwice(tests) ||
      !std::all_of(tests.begin(), tests.end(), IsClearTest)) {
    return false;
  }
  if (AsksForeignersWho(statement, tests)) return false;
  const bool plain =
      std::all_of(statement.resource.items.begin(), statement.resource.items.end(),
                  [](const policy::Text& text) { return HasPlainAccount(text.value); });
  return plain || policy::FindTest(statement, "aws:ResourceAccount") == nullptr;
}

const CompiledPolicy& PolicyQuestions::Compiled() {
  if (compiled_ == nullptr) {
    if (!prover_) prover_.emplace(catalog_);
    compiled_ = prover_->Add(*document_);
    ++stats_.compiled;
  }
  return *compiled_;
}

// Most statements of a long policy are never asked about: each is compiled when it is.
const CompiledStatement* PolicyQuestions::Find(const Statement& statement) {
  const size_t at = PositionOf(statement);
  found_.resize(document_->statements.size());
  if (found_[at] == nullptr && Spend(1)) {
    if (!prover_) prover_.emplace(catalog_);
    policy::Document one = *document_;
    one.statements = one.statements.subspan(at, 1);
    const CompiledPolicy* made = prover_->Add(one);
    ++stats_.compiled;
    if (!made->statements.empty()) found_[at] = &made->statements[0];
  }
  return found_[at];
}

size_t PolicyQuestions::PositionOf(const Statement& statement) const {
  return static_cast<size_t>(&statement - document_->statements.data());
}

const ActionLists& PolicyQuestions::Lists() {
  if (!lists_known_) lists_.Read(*document_, &names_);
  lists_known_ = true;
  return lists_;
}

bool PolicyQuestions::AreApart(const Statement& a, const Statement& b) {
  return Lists().AreApart(PositionOf(a), PositionOf(b));
}

bool PolicyQuestions::Matchless(const CompiledStatement& statement) {
  ++stats_.proofs;
  CompiledPolicy alone;
  alone.kind = document_->kind;
  const Proof proof = prover_->NeverMatches(alone, statement, Options());
  return WorkBudget::Spend(1) && proof.conclusion == Conclusion::kProved;
}

// Claims of custom identity providers may be lists, and AWS's documentation does not say what an
// operator without a set qualifier makes of a list.
bool PolicyQuestions::RestsOnOneValue(std::span<const CompiledTest* const> tests) {
  for (const CompiledTest* test : tests) {
    const Key& key = prover_->vocabulary().key(test->key);
    if (key.listed && !key.multivalued) continue;
    const auto values = std::count_if(tests.begin(), tests.end(), [&](const CompiledTest* other) {
      return other->key == test->key && other->value.family != policy::OperatorFamily::kNull;
    });
    if (values > 1) return true;
  }
  return false;
}

std::optional<Contradiction> PolicyQuestions::NeverMatches(const Statement& statement) {
  ++stats_.asked;
  if (!statement.allows() && !statement.denies()) return std::nullopt;
  WorkBudget budget(kWorkOfQuestion, WorkBudget::Kind::kShare);
  if (quick_.CanMatch(*document_, statement)) return std::nullopt;
  if (!IsClear(statement)) return std::nullopt;
  const CompiledStatement* compiled = Find(statement);
  if (compiled == nullptr || !Matchless(*compiled)) return std::nullopt;

  CompiledStatement reduced = *compiled;
  Contradiction why;
  auto needed = [&](auto change) {
    CompiledStatement without = reduced;
    change(&without);
    if (!Matchless(without)) return true;
    reduced = std::move(without);
    return false;
  };
  why.action = needed([](CompiledStatement* without) {
    without->not_action = false;
    without->actions = {};
    without->actions.everything = true;
  });
  // An action that all list is in the class of all actions; the compiled action stays where it
  // matters.
  if (reduced.has_resource) {
    why.resource = needed([](CompiledStatement* without) { without->has_resource = false; });
  }
  if (reduced.has_principal) {
    why.principal = needed([](CompiledStatement* without) { without->has_principal = false; });
  }
  std::vector<CompiledTest> tests = reduced.tests;
  Minimise(&tests, [&](const std::vector<CompiledTest>& fewer) {
    CompiledStatement without = reduced;
    without.tests = fewer;
    return Matchless(without);
  });
  if (WorkBudget::IsSpent()) return std::nullopt;
  std::vector<const CompiledTest*> core;
  for (const CompiledTest& test : tests) {
    why.tests.push_back(test.source);
    core.push_back(&test);
  }
  why.assumes_one_value = RestsOnOneValue(core);
  return why;
}

void PolicyQuestions::AskDenies() {
  if (denies_known_) return;
  denies_known_ = true;
  denies_.clear();
  for (const Statement& statement : document_->statements) {
    if (statement.denies()) denies_.push_back(&statement);
  }
}

bool PolicyQuestions::Shadowed(const CompiledStatement& allow,
                               std::span<const CompiledStatement* const> denies) {
  // What the proof copies and compiles of each Deny before it searches.
  constexpr uint64_t kWorkOfDeny = 8;
  if (!WorkBudget::Spend(1 + kWorkOfDeny * denies.size())) return false;
  CompiledPolicy policy;
  policy.kind = document_->kind;
  policy.statements.reserve(denies.size());
  for (const CompiledStatement* deny : denies) policy.statements.push_back(*deny);
  ++stats_.proofs;
  const Proof proof = prover_->AlwaysDenied(policy, allow, Options());
  return !WorkBudget::IsSpent() && proof.conclusion == Conclusion::kProved;
}

std::optional<Shadow> PolicyQuestions::AlwaysDenied(const Statement& allow) {
  ++stats_.asked;
  AskDenies();
  WorkBudget budget(kWorkOfQuestion, WorkBudget::Kind::kShare);
  if (denies_.empty() || !allow.allows() || !SpendLooks(denies_.size())) return std::nullopt;
  if (quick_.GetsPast(*document_, allow, denies_)) return std::nullopt;
  if (!IsClear(allow)) return std::nullopt;
  const CompiledStatement* compiled = Find(allow);
  if (compiled == nullptr) return std::nullopt;
  std::vector<const CompiledStatement*> denies;
  for (const Statement* deny : denies_) {
    if (AreApart(allow, *deny) || !IsClear(*deny) || AsksForeignersWho(allow, deny->conditions)) {
      continue;
    }
    if (const CompiledStatement* found = Find(*deny)) denies.push_back(found);
  }
  if (denies.empty() || !Shadowed(*compiled, denies)) return std::nullopt;
  if (!quick_.CanMatch(*document_, allow) && Matchless(*compiled)) return std::nullopt;

  // One that does it alone says more than several that do it together.
  const auto alone = std::find_if(denies.begin(), denies.end(), [&](const CompiledStatement* deny) {
    return Shadowed(*compiled, {&deny, 1});
  });
  if (alone != denies.end()) {
    denies = {*alone};
  } else {
    Minimise(&denies, [&](const std::vector<const CompiledStatement*>& fewer) {
      return Shadowed(*compiled, fewer);
    });
  }
  if (WorkBudget::IsSpent()) return std::nullopt;
  Shadow shadow;
  std::vector<const CompiledTest*> tests;
  for (const CompiledTest& test : compiled->tests) tests.push_back(&test);
  for (const CompiledStatement* deny : denies) {
    shadow.denies.push_back(deny->source);
    for (const CompiledTest& test : deny->tests) tests.push_back(&test);
  }
  shadow.assumes_one_value = RestsOnOneValue(tests);
  return shadow;
}

// What some of them hold of is what would be denied if they were Denies and the statement an Allow.
std::optional<Coverage> PolicyQuestions::CoveredBy(const Statement& statement,
                                                   std::span<const Statement* const> all) {
  ++stats_.asked;
  WorkBudget budget(kWorkOfQuestion, WorkBudget::Kind::kShare);
  if (!MayBeCovered(statement) || !SpendLooks(all.size())) return std::nullopt;
  related_.clear();
  for (const Statement* other : all) {
    if (other != &statement && other->effect == statement.effect && !AreApart(statement, *other)) {
      related_.push_back(other);
    }
  }
  const std::span<const Statement* const> others = related_;
  if (others.empty() || quick_.GetsPast(*document_, statement, others)) return std::nullopt;
  if (!IsClear(statement)) return std::nullopt;
  const CompiledStatement* found = Find(statement);
  if (found == nullptr) return std::nullopt;
  CompiledStatement inner = *found;
  inner.allow = true;
  std::vector<CompiledStatement> turned;
  turned.reserve(others.size());
  for (const Statement* other : others) {
    if (!IsClear(*other) || AsksForeignersWho(statement, other->conditions)) continue;
    const CompiledStatement* compiled = Find(*other);
    if (compiled == nullptr) continue;
    turned.push_back(*compiled);
    turned.back().allow = false;
  }
  std::vector<const CompiledStatement*> outer;
  outer.reserve(turned.size());
  for (const CompiledStatement& other : turned) outer.push_back(&other);
  if (outer.empty() || !Shadowed(inner, outer)) return std::nullopt;
  if (!quick_.CanMatch(*document_, statement) && Matchless(*found)) return std::nullopt;

  const auto alone = std::find_if(outer.begin(), outer.end(), [&](const CompiledStatement* other) {
    return !quick_.GetsPast(*document_, statement, {&other->source, 1}) &&
           Shadowed(inner, {&other, 1});
  });
  if (alone != outer.end()) {
    outer = {*alone};
  } else {
    Minimise(&outer, [&](const std::vector<const CompiledStatement*>& fewer) {
      return Shadowed(inner, fewer);
    });
  }
  if (WorkBudget::IsSpent()) return std::nullopt;
  Coverage coverage;
  std::vector<const CompiledTest*> tests;
  for (const CompiledTest& test : inner.tests) tests.push_back(&test);
  for (const CompiledStatement* other : outer) {
    coverage.by.push_back(other->source);
    for (const CompiledTest& test : other->tests) tests.push_back(&test);
  }
  coverage.assumes_one_value = RestsOnOneValue(tests);
  return coverage;
}

// A template may leave open what a policy is attached to (`!GetAtt Queue.Arn`). Whichever it is, it
// is there: the question is asked of any resource, and a Deny takes away from all that it may speak
// of. Nothing, if a Deny's known resources might be the very ones.
std::optional<CompiledPolicy> PolicyQuestions::WithAnyResource(const CompiledPolicy& policy) {
  const auto is_open = [](const CompiledStatement& statement) {
    return statement.has_resource && statement.resources.unknown;
  };
  if (std::none_of(policy.statements.begin(), policy.statements.end(), is_open)) return policy;
  CompiledPolicy any = policy;
  for (CompiledStatement& statement : any.statements) {
    if (statement.source->denies() && statement.has_resource && !is_open(statement)) {
      const policy::TextList& named = statement.source->resource;
      const bool all =
          std::any_of(named.items.begin(), named.items.end(),
                      [](const policy::Text& text) { return text.known && text.value == "*"; });
      if (!all) return std::nullopt;
    }
    if (!is_open(statement)) continue;
    statement.has_resource = false;
    statement.not_resource = false;
    statement.resources = {};
  }
  any.has_unknown = std::any_of(
      any.statements.begin(), any.statements.end(), [](const CompiledStatement& statement) {
        return statement.actions.unknown ||
               std::any_of(statement.principals.begin(), statement.principals.end(),
                           [](const PrincipalPattern& pattern) {
                             return pattern.kind == PrincipalPattern::Kind::kUnknown;
                           }) ||
               std::any_of(statement.tests.begin(), statement.tests.end(),
                           [](const CompiledTest& test) { return test.value.texts.unknown; });
      });
  return any;
}

std::vector<OpenDoor> PolicyQuestions::OpenDoors() {
  ++stats_.asked;
  std::vector<OpenDoor> doors;
  shut_ = QuickLook::KnowsAll(*document_);
  if (shut_) return doors;
  constexpr uint32_t kManyDoors = 16;
  ProofOptions options;
  options.max_steps = kMaxStepsOfProof;
  options.witnesses = kManyDoors;
  options.each_statement = true;
  const std::optional<CompiledPolicy> asked = WithAnyResource(Compiled());
  if (!asked) return doors;
  ++stats_.proofs;
  // Its own: what other questions have spent must not hide that a policy is public.
  WorkBudget budget(kMaxPatternWork, WorkBudget::Kind::kReserve);
  Proof proof = prover_->NotPublic(*asked, options);
  shut_ = proof.conclusion == Conclusion::kProved;
  if (proof.conclusion != Conclusion::kRefuted) return doors;
  for (Witness& witness : proof.witnesses) {
    for (const Responsible& responsible : witness.statements) {
      const Statement* statement = responsible.statement->source;
      if (!QuickLook::IsForEveryone(*statement) || !IsClear(*statement, true)) continue;
      const std::span<const policy::Text> resources = statement->resource.items;
      if (!resources.empty() && resources[0].open) witness.request.resource = resources[0].value;
      const bool told = std::any_of(doors.begin(), doors.end(), [&](const OpenDoor& door) {
        return door.statement == statement;
      });
      if (!told) doors.push_back({statement, witness.request});
    }
  }
  std::sort(doors.begin(), doors.end(), [](const OpenDoor& a, const OpenDoor& b) {
    return a.statement->index < b.statement->index;
  });
  return doors;
}

bool PolicyQuestions::KeepsStrangersOut() {
  ++stats_.asked;
  const std::optional<CompiledPolicy> asked = WithAnyResource(Compiled());
  if (!asked) return false;
  ++stats_.proofs;
  WorkBudget budget(kMaxPatternWork, WorkBudget::Kind::kReserve);
  const Proof proof = prover_->NotPublic(*asked, Options());
  return WorkBudget::Spend(1) && proof.conclusion == Conclusion::kProved;
}

}  // namespace rolelint::logic
