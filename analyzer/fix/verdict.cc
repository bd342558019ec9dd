#include "analyzer/fix/verdict.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "analyzer/logic/prove.h"
#include "analyzer/policy/owned_document.h"

namespace rolelint::fix {
namespace {

using Statements = std::vector<StatementText>;
using Owned = std::unique_ptr<policy::OwnedDocument>;

// Choices of one search: a fix is no reason to wait long.
constexpr uint64_t kMostSteps = 200'000;

struct Answer {
  logic::Conclusion conclusion = logic::Conclusion::kUnknown;
  logic::Reason reason = logic::Reason::kNone;
  std::string request;
};

std::string RequestPhrase(const logic::Request& request) {
  std::string text = fmt::format("{} on {}", request.action, request.resource);
  std::string_view joint = " when ";
  for (const logic::ContextValue& value : request.context) {
    text += fmt::format("{}{} is {}", joint, value.key, fmt::join(value.values, ", "));
    joint = " and ";
  }
  return text;
}

Owned Parsed(const std::string& json, policy::Kind kind) {
  return policy::OwnedDocument::Parse(json, kind, policy::KindSource::kOption);
}

// Whether `after` allows nothing that `before` does not.
Answer NothingNew(const policy::OwnedDocument* before, const policy::OwnedDocument* after,
                  const catalog::Catalog& catalog) {
  if (before == nullptr || after == nullptr) return {};
  logic::Prover prover(catalog);
  const logic::CompiledPolicy* one = prover.Add(before->document());
  const logic::CompiledPolicy* other = prover.Add(after->document());
  logic::ProofOptions options;
  options.any_principal = true;
  options.max_steps = kMostSteps;
  const logic::Proof proof = prover.NoNewAccess(*one, *other, options);
  Answer answer{proof.conclusion, proof.reason, {}};
  if (!proof.witnesses.empty()) answer.request = RequestPhrase(proof.witnesses.front().request);
  return answer;
}

std::string_view ReasonPhrase(logic::Reason reason) {
  switch (reason) {
    case logic::Reason::kUnresolved:
      return "a part of the policy is a placeholder";
    case logic::Reason::kCorrelated:
      return "policy variables tie its conditions together";
    case logic::Reason::kLimit:
      return "its statements overlap in too many ways";
    case logic::Reason::kNone:
      break;
  }
  return "the proof has no answer";
}

Verdict Unknown(std::string_view reason) {
  Verdict verdict;
  verdict.change = Change::kUnknown;
  verdict.reason = reason;
  return verdict;
}

// The documents of both sides: what they allow by themselves, and what they deny.
struct Sides {
  Owned before, after;
  Owned denied_before, denied_after;
  bool denies = false;
};

Verdict Prove(const Sides& sides, const catalog::Catalog& catalog) {
  const Answer more = NothingNew(sides.before.get(), sides.after.get(), catalog);
  Answer lifted;
  lifted.conclusion = logic::Conclusion::kProved;
  if (sides.denies) {
    lifted = NothingNew(sides.denied_after.get(), sides.denied_before.get(), catalog);
  }
  const Answer* const answers[] = {&more, &lifted};
  Verdict verdict;
  for (const Answer* answer : answers) {
    if (answer->conclusion != logic::Conclusion::kRefuted) continue;
    verdict.change = Change::kMore;
    verdict.request = (answer == &lifted ? "it no longer denies " : "") + answer->request;
    return verdict;
  }
  for (const Answer* answer : answers) {
    if (answer->conclusion == logic::Conclusion::kUnknown) {
      return Unknown(ReasonPhrase(answer->reason));
    }
  }
  const Answer less = NothingNew(sides.after.get(), sides.before.get(), catalog);
  Answer denied = lifted;
  if (sides.denies) {
    denied = NothingNew(sides.denied_before.get(), sides.denied_after.get(), catalog);
  }
  const auto all = [&](logic::Conclusion conclusion) {
    return less.conclusion == conclusion && denied.conclusion == conclusion;
  };
  const bool refuted = less.conclusion == logic::Conclusion::kRefuted ||
                       denied.conclusion == logic::Conclusion::kRefuted;
  verdict.change = all(logic::Conclusion::kProved) ? Change::kEquivalent
                   : refuted                       ? Change::kLess
                                                   : Change::kNothingNew;
  return verdict;
}

Sides WholePolicies(const PolicyText& before, const PolicyText& after) {
  Sides sides;
  const auto denies = [](const StatementText& statement) { return statement.denies; };
  sides.denies = std::any_of(before.statements.begin(), before.statements.end(), denies) ||
                 std::any_of(after.statements.begin(), after.statements.end(), denies);
  sides.before = Parsed(before.json, before.kind);
  sides.after = Parsed(after.json, after.kind);
  if (sides.denies) {
    sides.denied_before = Parsed(DocumentOf(before, before.statements, true), before.kind);
    sides.denied_after = Parsed(DocumentOf(after, after.statements, true), after.kind);
  }
  return sides;
}

// The statements of `all` that `others` lacks.
Statements Without(const Statements& all, const Statements& others) {
  Statements left;
  for (const StatementText& statement : all) {
    const bool there = std::any_of(others.begin(), others.end(), [&](const StatementText& other) {
      return other.normalized == statement.normalized;
    });
    if (!there) left.push_back(statement);
  }
  return left;
}

// Of a policy that is known in part: the statements that changed are compared, if they are known
// and the rest stays as it is, whatever it says. What is proved of them holds for the whole.
Verdict JudgeOpen(const PolicyText& before, const PolicyText& after,
                  const catalog::Catalog& catalog) {
  constexpr std::string_view kOpen = "a part of the policy is left open";
  if (before.open_statements || after.open_statements || before.variables != after.variables) {
    return Unknown(kOpen);
  }
  const Statements old = Without(before.statements, after.statements);
  const Statements now = Without(after.statements, before.statements);
  const auto unclear = [](const StatementText& statement) {
    return statement.open || (!statement.allows && !statement.denies);
  };
  if (std::any_of(old.begin(), old.end(), unclear) ||
      std::any_of(now.begin(), now.end(), unclear)) {
    return Unknown(kOpen);
  }
  PolicyText some = before;
  some.statements = old;
  some.json = DocumentOf(before, old, false);
  PolicyText others = after;
  others.statements = now;
  others.json = DocumentOf(after, now, false);
  // The Denies that stay could take from these what is new, and what is less.
  Verdict verdict = Prove(WholePolicies(some, others), catalog);
  if (verdict.change == Change::kMore) return Unknown(kOpen);
  if (verdict.change == Change::kLess) verdict.change = Change::kNothingNew;
  return verdict;
}

bool IsOpen(const PolicyText& policy) {
  return policy.open_statements ||
         std::any_of(policy.statements.begin(), policy.statements.end(),
                     [](const StatementText& statement) { return statement.open; });
}

bool SayTheSame(const PolicyText& a, const PolicyText& b) {
  PolicyText same = a;
  same.refused = b.refused;  // as a wrong Sid brings about
  return same.Same(b);
}

}  // namespace

std::string_view ChangeName(Change change) {
  switch (change) {
    case Change::kEquivalent:
      return "equivalent";
    case Change::kLess:
      return "less";
    case Change::kNothingNew:
      return "nothing-new";
    case Change::kMore:
      return "more";
    case Change::kUnknown:
      break;
  }
  return "unknown";
}

Verdict Judge(const PolicyText& before, const PolicyText& after, const catalog::Catalog& catalog) {
  if (before.kind != after.kind) return Unknown("it is read as a policy of another kind");
  if (after.refused && !before.refused) return Unknown("AWS refuses the edited policy");
  Verdict verdict;
  if (SayTheSame(before, after)) {
    verdict.refused_before = before.refused;
    return verdict;
  }
  if (IsOpen(before) || IsOpen(after)) {
    verdict = JudgeOpen(before, after, catalog);
  } else if (before.refused) {
    const PolicyText meant = WithoutLetterCase(before);
    const PolicyText now = WithoutLetterCase(after);
    if (!SayTheSame(meant, now)) verdict = Prove(WholePolicies(meant, now), catalog);
  } else {
    verdict = Prove(WholePolicies(before, after), catalog);
  }
  verdict.refused_before = before.refused;
  return verdict;
}

Verdict Worse(Verdict a, Verdict b) {
  const bool refused = a.refused_before || b.refused_before;
  Verdict& worse = a.change < b.change ? b : a;
  worse.refused_before = refused;
  return std::move(worse);
}

}  // namespace rolelint::fix
