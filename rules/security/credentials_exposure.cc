#include "analyzer/engine/rule.h"
#include "rules/security/grants.h"
#include "rules/security/sensitive_lists.h"

namespace rolelint::rules::credentials_exposure {
namespace {

constexpr std::string_view kEquivalents[] = {
    "cloudsplaining:CredentialsExposure",
    "parliament:CREDENTIALS_EXPOSURE",
};
constexpr std::string_view kYieldsTo[] = {"admin-access", "statement-never-matches",
                                          "shadowed-allow"};
constexpr std::string_view kYieldsWithin[] = {"service-wildcard"};

constexpr OpenActionWords kWords = {
    .message =
        "on every resource: allows getting credentials of other users, databases or machines",
    .label = "hands out credentials",
    .related = "everyone's",
    .help = "name under Resource whose credentials these may be",
};

void Check(const engine::DocumentContext& context, engine::Reporter& report) {
  ReportOpenActions(context, kCredentialActions, kWords, report);
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "credentials-exposure",
    .summary = "Actions that give out credentials are allowed on every resource",
    .level = engine::Level::kSecurity,
    .security_severity = "7.0",
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

}  // namespace rolelint::rules::credentials_exposure
