// Null asks whether a key is there: IfExists and the set qualifiers ask it about its own question.

#include "rules/condition/values.h"
#include "rules/grammar/wording.h"

namespace rolelint::rules::null_operator {
namespace {

constexpr std::string_view kEquivalents[] = {
    "access-analyzer:NULL_WITH_IF_EXISTS",
    "access-analyzer:NULL_WITH_QUALIFIER",
};

bool Concerns(const catalog::Catalog&, const policy::ConditionTest& test) {
  return test.op.base == policy::Operator::kNull &&
         (test.op.if_exists || test.op.qualifier != policy::SetQualifier::kNone);
}

void Check(const engine::DocumentContext& context, engine::Reporter& report) {
  for (const policy::Statement& statement : context.document.statements) {
    const policy::Text* previous = nullptr;
    for (const policy::ConditionTest& test : statement.conditions) {
      // The tests of one operator share its text.
      const bool again = previous != nullptr && previous->span == test.op_text.span;
      previous = &test.op_text;
      if (again || test.op.base != policy::Operator::kNull) continue;
      const std::string op = Quoted(test.op_text.value);
      if (test.op.if_exists) {
        report.Report(test.op_text.span, op + " is no operator: Null takes no IfExists")
            .Label("Null with IfExists")
            .Level(engine::Level::kError)
            .Help("write \"Null\": true asks that the key be absent, false that it be there")
            .Fix(test.op_text.span, "Null", true);
      } else if (test.op.qualifier != policy::SetQualifier::kNone) {
        const bool all = test.op.qualifier == policy::SetQualifier::kForAllValues;
        report
            .Report(test.op_text.span,
                    op + (all ? " may hold of every request" : " may hold of no request") +
                        ": a qualifier asks about values, and Null about a key")
            .Label(all ? "ForAllValues with Null" : "ForAnyValue with Null")
            .Help("write \"Null\"")
            .Fix(test.op_text.span, "Null", true);
      }
    }
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "null-operator",
    .summary = "The Null operator has a suffix or a qualifier that it does not take",
    .level = engine::Level::kSuggestion,
    .kinds = policy::kAllKinds,
    .concerns = Concerns,
    .equivalents = kEquivalents,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "reference_policies_elements_condition_operators.html#Conditions_Null",
    .check_document = Check,
};

}  // namespace rolelint::rules::null_operator
