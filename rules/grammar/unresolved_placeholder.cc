// What a template left behind, or what a person was meant to fill in. Other rules leave such a
// value alone.

#include "analyzer/policy/placeholder.h"
#include "rules/grammar/template_names.h"
#include "rules/grammar/texts.h"
#include "rules/grammar/wording.h"

namespace rolelint::rules {
namespace {

using policy::Text;
using policy::TextPlace;

constexpr std::string_view kEquivalents[] = {
    "access-analyzer:INVALID_ARN_ACCOUNT",
    "parliament:INVALID_ARN",
};

void CheckText(const Text& text, TextPlace place, const inputs::Owner& owner,
               engine::Reporter& report) {
  if (text.known || text.open) return;
  const std::optional<text::Span> found = policy::FindPlaceholder(text.value, place);
  if (!found || text.value.front() == '{') {
    // An intrinsic function stands in place of a string, as it is written. `{name}` and `{{name}}`
    // are strings.
    const bool function = text.value.find("\"Fn::") != std::string_view::npos ||
                          text.value.find("\"Ref\"") != std::string_view::npos;
    if (function) {
      report.Report(text.span, "a CloudFormation function stands where a policy has a string")
          .Label("not resolved")
          .Help("check the policy as it is deployed, or the whole template");
      return;
    }
    if (!found) return;
  }
  const std::string_view name = text.value.substr(found->begin, found->size());
  // Of these unsubstituted-reference speaks.
  if (name.starts_with("${") && IsTemplateName(owner, name.substr(2, name.size() - 3))) return;
  // Where the string has escapes the whole of it is the place.
  const text::Span span =
      text.span.size() == text.value.size()
          ? text::Span{text.span.begin + found->begin, text.span.begin + found->end}
          : text.span;
  report.Report(span, Quoted(name) + " looks like a placeholder that was never filled in")
      .Label("placeholder")
      .Help(name.starts_with("${")
                ? "render the template first; a policy variable has a prefix, as "
                  "${aws:username}"
                : "put the value that is meant in its place");
}

void Check(const engine::DocumentContext& context, engine::Reporter& report) {
  ForEachText(context.document, [&](const Text& text, TextPlace place) {
    CheckText(text, place, context.owner, report);
  });
}

}  // namespace

extern const engine::Rule kUnresolvedPlaceholder = {
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

}  // namespace rolelint::rules
