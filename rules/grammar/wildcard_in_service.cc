// A wildcard in a service's name reaches services that nobody thought of, and those to come.

#include "analyzer/logic/names.h"
#include "analyzer/logic/questions.h"
#include "analyzer/text/glob.h"
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
  for (size_t i = 0; i < context.document.statements.size(); ++i) {
    const policy::Statement& statement = context.document.statements[i];
    const logic::StatementNames& names = context.questions.names().Statement(i);
    const auto check_actions = [&](const policy::TextList& list,
                                   std::span<const logic::ActionFacts* const> facts) {
      for (size_t j = 0; j < list.items.size(); ++j) {
        const policy::Text& text = list.items[j];
        if (facts[j]->action || !text.known) continue;
        const size_t colon = text.value.find(':');
        if (colon == std::string_view::npos) continue;
        if (text::HasWildcard(text.value.substr(0, colon))) {
          ReportPart(text, 0, colon, "the action", report);
        }
      }
    };
    const auto check_arns = [&](const policy::TextList& list,
                                std::span<const logic::ArnFacts* const> facts) {
      for (size_t j = 0; j < list.items.size(); ++j) {
        const policy::Text& text = list.items[j];
        if (facts[j]->plain || !text.known || !text.value.starts_with("arn:")) continue;
        const size_t begin = text.value.find(':', 4);
        if (begin == std::string_view::npos) continue;
        const size_t end = text.value.find(':', begin + 1);
        if (end == std::string_view::npos) continue;
        if (text::HasWildcard(text.value.substr(begin + 1, end - begin - 1))) {
          ReportPart(text, begin + 1, end, "the ARN", report);
        }
      }
    };
    check_actions(statement.action, names.action);
    check_actions(statement.not_action, names.not_action);
    check_arns(statement.resource, names.resource);
    check_arns(statement.not_resource, names.not_resource);
  }
}

}  // namespace

extern const engine::Rule kWildcardInService = {
    .id = "wildcard-in-service",
    .summary = "The service of an action or ARN has a wildcard",
    .level = engine::Level::kSuggestion,
    .kinds = policy::kAllKinds,
    .equivalents = kEquivalents,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "reference_policies_elements_resource.html",
    .check_document = Check,
};

}  // namespace rolelint::rules
