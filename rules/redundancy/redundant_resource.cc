#include "rules/redundancy/report_groups.h"

namespace rolelint::rules::redundant_resource {
namespace {

constexpr std::string_view kEquivalents[] = {
    "access-analyzer:REDUNDANT_RESOURCE",
};

void Check(const engine::DocumentContext& context, engine::Reporter& report) {
  for (const policy::Statement& statement : context.document.statements) {
    for (const policy::TextList* list : {&statement.resource, &statement.not_resource}) {
      if (list->items.size() > 1) ReportGroups(*list, FindGroups(*list, false), "resource", report);
    }
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "redundant-resource",
    .summary = "A resource of a list is contained in another one",
    .level = engine::Level::kSuggestion,
    .kinds = policy::kAllKinds,
    .subjects = engine::kLooksAtSeveralResources,
    .equivalents = kEquivalents,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "reference_policies_elements_resource.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::redundant_resource
