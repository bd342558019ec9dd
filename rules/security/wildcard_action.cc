#include <fmt/format.h>

#include <vector>

#include "analyzer/engine/rule.h"
#include "analyzer/text/few.h"
#include "rules/security/grants.h"

namespace rolelint::rules::wildcard_action {
namespace {

using engine::DocumentContext;
using engine::Reporter;
using policy::Statement;

constexpr std::string_view kEquivalents[] = {
    "boogy:wildcard_action",
    "boogy:overly_permissive",
    "cloudsplaining:ServiceWildcard",
};
constexpr std::string_view kYieldsTo[] = {"admin-access", "service-wildcard",
                                          "statement-never-matches", "shadowed-allow"};

void Check(const DocumentContext& context, Reporter& report) {
  std::vector<std::string_view> found;
  for (const Statement& statement : context.document.statements) {
    if (!statement.allows()) continue;
    found.clear();
    std::vector<engine::NamedAction> names;
    const policy::Text* first = nullptr;
    for (const policy::Text& item : statement.action.items) {
      if (!item.known) continue;
      if (!policy::IsEveryAction(item.value) && policy::WholeService(item.value).empty()) continue;
      if (first == nullptr) first = &item;
      found.push_back(item.value);
      names.push_back({item.value, item.span});
    }
    if (first == nullptr) continue;
    const bool every = policy::IsEveryAction(first->value);
    report
        .Report(first->span,
                every ? fmt::format("\"{}\" allows whatever can be done to these resources, now "
                                    "and when AWS adds to it",
                                    first->value)
                      : fmt::format("{} allows whatever the service can do here, now and when AWS "
                                    "adds to it",
                                    text::Few(found)))
        .Label(every ? "every action" : "whole service")
        .Help("list the actions that are used");
    engine::NameActions(report, names);
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "wildcard-action",
    .summary = "All actions, or all of a service, are allowed on some resources",
    .level = engine::Level::kSuggestion,
    .confidence = engine::Confidence::kMedium,
    .persona = engine::Persona::kPedantic,
    .kinds = policy::Kind::kIdentity | policy::Kind::kResource,
    .equivalents = kEquivalents,
    .yields_to = kYieldsTo,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "best-practices.html#grant-least-privilege",
    .check_document = Check,
};

}  // namespace rolelint::rules::wildcard_action
