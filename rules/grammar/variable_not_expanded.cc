// A policy variable where AWS expands none stays the text that it is.

#include "analyzer/policy/variable.h"
#include "rules/grammar/variables.h"
#include "rules/grammar/wording.h"

namespace rolelint::rules::variable_not_expanded {
namespace {

constexpr std::string_view kEquivalents[] = {
    "access-analyzer:VARIABLE_UNSUPPORTED_IN_ELEMENT",
    "access-analyzer:VARIABLE_UNSUPPORTED_IN_VERSION",
    "access-analyzer:INVALID_VARIABLE_FOR_OPERATOR",
};

std::string VariableIn(const policy::Text& text) {
  const policy::Variable variable = *policy::NextVariable(text.value, 0);
  return Quoted(text.value.substr(variable.span.begin, variable.span.size()));
}

void Check(const engine::DocumentContext& context, engine::Reporter& report) {
  const policy::Document& document = context.document;
  const bool old = !document.has_version || document.version.value == "2008-10-17";
  for (const policy::Statement& statement : document.statements) {
    const policy::Text* first = nullptr;  // that the old language takes as it is
    size_t others = 0;
    ForEachTextWithVariable(statement, [&](const policy::Text& text, VariablePlace place,
                                           const policy::ConditionTest* test) {
      if (place == VariablePlace::kExpanded) {
        if (!old) return;
        first == nullptr ? static_cast<void>(first = &text) : static_cast<void>(++others);
      } else if (place == VariablePlace::kOperator) {
        report
            .Report(text.span, "the policy variable " + VariableIn(text) +
                                   " is not expanded under " + Quoted(test->op_text.value) +
                                   ": String and ARN operators alone take variables")
            .Label("taken literally")
            .Help("write the value, or compare as text with a String operator");
      } else {
        report
            .Report(text.span, "the policy variable " + VariableIn(text) +
                                   " is not expanded here: Resource, NotResource and condition "
                                   "values alone take variables")
            .Label("taken literally")
            .Help(
                "write out what is meant; who may act is said by a condition, such as "
                "aws:PrincipalTag/…");
      }
    });
    if (first == nullptr) continue;
    std::string message = "the policy variable " + VariableIn(*first) + " is plain text in ";
    message += document.has_version ? "Version 2008-10-17" : "a policy without Version";
    if (others > 0) message += ", as " + std::to_string(others) + " more in the statement";
    report.Report(first->span, message)
        .Label("taken literally")
        .Help("write \"Version\": \"2012-10-17\"");
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "variable-not-expanded",
    .summary = "A policy variable is where AWS takes it for plain text",
    .level = engine::Level::kError,
    .kinds = policy::kAllKinds,
    .needs = engine::kNeedsVariables,
    .equivalents = kEquivalents,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::variable_not_expanded
