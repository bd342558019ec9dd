#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <vector>

#include "analyzer/engine/rule.h"
#include "analyzer/text/few.h"
#include "analyzer/text/glob.h"
#include "rules/security/service_caller.h"

namespace rolelint::rules::service_principal_source {
namespace {

using engine::DocumentContext;
using engine::Reporter;

constexpr std::string_view kEquivalents[] = {
    "access-analyzer:RESTRICT_ACCESS_TO_SERVICE_PRINCIPAL",
};

// What tells a stranger next to nothing: delivery services look at the bucket before they write.
bool LooksAtBucketAlone(const policy::Statement& statement) {
  const auto& items = statement.action.items;
  return !items.empty() && std::all_of(items.begin(), items.end(), [](const policy::Text& item) {
    return text::EqualsFolded(item.value, "s3:GetBucketAcl") ||
           text::EqualsFolded(item.value, "s3:GetBucketLocation") ||
           text::EqualsFolded(item.value, "s3:ListBucket");
  });
}

void Check(const DocumentContext& context, Reporter& report) {
  for (const policy::Statement& statement : context.document.statements) {
    if (!statement.allows() || statement.principal.entries.empty()) continue;
    const ServiceCaller caller = WeighServiceCaller(statement);
    if (caller.source || caller.other != nullptr) continue;
    std::vector<const policy::Text*> services;
    ForEachService(statement, [&](const policy::Text& service) { services.push_back(&service); });
    if (services.empty()) continue;
    std::vector<std::string_view> names;
    for (const policy::Text* service : services) names.push_back(service->value);
    engine::FindingBuilder finding = report.Report(
        services[0]->span,
        fmt::format("{} may do this for any customer of AWS, not for you alone", text::Few(names)));
    if (LooksAtBucketAlone(statement)) finding.Level(engine::Level::kSuggestion);
    finding.Label("for anyone")
        .Help(
            "say for whom it acts: \"StringEquals\": {\"aws:SourceAccount\": \"ACCOUNT\"} or "
            "\"ArnLike\": {\"aws:SourceArn\": \"…\"}; for an organization aws:SourceOrgID");
    if (caller.weak != nullptr) {
      finding.Related(caller.weak->key.span, "passes requests that do not carry the key");
    }
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "service-principal-source",
    .summary = "A resource policy allows an AWS service to act for any account",
    .level = engine::Level::kSecurity,
    .security_severity = "6.5",
    .confidence = engine::Confidence::kMedium,
    .kinds = policy::Kind::kResource,
    .equivalents = kEquivalents,
    .aws_page = "https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::service_principal_source
