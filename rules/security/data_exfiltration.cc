#include <fmt/format.h>

#include <optional>

#include "analyzer/engine/rule.h"
#include "rules/security/grants.h"
#include "rules/security/sensitive_lists.h"

namespace rolelint::rules {
namespace {

using engine::DocumentContext;
using engine::Reporter;
using policy::Statement;

constexpr std::string_view kEquivalents[] = {
    "cloudsplaining:DataExfiltration",
};
constexpr std::string_view kYieldsTo[] = {"admin-access"};
constexpr std::string_view kYieldsWithin[] = {"service-wildcard"};

void Check(const DocumentContext& context, Reporter& report) {
  std::optional<Denials> denials;
  for (const Statement& statement : context.document.statements) {
    if (!statement.allows() || !IsOpen(statement) || IsRestricted(statement)) continue;
    if (!denials) denials.emplace(context.document);
    const Given given = GivenOf(statement, kDataActions, *denials, context.catalog);
    if (given.item == nullptr) continue;
    report
        .Report(
            given.item->span,
            fmt::format("{} on every resource: all data and secrets that are stored there can be "
                        "carried away",
                        Few(given.actions)))
        .Label("reads data")
        .Related(OpenSpan(statement), "all of it")
        .Help("name the buckets, tables, queues or secrets under Resource");
  }
}

}  // namespace

extern const engine::Rule kDataExfiltration = {
    .id = "data-exfiltration",
    .summary = "Actions that read stored data and secrets are allowed on every resource",
    .level = engine::Level::kSecurity,
    .security_severity = "6.5",
    .kinds = policy::Kind::kIdentity,
    .equivalents = kEquivalents,
    .yields_to = kYieldsTo,
    .yields_within = kYieldsWithin,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "best-practices.html#grant-least-privilege",
    .check_document = Check,
};

}  // namespace rolelint::rules
