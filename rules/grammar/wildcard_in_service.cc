// A wildcard in a service's name reaches services that nobody thought of, and those to come.

#include <span>

#include "analyzer/logic/names.h"
#include "analyzer/logic/questions.h"
#include "analyzer/text/glob.h"
#include "rules/grammar/resource_items.h"
#include "rules/grammar/wording.h"

namespace rolelint::rules {
namespace {

constexpr std::string_view kEquivalents[] = {
    "access-analyzer:WILDCARD_IN_SERVICE_NAME",
};

void ReportPart(const policy::Text& text, size_t begin, size_t end, std::string_view what,
                engine::Reporter& report) {
  const text::Span span = text.span.size() == text.value.size()
                              ? text::Span{text.span.begin + static_cast<uint32_t>(begin),
                                           text.span.begin + static_cast<uint32_t>(end)}
                              : text.span;
  report
      .Report(span, "the service in " + std::string(what) + " " + Quoted(text.value) +
                        " has a wildcard: it stands for whatever services fit, now and later")
      .Label("a wildcard in the service")
      .Help("name each service that is meant");
}

void Check(const engine::DocumentContext& context, engine::Reporter& report) {
  const auto check = [&](const policy::TextList& list,
                         std::span<const logic::ActionFacts* const> facts) {
    for (size_t i = 0; i < facts.size(); ++i) {
      // What is known to name one service has no wildcard in its name.
      if (!facts[i]->everything && facts[i]->state != logic::ActionState::kUnclear) continue;
      const policy::Text& text = list.items[i];
      const size_t colon = text.value.find(':');
      if (colon == std::string_view::npos || !text.known) continue;
      if (text::HasWildcard(text.value.substr(0, colon))) {
        ReportPart(text, 0, colon, "the action", report);
      }
    }
  };
  const std::span<const policy::Statement> statements = context.document.statements;
  for (size_t i = 0; i < statements.size(); ++i) {
    const logic::StatementNames& names = context.questions.names().Statement(i);
    check(statements[i].action, names.action);
    check(statements[i].not_action, names.not_action);
  }
  ForEachOddResource(context, [&](const policy::Text& text) {
    if (!text.known || !text.value.starts_with("arn:")) return;
    const size_t begin = text.value.find(':', 4);
    if (begin == std::string_view::npos) return;
    const size_t end = text.value.find(':', begin + 1);
    if (end == std::string_view::npos) return;
    if (text::HasWildcard(text.value.substr(begin + 1, end - begin - 1))) {
      ReportPart(text, begin + 1, end, "the ARN", report);
    }
  });
}

}  // namespace

extern const engine::Rule kWildcardInService = {
    .id = "wildcard-in-service",
    .summary = "The service of an action or ARN has a wildcard",
    .level = engine::Level::kSuggestion,
    .kinds = policy::kAllKinds,
    .subjects = engine::kLooksAtOddResources | engine::kLooksAtWideActions,
    .equivalents = kEquivalents,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "reference_policies_elements_resource.html",
    .check_document = Check,
};

}  // namespace rolelint::rules
