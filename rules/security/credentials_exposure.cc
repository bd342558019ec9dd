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
    "cloudsplaining:CredentialsExposure",
    "parliament:CREDENTIALS_EXPOSURE",
};
constexpr std::string_view kYieldsTo[] = {"admin-access"};
constexpr std::string_view kYieldsWithin[] = {"service-wildcard"};

void Check(const DocumentContext& context, Reporter& report) {
  std::optional<Denials> denials;
  for (const Statement& statement : context.document.statements) {
    if (!statement.allows() || !IsOpen(statement) || IsRestricted(statement)) continue;
    if (!denials) denials.emplace(context.document);
    const Given given = GivenOf(statement, kCredentialActions, *denials, context.catalog);
    if (given.item == nullptr) continue;
    report
        .Report(given.item->span,
                fmt::format("{} for every user, database or machine there is: a way to act as "
                            "somebody else",
                            Few(given.actions)))
        .Label("hands out credentials")
        .Related(OpenSpan(statement), "everyone's")
        .Help("name under Resource whose credentials these may be");
  }
}

}  // namespace

extern const engine::Rule kCredentialsExposure = {
    .id = "credentials-exposure",
    .summary = "Actions that give out credentials are allowed on every resource",
    .level = engine::Level::kSecurity,
    .security_severity = "7.0",
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
