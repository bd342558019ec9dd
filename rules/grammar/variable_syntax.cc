// A policy variable that is written wrong is no variable, and the value never matches.

#include "analyzer/policy/variable.h"
#include "rules/grammar/variables.h"
#include "rules/grammar/wording.h"

namespace rolelint::rules::variable_syntax {
namespace {

constexpr std::string_view kEquivalents[] = {
    "access-analyzer:MISSING_BRACE_IN_VARIABLE",
    "access-analyzer:MISSING_QUOTE_IN_VARIABLE",
    "access-analyzer:UNSUPPORTED_SPACE_IN_VARIABLE",
    "access-analyzer:EMPTY_VARIABLE",
};

struct Mistake {
  std::string_view what;
  std::string_view label;
  std::string_view help;
};

std::optional<Mistake> MistakeIn(const policy::Variable& variable) {
  if (!variable.closed || variable.key.find("${") != std::string_view::npos) {
    return Mistake{"has no closing brace", "not closed", "close it: ${aws:username}"};
  }
  if (variable.key.find_first_not_of(' ') == std::string_view::npos) {
    return Mistake{"names no condition key", "empty",
                   "name the key: ${aws:username}; a dollar sign by itself is ${$}"};
  }
  if (variable.has_default && !variable.default_quoted) {
    return Mistake{"has a default without its quotes", "a quote is missing",
                   "put the default between single quotes: ${aws:PrincipalTag/team, 'none'}"};
  }
  if (variable.key.find(' ') != std::string_view::npos) {
    return Mistake{"has a blank in its name", "a blank in the name",
                   "delete the blank: a key's name has none, so a tag whose key has one cannot be "
                   "used here"};
  }
  return std::nullopt;
}

void CheckText(const policy::Text& text, engine::Reporter& report) {
  const std::string_view value = text.value;
  for (size_t from = 0;;) {
    const auto variable = policy::NextVariable(value, from);
    if (!variable) return;
    from = variable->span.end;
    const auto mistake = MistakeIn(*variable);
    if (!mistake) continue;
    // Where the string has escapes the whole of it is the place.
    const text::Span span = text.span.size() == value.size()
                                ? text::Span{text.span.begin + variable->span.begin,
                                             text.span.begin + variable->span.end}
                                : text.span;
    report
        .Report(span, "the policy variable " +
                          Quoted(value.substr(variable->span.begin, variable->span.size())) + " " +
                          std::string(mistake->what))
        .Label(std::string(mistake->label))
        .Help(std::string(mistake->help));
  }
}

void Check(const engine::DocumentContext& context, engine::Reporter& report) {
  for (const policy::Statement& statement : context.document.statements) {
    ForEachTextWithVariable(statement, [&](const policy::Text& text, VariablePlace place,
                                           const policy::ConditionTest*) {
      // Elsewhere it is no variable, however it is written.
      if (place == VariablePlace::kExpanded) CheckText(text, report);
    });
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "variable-syntax",
    .summary = "A policy variable is written wrong",
    .level = engine::Level::kError,
    .kinds = policy::kAllKinds,
    .needs = engine::kNeedsVariables,
    .equivalents = kEquivalents,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::variable_syntax
