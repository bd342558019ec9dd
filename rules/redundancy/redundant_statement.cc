// A statement that says what another one says. Whoever takes one of them out, believing that the
// access is gone, is wrong.

#include <string>
#include <unordered_map>
#include <vector>

#include "analyzer/policy/edit_places.h"
#include "rules/grammar/wording.h"
#include "rules/redundancy/statement_text.h"

namespace rolelint::rules::redundant_statement {
namespace {

constexpr std::string_view kEquivalents[] = {
    "access-analyzer:REDUNDANT_STATEMENT",
};

void Check(const engine::DocumentContext& context, engine::Reporter& report) {
  const policy::Document& document = context.document;
  if (!MayHaveAlikes(document.statements)) return;
  const std::vector<bool> alike = WithAlikes(document.statements);
  std::unordered_map<std::string, const policy::Statement*> seen;
  for (size_t i = 0; i < document.statements.size(); ++i) {
    const policy::Statement& statement = document.statements[i];
    if (!alike[i] || (!statement.allows() && !statement.denies())) continue;
    const Canonical canonical(statement);
    if (!canonical.known()) continue;
    const auto [first, added] = seen.emplace(canonical.text(), &statement);
    if (added) continue;
    const policy::Statement& other = *first->second;
    engine::FindingBuilder finding =
        report.Report(text::Span{statement.span.begin, statement.span.begin + 1},
                      StatementName(document, statement.index) + " says the same as " +
                          StatementName(document, other.index));
    finding.Label("this statement")
        .Help("delete it; if it was to say something else, say that")
        .Related(text::Span{other.span.begin, other.span.begin + 1}, "says it already");
    for (const text::Span span : policy::RemovalOf(document, statement))
      finding.Fix(span, "", true);
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "redundant-statement",
    .summary = "Two statements say the same",
    .level = engine::Level::kSuggestion,
    .kinds = policy::kAllKinds,
    .needs = engine::kNeedsSeveralStatements,
    .equivalents = kEquivalents,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "reference_policies_elements_statement.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::redundant_statement
