#include <algorithm>

#include "analyzer/engine/rule.h"
#include "analyzer/policy/wildcards.h"
#include "rules/grammar/wording.h"

namespace rolelint::rules::scp_idle_allow {
namespace {

using policy::Statement;

bool AllowsEverything(const Statement& statement) {
  const auto& actions = statement.action.items;
  const auto& resources = statement.resource.items;
  return statement.allows() && !statement.has_condition &&
         std::any_of(actions.begin(), actions.end(),
                     [](const auto& item) { return policy::IsEveryAction(item.value); }) &&
         std::any_of(resources.begin(), resources.end(),
                     [](const auto& item) { return policy::IsStars(item.value); });
}

void Check(const engine::DocumentContext& context, engine::Reporter& report) {
  const Statement* all = nullptr;
  for (const Statement& statement : context.document.statements) {
    if (all == nullptr && AllowsEverything(statement)) all = &statement;
  }
  if (all == nullptr) return;
  for (const Statement& statement : context.document.statements) {
    if (!statement.allows() || &statement == all) continue;
    report
        .Report(statement.effect_text.span,
                "this Allow has no effect: another statement of the service control policy allows "
                "everything")
        .Label("idle")
        .Related(all->effect_text.span, "allows everything")
        .Help(
            "to limit what the accounts may do, delete the statement that allows everything, and "
            "detach FullAWSAccess; to grant access, use a policy of the user or role");
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "scp-idle-allow",
    .summary = "An Allow of a service control policy beside one that allows everything",
    .level = engine::Level::kWarning,
    .kinds = policy::Kind::kScp,
    .aws_page =
        "https://docs.aws.amazon.com/organizations/latest/userguide/"
        "orgs_manage_policies_scps_evaluation.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::scp_idle_allow
