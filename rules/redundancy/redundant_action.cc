#include "rules/redundancy/report_groups.h"

namespace rolelint::rules {
namespace {

constexpr std::string_view kEquivalents[] = {
    "access-analyzer:REDUNDANT_ACTION",
};

void Check(const engine::DocumentContext& context, engine::Reporter& report) {
  for (const policy::Statement& statement : context.document.statements) {
    for (const policy::TextList* list : {&statement.action, &statement.not_action}) {
      if (list->items.size() > 1) ReportGroups(*list, true, "action", report);
    }
  }
}

}  // namespace

extern const engine::Rule kRedundantAction = {
    .id = "redundant-action",
    .summary = "An action of a list is contained in another one",
    .level = engine::Level::kSuggestion,
    .kinds = policy::kAllKinds,
    .subjects = engine::kLooksAtSeveralActions,
    .equivalents = kEquivalents,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "reference_policies_elements_action.html",
    .check_document = Check,
};

}  // namespace rolelint::rules
