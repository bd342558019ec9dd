// A list or block with nothing in it matches nothing, or says nothing.

#include <algorithm>

#include "rules/grammar/wording.h"

namespace rolelint::rules::empty_list {
namespace {

constexpr std::string_view kEquivalents[] = {
    "access-analyzer:EMPTY_ARRAY_ACTION",
    "access-analyzer:EMPTY_ARRAY_RESOURCE",
    "access-analyzer:EMPTY_ARRAY_PRINCIPAL",
    "access-analyzer:EMPTY_OBJECT_PRINCIPAL",
    "access-analyzer:EMPTY_ARRAY_CONDITION",
    "access-analyzer:EMPTY_ARRAY_CONDITION_FORALLVALUES",
    "access-analyzer:EMPTY_ARRAY_CONDITION_FORANYVALUE",
    "access-analyzer:EMPTY_ARRAY_CONDITION_IFEXISTS",
};

// The test whose value list is the one of the diagnostic, or null. Tests stand in the order of the
// text.
const policy::ConditionTest* FindTest(const policy::Document& document,
                                      const policy::Diagnostic& diagnostic) {
  const policy::Statement* statement = FindStatement(document, diagnostic.statement);
  if (statement == nullptr) return nullptr;
  const auto found = std::lower_bound(statement->conditions.begin(), statement->conditions.end(),
                                      diagnostic.span.begin,
                                      [](const policy::ConditionTest& test, uint32_t begin) {
                                        return test.values_span.begin < begin;
                                      });
  return found != statement->conditions.end() && found->values_span == diagnostic.span ? &*found
                                                                                       : nullptr;
}

void ReportTest(const policy::ConditionTest& test, text::Span span, engine::Reporter& report) {
  const std::string key = Quoted(test.key.value);
  const bool absent_key_passes =
      test.op.if_exists || test.op.qualifier == policy::SetQualifier::kForAllValues;
  if (policy::IsNegated(test.op.base)) {
    report.Report(span, "the condition on " + key + " names no value, so nothing fails it")
        .Label("no value")
        .Help("delete the condition, or name the values that are meant");
  } else if (absent_key_passes) {
    report
        .Report(span, "the condition on " + key +
                          " names no value, so only a request without the key passes it")
        .Label("no value")
        .Help("if that is meant, write {\"Null\": {" + key + ": \"true\"}}");
  } else {
    report.Report(span, "the condition on " + key + " names no value, so nothing passes it")
        .Label("no value")
        .Help("name the values that are meant");
  }
}

void Check(const engine::DocumentContext& context, engine::Reporter& report) {
  ForEachDiagnostic(
      context.document, policy::DiagnosticCode::kEmptyList, [&](const policy::Diagnostic& d) {
        if (const policy::ConditionTest* test = FindTest(context.document, d)) {
          ReportTest(*test, d.span, report);
          return;
        }
        const bool list = d.found == json::Type::kArray;
        const bool principal = d.element == "Principal" || d.element == "NotPrincipal";
        if (!list && !principal) return;  // an operator without a key: empty-condition
        report
            .Report(d.span, std::string(d.element) + " is an empty " + (list ? "list" : "object") +
                                ": it names nothing")
            .Label("empty")
            .Help("name what is meant, or delete the statement");
      });
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "empty-list",
    .summary = "A list in a statement has no item",
    .level = engine::Level::kWarning,
    .kinds = policy::kAllKinds,
    .needs = engine::kNeedsDiagnostics,
    .equivalents = kEquivalents,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "access-analyzer-reference-policy-checks.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::empty_list
