#include "analyzer/engine/rule.h"
#include "rules/security/grants.h"
#include "rules/security/sensitive_lists.h"

namespace rolelint::rules::data_exfiltration {
namespace {

constexpr std::string_view kEquivalents[] = {
    "cloudsplaining:DataExfiltration",
};
constexpr std::string_view kYieldsTo[] = {"admin-access", "statement-never-matches",
                                          "shadowed-allow"};
constexpr std::string_view kYieldsWithin[] = {"service-wildcard"};

constexpr OpenActionWords kWords = {
    .message = "on every resource: allows reading all stored data and secrets",
    .label = "reads data",
    .related = "all of it",
    .help = "name the buckets, tables, queues or secrets under Resource",
};

void Check(const engine::DocumentContext& context, engine::Reporter& report) {
  ReportOpenActions(context, kDataActions, kWords, report);
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "data-exfiltration",
    .summary = "Actions that read stored data and secrets are allowed on every resource",
    .level = engine::Level::kSecurity,
    .security_severity = "6.5",
    .kinds = policy::Kind::kIdentity,
    .needs = engine::kNeedsOpenAllow,
    .equivalents = kEquivalents,
    .yields_to = kYieldsTo,
    .yields_within = kYieldsWithin,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "best-practices.html#grant-least-privilege",
    .check_document = Check,
};

}  // namespace rolelint::rules::data_exfiltration
