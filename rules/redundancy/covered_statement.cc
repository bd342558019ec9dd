// A statement all of whose access others give as well, told by the prover. Whoever takes it out,
// believing that the access is gone, is wrong.

#include <algorithm>
#include <string>
#include <unordered_set>
#include <vector>

#include "analyzer/logic/questions.h"
#include "analyzer/policy/edit_places.h"
#include "rules/grammar/wording.h"
#include "rules/redundancy/statement_text.h"

namespace rolelint::rules::covered_statement {
namespace {

using policy::Statement;

// Real policies have a few dozen statements; what is longer is made by a program.
constexpr size_t kMaxStatements = 500;

std::string Names(const policy::Document& document, const std::vector<const Statement*>& by) {
  constexpr size_t kNamed = 3;
  std::string names;
  for (size_t i = 0; i < by.size() && i < kNamed; ++i) {
    names += (i == 0               ? ""
              : i + 1 == by.size() ? " and "
                                   : ", ") +
             StatementName(document, by[i]->index);
  }
  if (by.size() > kNamed) names += " and " + std::to_string(by.size() - kNamed) + " more";
  return names;
}

void Report(const policy::Document& document, const Statement& statement,
            const logic::Coverage& coverage, engine::Reporter& report) {
  const bool several = coverage.by.size() > 1;
  engine::FindingBuilder finding =
      report.Report(text::Span{statement.span.begin, statement.span.begin + 1},
                    StatementName(document, statement.index) +
                        (statement.allows() ? " allows nothing that " : " denies nothing that ") +
                        Names(document, coverage.by) + (several ? " do not " : " does not ") +
                        (statement.allows() ? "allow" : "deny"));
  finding.Label("adds nothing")
      .Help(several ? "delete it, or narrow the others if it says what is meant"
                    : "delete it, or delete the other if this one says what is meant");
  for (const Statement* other : coverage.by) {
    finding.Related(text::Span{other->span.begin, other->span.begin + 1}, "covers it");
  }
  for (const text::Span span : policy::RemovalOf(document, statement)) {
    finding.Fix(span, "", !coverage.assumes_one_value);
  }
  if (coverage.assumes_one_value) finding.Confidence(engine::Confidence::kLow);
}

void Check(const engine::DocumentContext& context, engine::Reporter& report) {
  const policy::Document& document = context.document;
  if (document.statements.size() > kMaxStatements) return;
  const auto may_be_covered = [&](const Statement& statement) {
    return context.questions.MayBeCovered(statement);
  };
  if (std::none_of(document.statements.begin(), document.statements.end(), may_be_covered)) return;
  // Of equal statements the first stands for all: redundant-statement speaks of the others.
  std::vector<const Statement*> kept;
  std::vector<bool> alike;
  if (MayHaveAlikes(document.statements)) alike = WithAlikes(document.statements);
  std::unordered_set<std::string> seen;
  for (size_t i = 0; i < document.statements.size(); ++i) {
    const Statement& statement = document.statements[i];
    if (!statement.allows() && !statement.denies()) continue;
    if (!alike.empty() && alike[i] && !seen.insert(Canonical(statement).text()).second) continue;
    kept.push_back(&statement);
  }
  for (size_t i = 0; i < kept.size();) {
    const auto coverage = context.questions.CoveredBy(*kept[i], kept);
    if (!coverage) {
      ++i;
      continue;
    }
    Report(document, *kept[i], *coverage, report);
    // What is gone covers nothing else.
    kept.erase(kept.begin() + static_cast<std::ptrdiff_t>(i));
  }
}

}  // namespace

// Resource policies are left out: whom their principals and conditions mean together depends on who
// asks.
extern const engine::Rule kRule = {
    .id = "covered-statement",
    .summary = "A statement adds nothing to the others",
    .level = engine::Level::kSuggestion,
    .kinds = policy::kIdentityLike | policy::Kind::kScp | policy::Kind::kRcp,
    .needs = engine::kNeedsSeveralStatements,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "reference_policies_elements_statement.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::covered_statement
