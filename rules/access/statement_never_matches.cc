#include <fmt/format.h>

#include "analyzer/engine/rule.h"
#include "analyzer/logic/questions.h"
#include "analyzer/policy/query.h"
#include "analyzer/text/glob.h"
#include "rules/access/wording.h"

namespace rolelint::rules::statement_never_matches {
namespace {

using engine::DocumentContext;
using engine::Reporter;
using policy::Statement;

constexpr std::string_view kEquivalents[] = {
    "access-analyzer:REDUNDANT_STATEMENT_DUE_TO_WILDCARD_IN_CONDITION",
};

constexpr std::string_view kYieldsTo[] = {"impossible-claim", "impossible-caller"};

// A part of the statement as the message and its spans tell it.
struct Part {
  text::Span span;
  std::string told;
  std::string_view alone;  // what is wrong with it where it is the only part
};

void AddElement(const policy::TextList& element, const policy::TextList& complement,
                std::string_view name, std::vector<Part>* parts) {
  const bool negated = !element.present && complement.present;
  const policy::TextList& list = negated ? complement : element;
  if (!list.present) return;
  parts->push_back({list.span, TellList(negated ? "Not" : "", name, list),
                    name == "Action" ? "leaves no action" : "leaves no resource"});
}

std::vector<Part> PartsOf(const logic::Contradiction& why, const Statement& statement) {
  std::vector<Part> parts;
  if (why.principal) {
    const bool negated = !statement.principal.present;
    const policy::Principal& principal = negated ? statement.not_principal : statement.principal;
    parts.push_back({principal.span, negated ? "NotPrincipal" : "Principal", "leaves nobody"});
  }
  if (why.action) AddElement(statement.action, statement.not_action, "Action", &parts);
  if (why.resource) AddElement(statement.resource, statement.not_resource, "Resource", &parts);
  for (const policy::ConditionTest* test : why.tests) {
    parts.push_back({test->key.span, TellTest(*test), "never holds"});
  }
  return parts;
}

void Report(const logic::Contradiction& why, const Statement& statement, Reporter& report) {
  std::vector<Part> parts = PartsOf(why, statement);
  if (parts.empty()) return;
  std::string told = parts[0].told;
  for (size_t i = 1; i < parts.size(); ++i) {
    told += (i + 1 == parts.size() ? " and " : ", ") + parts[i].told;
  }
  told += parts.size() == 1 ? fmt::format(" {}", parts[0].alone) : " exclude each other";
  // The last part is where the reader is told; the others are what it contradicts.
  const Part& last = parts.back();
  engine::FindingBuilder finding =
      report.Report(last.span, fmt::format("no request can meet this {}, so it {} nothing: {}",
                                           statement.denies() ? "Deny" : "Allow",
                                           statement.denies() ? "denies" : "allows", told));
  finding.Label(std::string(parts.size() == 1 ? parts[0].alone : "excludes the rest"))
      .Help(parts.size() == 1
                ? "say what is meant, or remove the statement"
                : "keep one of them, or write a statement for each: all of a statement must hold");
  for (size_t i = 0; i + 1 < parts.size(); ++i) {
    finding.Related(parts[i].span, "excluded by this");
  }
  if (statement.allows()) finding.Level(engine::Level::kWarning);
  if (why.assumes_one_value) finding.Confidence(engine::Confidence::kLow);
}

void Check(const DocumentContext& context, Reporter& report) {
  for (const Statement& statement : context.document.statements) {
    if (const auto why = context.questions.NeverMatches(statement)) {
      Report(*why, statement, report);
    }
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "statement-never-matches",
    .summary = "No request can meet the statement: its parts exclude each other",
    .level = engine::Level::kSecurity,
    .security_severity = "5.0",
    .kinds = policy::kAllKinds,
    .equivalents = kEquivalents,
    .yields_to = kYieldsTo,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "reference_policies_condition-logic-multiple-context-keys-or-values.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::statement_never_matches
