#include "analyzer/engine/rule.h"
#include "rules/security/grants.h"
#include "rules/security/sensitive_lists.h"

namespace rolelint::rules::shares_any_resource {
namespace {

constexpr std::string_view kEquivalents[] = {
    "cloudsplaining:ResourceExposure",
};
constexpr std::string_view kYieldsTo[] = {"admin-access", "statement-never-matches",
                                          "shadowed-allow"};
constexpr std::string_view kYieldsWithin[] = {"service-wildcard"};

constexpr OpenActionWords kWords = {
    .message = "on every resource: allows giving anyone access, other accounts included",
    .label = "gives others access",
    .related = "everywhere",
    .help =
        "name the resources whose policies may be changed, or leave these actions to those who "
        "administer them",
};

void Check(const engine::DocumentContext& context, engine::Reporter& report) {
  ReportOpenActions(context, kSharingActions, kWords, report);
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "shares-any-resource",
    .summary = "Actions that let others into resources are allowed on every resource",
    .level = engine::Level::kSecurity,
    .security_severity = "7.0",
    .kinds = policy::Kind::kIdentity,
    .needs = engine::kNeedsOpenAllow,
    .equivalents = kEquivalents,
    .yields_to = kYieldsTo,
    .yields_within = kYieldsWithin,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "access_policies_identity-vs-resource.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::shares_any_resource
