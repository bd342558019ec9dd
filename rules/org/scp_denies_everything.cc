#include "analyzer/engine/rule.h"
#include "analyzer/logic/questions.h"
#include "analyzer/policy/wildcards.h"
#include "rules/condition_key/key_facts.h"
#include "rules/grammar/wording.h"

namespace rolelint::rules::scp_denies_everything {
namespace {

using policy::Statement;

const policy::Text* EveryActionOf(const Statement& statement) {
  for (const policy::Text& item : statement.action.items) {
    if (item.known && policy::IsEveryAction(item.value)) return &item;
  }
  return nullptr;
}

// A condition on who calls leaves somebody, or some way, to lift the policy's effect.
bool Unconditional(const Statement& statement) {
  return !statement.has_condition || statement.conditions.empty();
}

void Check(const engine::DocumentContext& context, engine::Reporter& report) {
  for (const Statement& statement : context.document.statements) {
    const policy::Text* action = EveryActionOf(statement);
    if (!statement.denies() || !Unconditional(statement) || action == nullptr ||
        !statement.resource.present || !context.questions.meaning().IsEverywhere(statement)) {
      continue;
    }
    report
        .Report(action->span,
                "everything is denied to everyone in the accounts, break-glass and pipeline roles "
                "included")
        .Label("no exception")
        .Related(statement.effect_text.span, "the Deny")
        .Help(
            "except the roles that must go on working: \"ArnNotLike\": {\"aws:PrincipalArn\": "
            "\"arn:aws:iam::*:role/BreakGlass\"}");
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "scp-denies-everything",
    .summary = "A service control policy denies everything to everyone",
    .level = engine::Level::kWarning,
    .kinds = policy::Kind::kScp,
    .aws_page =
        "https://docs.aws.amazon.com/organizations/latest/userguide/"
        "orgs_manage_policies_scps_strategies.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::scp_denies_everything
