// A wildcard in the service of an action, which IAM refuses, or of an ARN.

#include <span>

#include "analyzer/logic/names.h"
#include "analyzer/logic/questions.h"
#include "analyzer/text/glob.h"
#include "rules/grammar/resource_items.h"
#include "rules/grammar/wording.h"

namespace rolelint::rules::wildcard_in_service {
namespace {

constexpr std::string_view kEquivalents[] = {
    "access-analyzer:WILDCARD_IN_SERVICE_NAME",
};

struct Place {
  std::string_view what;  // "the action"
  std::string_view consequence;
  engine::Level level = engine::Level::kSuggestion;
};

void ReportPart(const policy::Text& text, size_t begin, size_t end, const Place& place,
                engine::Reporter& report) {
  const text::Span span = text.span.size() == text.value.size()
                              ? text::Span{text.span.begin + static_cast<uint32_t>(begin),
                                           text.span.begin + static_cast<uint32_t>(end)}
                              : text.span;
  report
      .Report(span, "the service in " + std::string(place.what) + " " + Quoted(text.value) +
                        " has a wildcard" + std::string(place.consequence))
      .Level(place.level)
      .Label("a wildcard in the service")
      .Help("name each service that is meant");
}

constexpr std::string_view kLater = ": it also matches services that AWS adds later";

// IAM: "Action vendors (e.g., aws, ec2, etc.) must not contain wildcards". Of the policies of other
// services that is not known.
Place ActionPlace(policy::Kind kind) {
  constexpr policy::KindSet kIam = policy::Kind::kIdentity | policy::Kind::kTrust |
                                   policy::Kind::kBoundary | policy::Kind::kSession;
  if (!kIam.Has(kind)) return {"the action", kLater};
  return {"the action", ", which IAM refuses", engine::Level::kError};
}

void Check(const engine::DocumentContext& context, engine::Reporter& report) {
  const Place action = ActionPlace(context.document.kind);
  const auto check = [&](const policy::TextList& list,
                         std::span<const logic::ActionFacts* const> facts) {
    for (size_t i = 0; i < facts.size(); ++i) {
      // What is known to name one service has no wildcard in its name.
      if (!facts[i]->everything && facts[i]->state != logic::ActionState::kUnclear) continue;
      const policy::Text& text = list.items[i];
      const size_t colon = text.value.find(':');
      if (colon == std::string_view::npos || !text.known) continue;
      if (text::HasWildcard(text.value.substr(0, colon))) {
        ReportPart(text, 0, colon, action, report);
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
      ReportPart(text, begin + 1, end, {"the ARN", kLater}, report);
    }
  });
}

}  // namespace

extern const engine::Rule kRule = {
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

}  // namespace rolelint::rules::wildcard_in_service
