// An empty Condition restricts nothing: harmless where none is meant, and a trap where one was
// forgotten.

#include "rules/grammar/wording.h"

namespace rolelint::rules::empty_condition {
namespace {

constexpr std::string_view kEquivalents[] = {
    "access-analyzer:EMPTY_OBJECT_CONDITION",
};

void Check(const engine::DocumentContext& context, engine::Reporter& report) {
  const policy::Document& document = context.document;
  for (const policy::Statement& statement : document.statements) {
    if (!statement.has_condition || !statement.conditions.empty()) continue;
    const std::string_view text = document.view->text().substr(statement.condition_span.begin,
                                                               statement.condition_span.size());
    // Something stands in it of which other rules speak.
    if (text.find_first_not_of("{} \t\r\n") != std::string_view::npos) continue;
    report.Report(statement.condition_span, "Condition is empty: it restricts nothing")
        .Label("no operator")
        .Help("delete it, or say what is meant");
  }
  ForEachDiagnostic(document, policy::DiagnosticCode::kEmptyList, [&](const policy::Diagnostic& d) {
    if (d.found != json::Type::kObject || d.element == "Principal" || d.element == "NotPrincipal") {
      return;
    }
    report.Report(d.span, "the operator " + Quoted(d.element) + " tests no key")
        .Label("no key")
        .Help("delete the operator, or name the key that is meant");
  });
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "empty-condition",
    .summary = "A Condition, or an operator in it, is empty",
    .level = engine::Level::kSuggestion,
    .persona = engine::Persona::kPedantic,
    .kinds = policy::kAllKinds,
    .equivalents = kEquivalents,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "reference_policies_elements_condition.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::empty_condition
