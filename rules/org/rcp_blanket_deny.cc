#include <fmt/format.h>

#include "analyzer/engine/rule.h"
#include "analyzer/logic/questions.h"
#include "analyzer/policy/wildcards.h"
#include "rules/grammar/wording.h"

namespace rolelint::rules::rcp_blanket_deny {
namespace {

using policy::Statement;
using policy::Text;

constexpr std::string_view kEquivalents[] = {"boogy:rcp_blanket_deny"};

// `*` on everything, or all of a service on all that it has.
const Text* BlanketOf(const engine::DocumentContext& context, const Statement& statement) {
  logic::Meaning& meaning = context.questions.meaning();
  if (!statement.resource.present || !meaning.IsWide(statement)) return nullptr;
  for (const Text& action : statement.action.items) {
    if (action.known && policy::IsEveryAction(action.value) && meaning.IsEverywhere(statement)) {
      return &action;
    }
  }
  const std::vector<logic::WholeService> services = meaning.WholeServices(statement);
  return services.empty() ? nullptr : services.front().item;
}

void Check(const engine::DocumentContext& context, engine::Reporter& report) {
  for (const Statement& statement : context.document.statements) {
    if (!statement.denies() || !statement.conditions.empty() || statement.has_condition) continue;
    const Text* action = BlanketOf(context, statement);
    if (action == nullptr) continue;
    report
        .Report(action->span,
                fmt::format("{} is denied to everyone on every resource, the accounts' "
                            "own administrators included",
                            Quoted(action->value)))
        .Label("without a condition")
        .Related(statement.effect_text.span, "the Deny")
        .Help(
            "say by a condition who is kept out, as \"StringNotEqualsIfExists\": "
            "{\"aws:PrincipalOrgID\": \"o-…\"} with \"BoolIfExists\": "
            "{\"aws:PrincipalIsAWSService\": \"false\"}");
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "rcp-blanket-deny",
    .summary = "A resource control policy denies a whole service to everyone",
    .level = engine::Level::kWarning,
    .kinds = policy::Kind::kRcp,
    .equivalents = kEquivalents,
    .aws_page =
        "https://docs.aws.amazon.com/organizations/latest/userguide/"
        "orgs_manage_policies_rcps.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::rcp_blanket_deny
