#include <fmt/format.h>

#include "analyzer/engine/rule.h"
#include "rules/grammar/wording.h"
#include "rules/org/rcp_keys.h"

namespace rolelint::rules::rcp_source_key_users {
namespace {

constexpr std::string_view kEquivalents[] = {
    "access-analyzer:RCP_MISSING_RELATED_SERVICE_PRINCIPAL_CONDITION_KEY"};

constexpr std::string_view kKeys[] = {"aws:SourceOrgID", "aws:SourceOrgPaths", "aws:SourceAccount",
                                      "aws:SourceArn"};

void Check(const engine::DocumentContext& context, engine::Reporter& report) {
  for (const policy::Statement& statement : context.document.statements) {
    if (!statement.denies()) continue;
    const policy::ConditionTest* test = FirstTestOf(statement, kKeys);
    if (test == nullptr || TestsAwsService(statement, "true")) continue;
    report
        .Report(test->key.span,
                fmt::format("{} tells whom a service calls for, and this Deny is about users and "
                            "roles as well",
                            Quoted(test->key.value)))
        .Label("not limited to services")
        .Help("add \"Bool\": {\"aws:PrincipalIsAWSService\": \"true\"}");
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "rcp-source-key-users",
    .summary = "A resource control policy about what services do is not limited to services",
    .level = engine::Level::kWarning,
    .kinds = policy::Kind::kRcp,
    .equivalents = kEquivalents,
    .aws_page =
        "https://docs.aws.amazon.com/organizations/latest/userguide/"
        "orgs_manage_policies_rcps_examples.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::rcp_source_key_users
