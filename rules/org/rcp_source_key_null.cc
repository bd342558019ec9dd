#include <fmt/format.h>

#include "analyzer/engine/rule.h"
#include "rules/grammar/wording.h"
#include "rules/org/rcp_keys.h"

namespace rolelint::rules::rcp_source_key_null {
namespace {

constexpr std::string_view kEquivalents[] = {
    "access-analyzer:RCP_MISSING_SERVICE_CONDITION_KEY_NULL_CHECK"};

constexpr std::string_view kKeys[] = {"aws:SourceOrgID", "aws:SourceOrgPaths", "aws:SourceAccount"};

void Check(const engine::DocumentContext& context, engine::Reporter& report) {
  for (const policy::Statement& statement : context.document.statements) {
    if (!statement.denies()) continue;
    const policy::ConditionTest* test = FirstTestOf(statement, kKeys);
    if (test == nullptr || AsksForKey(statement, "aws:SourceAccount") ||
        AsksForKey(statement, "aws:SourceArn")) {
      continue;
    }
    report
        .Report(test->key.span,
                fmt::format("service calls made on no account's behalf carry no {} and are also "
                            "denied",
                            Quoted(test->key.value)))
        .Label("also holds without a source")
        .Help("add \"Null\": {\"aws:SourceAccount\": \"false\"}");
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "rcp-source-key-null",
    .summary = "A resource control policy denies services whose requests name no source",
    .level = engine::Level::kWarning,
    .kinds = policy::Kind::kRcp,
    .equivalents = kEquivalents,
    .aws_page =
        "https://docs.aws.amazon.com/organizations/latest/userguide/"
        "orgs_manage_policies_rcps_examples.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::rcp_source_key_null
