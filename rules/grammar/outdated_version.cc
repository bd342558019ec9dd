// The language of 2008 works still, but leaves policy variables as plain text.

#include "analyzer/policy/variable.h"
#include "rules/grammar/wording.h"

namespace rolelint::rules::outdated_version {
namespace {

constexpr std::string_view kEquivalents[] = {
    "parliament:OLD_VERSION",
    "boogy:outdated_version",
};

// The first policy variable in a list, whose place is told if the text has no escapes.
std::optional<text::Span> FirstVariable(const policy::Text& text) {
  const std::optional<policy::Variable> variable = policy::NextVariable(text.value, 0);
  if (!variable || !text.known) return std::nullopt;
  if (text.span.size() != text.value.size()) return text.span;
  return text::Span{text.span.begin + variable->span.begin, text.span.begin + variable->span.end};
}

std::optional<text::Span> FirstVariable(const policy::Document& document) {
  for (const policy::Statement& statement : document.statements) {
    for (const policy::TextList* list : {&statement.resource, &statement.not_resource}) {
      for (const policy::Text& text : list->items) {
        if (const auto span = FirstVariable(text)) return span;
      }
    }
    for (const policy::ConditionTest& test : statement.conditions) {
      for (const policy::ConditionValue& value : test.values) {
        if (const auto span = FirstVariable(value.text)) return span;
      }
    }
  }
  return std::nullopt;
}

void Check(const engine::DocumentContext& context, engine::Reporter& report) {
  const policy::Document& document = context.document;
  if (document.version.value != "2008-10-17") return;
  const std::optional<text::Span> variable = FirstVariable(document);
  engine::FindingBuilder finding = report.Report(
      document.version.span,
      variable ? "in the language of 2008 the policy variables of this policy are plain text"
               : "the policy is written in the policy language of 2008");
  finding.Label("the old language")
      .Help("write \"2012-10-17\"")
      .Fix(document.version.span, "2012-10-17", !variable);
  if (variable) {
    finding.Level(engine::Level::kWarning).Related(*variable, "matches only this very text");
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "outdated-version",
    .summary = "The policy is written in the old version of the policy language",
    .level = engine::Level::kSuggestion,
    .kinds = policy::kAllKinds,
    .equivalents = kEquivalents,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "reference_policies_elements_version.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::outdated_version
