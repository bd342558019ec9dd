#include "analyzer/engine/rule.h"
#include "analyzer/policy/condition_query.h"
#include "analyzer/policy/query.h"
#include "rules/grammar/wording.h"

namespace rolelint::rules::rcp_allow {
namespace {

using policy::Statement;

constexpr std::string_view kEquivalents[] = {"boogy:invalid_rcp_effect"};

// RCPFullAWSAccess, which AWS attaches and nobody can write.
bool IsFullAccess(const Statement& statement) {
  return policy::IsLoneStar(statement.action) && policy::IsLoneStar(statement.resource) &&
         statement.principal.is_bare_star() && statement.conditions.empty();
}

void Check(const engine::DocumentContext& context, engine::Reporter& report) {
  for (const Statement& statement : context.document.statements) {
    if (!statement.allows() || IsFullAccess(statement)) continue;
    report
        .Report(statement.effect_text.span,
                "Organizations takes Deny alone in the resource control policies one writes")
        .Label("Allow is AWS's own RCPFullAWSAccess")
        .Help("delete the statement: RCPFullAWSAccess, always attached, lets everything through");
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "rcp-allow",
    .summary = "A resource control policy of one's own has an Allow",
    .level = engine::Level::kError,
    .kinds = policy::Kind::kRcp,
    .equivalents = kEquivalents,
    .aws_page =
        "https://docs.aws.amazon.com/organizations/latest/userguide/"
        "orgs_manage_policies_rcps_syntax.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::rcp_allow
