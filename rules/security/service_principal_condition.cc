#include <fmt/format.h>

#include "analyzer/engine/rule.h"
#include "rules/security/service_caller.h"

namespace rolelint::rules::service_principal_condition {
namespace {

using engine::DocumentContext;
using engine::Reporter;

constexpr std::string_view kEquivalents[] = {
    "access-analyzer:RECOMMENDED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL",
};

void Check(const DocumentContext& context, Reporter& report) {
  for (const policy::Statement& statement : context.document.statements) {
    if (!statement.allows() || statement.principal.entries.empty()) continue;
    const ServiceCaller caller = WeighServiceCaller(statement);
    if (caller.source || caller.other == nullptr) continue;
    const policy::Text* first = nullptr;
    ForEachService(statement, [&](const policy::Text& service) {
      if (first == nullptr) first = &service;
    });
    if (first == nullptr) continue;
    report
        .Report(caller.other->key.span, fmt::format("{} does not say for whom {} acts",
                                                    caller.other->key.value, first->value))
        .Label("says something else")
        .Related(first->span, "acts for any customer")
        .Help(
            "test aws:SourceAccount, aws:SourceArn, aws:SourceOrgID or aws:SourceOrgPaths, which "
            "the service itself fills in");
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "service-principal-condition",
    .summary = "The condition on an AWS service does not restrict the account that it acts for",
    .level = engine::Level::kSuggestion,
    .confidence = engine::Confidence::kMedium,
    .kinds = policy::Kind::kResource,
    .equivalents = kEquivalents,
    .aws_page = "https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::service_principal_condition
