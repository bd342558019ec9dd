#include <fmt/format.h>

#include "analyzer/engine/rule.h"
#include "rules/grammar/wording.h"
#include "rules/org/rcp_keys.h"

namespace rolelint::rules::rcp_hits_services {
namespace {

using policy::ConditionTest;

constexpr std::string_view kEquivalents[] = {
    "access-analyzer:RCP_MISSING_RELATED_PRINCIPAL_CONDITION_KEY",
    "boogy:rcp_missing_service_carveout",
};

constexpr std::string_view kKeys[] = {"aws:PrincipalOrgID", "aws:PrincipalOrgPaths",
                                      "aws:PrincipalAccount", "aws:PrincipalArn"};

// Whether a service, which has no such key, is denied by the test.
bool HoldsWithoutKey(const ConditionTest& test) {
  return test.op.if_exists || test.op.qualifier == policy::SetQualifier::kForAllValues ||
         (IsNegated(test.op.base) && test.op.qualifier == policy::SetQualifier::kNone);
}

void Check(const engine::DocumentContext& context, engine::Reporter& report) {
  for (const policy::Statement& statement : context.document.statements) {
    if (!statement.denies()) continue;
    const ConditionTest* test = FirstTestOf(statement, kKeys);
    if (test == nullptr || !HoldsWithoutKey(*test)) continue;
    // One of both values says on purpose which side the statement is about.
    if (TestsAwsService(statement, "false") || TestsAwsService(statement, "true")) continue;
    if (AsksForKey(statement, test->key.value)) continue;
    report
        .Report(test->key.span,
                fmt::format("AWS services have no {} and are denied too: logs, inventories and "
                            "events to these resources stop",
                            Quoted(test->key.value)))
        .Label("also holds for services")
        .Help("add \"BoolIfExists\": {\"aws:PrincipalIsAWSService\": \"false\"}");
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "rcp-hits-services",
    .summary = "A resource control policy that keeps strangers out keeps AWS services out as well",
    .level = engine::Level::kWarning,
    .kinds = policy::Kind::kRcp,
    .equivalents = kEquivalents,
    .aws_page =
        "https://docs.aws.amazon.com/organizations/latest/userguide/"
        "orgs_manage_policies_rcps_examples.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::rcp_hits_services
