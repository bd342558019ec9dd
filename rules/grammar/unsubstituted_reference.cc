// In a template `${Name}` is a reference in the strings of Fn::Sub alone. Anywhere else it stays
// what it is, and reaches IAM with its braces.

#include "rules/grammar/template_names.h"
#include "rules/grammar/texts.h"
#include "rules/grammar/wording.h"

namespace rolelint::rules::unsubstituted_reference {
namespace {

constexpr std::string_view kEquivalents[] = {"cfn-lint:E1029"};

void CheckText(const policy::Text& text, const inputs::Owner& owner, engine::Reporter& report) {
  if (text.known || text.open) return;
  const auto found = FindTemplateName(owner, text.value, 0);
  if (!found) return;
  const std::string_view name = text.value.substr(found->begin, found->size());
  // Where the string has escapes the whole of it is the place.
  const text::Span span =
      text.span.size() == text.value.size()
          ? text::Span{text.span.begin + found->begin, text.span.begin + found->end}
          : text.span;
  report
      .Report(span, Quoted(name) +
                        " is in a plain string: CloudFormation puts a value in its "
                        "place in Fn::Sub alone")
      .Label("stays as it is")
      .Help("write !Sub (in JSON {\"Fn::Sub\": \"…\"}) before the string");
}

void Check(const engine::DocumentContext& context, engine::Reporter& report) {
  if (!context.owner.in_template) return;
  ForEachText(context.document, [&](const policy::Text& text, policy::TextPlace) {
    CheckText(text, context.owner, report);
  });
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "unsubstituted-reference",
    .summary = "A template reference is in a string where it is not replaced",
    .level = engine::Level::kWarning,
    .confidence = engine::Confidence::kHigh,
    .kinds = policy::kAllKinds,
    .needs = engine::kNeedsOddText,
    .equivalents = kEquivalents,
    .aws_page =
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/"
        "intrinsic-function-reference-sub.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::unsubstituted_reference
