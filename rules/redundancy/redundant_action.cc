#include <span>

#include "analyzer/logic/names.h"
#include "analyzer/logic/questions.h"
#include "rules/redundancy/report_groups.h"

namespace rolelint::rules::redundant_action {
namespace {

constexpr std::string_view kEquivalents[] = {
    "access-analyzer:REDUNDANT_ACTION",
};

void Check(const engine::DocumentContext& context, engine::Reporter& report) {
  const auto look = [&](const policy::TextList& list,
                        std::span<const logic::ActionFacts* const> facts) {
    if (list.items.size() > 1) ReportGroups(list, FindGroups(list, true, facts), "action", report);
  };
  for (size_t i = 0; i < context.document.statements.size(); ++i) {
    const policy::Statement& statement = context.document.statements[i];
    const logic::StatementNames& names = context.questions.names().Statement(i);
    look(statement.action, names.action);
    look(statement.not_action, names.not_action);
  }
}

}  // namespace

extern const engine::Rule kRule = {
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

}  // namespace rolelint::rules::redundant_action
