// What a template left behind, or what a person was meant to fill in. Other rules leave such a
// value alone.

#include <fmt/format.h>

#include <optional>
#include <string>
#include <vector>

#include "analyzer/policy/placeholder.h"
#include "rules/grammar/template_names.h"
#include "rules/grammar/texts.h"
#include "rules/grammar/wording.h"

namespace rolelint::rules::unresolved_placeholder {
namespace {

using policy::Text;
using policy::TextPlace;

constexpr std::string_view kEquivalents[] = {
    "access-analyzer:INVALID_ARN_ACCOUNT",
    "parliament:INVALID_ARN",
};

struct Placeholder {
  text::Span span;
  std::string message;
  std::string_view label;
  std::string_view help;
};

std::optional<Placeholder> PlaceholderIn(const Text& text, TextPlace place,
                                         const inputs::Owner& owner) {
  if (text.known || text.open) return std::nullopt;
  const std::optional<text::Span> found = policy::FindPlaceholder(text.value, place);
  if (!found || text.value.front() == '{') {
    // An intrinsic function stands in place of a string, as it is written. `{name}` and `{{name}}`
    // are strings.
    const bool function = text.value.find("\"Fn::") != std::string_view::npos ||
                          text.value.find("\"Ref\"") != std::string_view::npos;
    if (function) {
      return Placeholder{text.span, "a CloudFormation function is in the place of a string",
                         "not resolved",
                         "check the policy as it is deployed, or the whole template"};
    }
    if (!found) return std::nullopt;
  }
  const std::string_view name = text.value.substr(found->begin, found->size());
  // Of these unsubstituted-reference speaks.
  if (name.starts_with("${") && IsTemplateName(owner, name.substr(2, name.size() - 3))) {
    return std::nullopt;
  }
  // Where the string has escapes the whole of it is the place.
  const text::Span span =
      text.span.size() == text.value.size()
          ? text::Span{text.span.begin + found->begin, text.span.begin + found->end}
          : text.span;
  return Placeholder{span, Quoted(name) + " looks like a placeholder that was never filled in",
                     "placeholder",
                     name.starts_with("${") ? "render the template first; a policy variable has a "
                                              "prefix, as ${aws:username}"
                                            : "put the value that is meant in its place"};
}

// One finding a document: what was not rendered was not rendered anywhere.
void Check(const engine::DocumentContext& context, engine::Reporter& report) {
  constexpr size_t kShown = 20;
  std::optional<Placeholder> first;
  std::vector<text::Span> others;
  size_t more = 0;
  ForEachText(context.document, [&](const Text& text, TextPlace place) {
    std::optional<Placeholder> found = PlaceholderIn(text, place, context.owner);
    if (!found) return;
    if (!first) {
      first = std::move(found);
      return;
    }
    ++more;
    if (others.size() < kShown) others.push_back(found->span);
  });
  if (!first) return;
  if (more > 0) first->message += fmt::format(", as {} more in this policy", more);
  engine::FindingBuilder finding = report.Report(first->span, std::move(first->message));
  finding.Label(std::string(first->label)).Help(std::string(first->help));
  for (const text::Span& span : others) finding.Related(span, "not filled in either");
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "unresolved-placeholder",
    .summary = "A value holds a placeholder that was never filled in",
    .level = engine::Level::kWarning,
    .confidence = engine::Confidence::kMedium,
    .kinds = policy::kAllKinds,
    .needs = engine::kNeedsOddText,
    .equivalents = kEquivalents,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "reference_policies_elements_principal.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::unresolved_placeholder
