#include <fmt/format.h>

#include "analyzer/engine/rule.h"
#include "analyzer/logic/names.h"
#include "analyzer/logic/questions.h"
#include "analyzer/text/glob.h"
#include "rules/catalog/attached_type.h"

namespace rolelint::rules::unsupported_action {
namespace {

using engine::DocumentContext;
using engine::Reporter;
using logic::ActionFacts;

constexpr std::string_view kEquivalents[] = {
    "access-analyzer:UNSUPPORTED_ACTION_IN_POLICY",
};

bool Supports(const AttachedType& attached, const DocumentContext& context, std::string_view action,
              const ActionFacts& facts) {
  if (facts.everything) return true;
  if (!text::EqualsFolded(action.substr(0, action.find(':')), attached.service)) return false;
  const auto& names = attached.actions[0].empty() ? attached.resources : attached.actions;
  for (const uint16_t type : facts.types) {
    if (IsAmong(names, attached.service, context.catalog, type)) return true;
  }
  // Types that the catalogue does not have settle nothing.
  return !context.catalog.FindResourceType(attached.service, names[0]).has_value();
}

void CheckItems(const policy::TextList& list, std::span<const ActionFacts* const> facts,
                const AttachedType& attached, const DocumentContext& context, Reporter& report) {
  for (size_t i = 0; i < list.items.size(); ++i) {
    if (facts[i]->state != logic::ActionState::kKnown) continue;
    const policy::Text& item = list.items[i];
    if (Supports(attached, context, item.value, *facts[i])) continue;
    report
        .Report(item.span, fmt::format("\"{}\" is no action on what this policy is attached to, {}",
                                       item.value, attached.name))
        .Label("not in this policy")
        .Help(fmt::format("a policy of {} takes the actions of {} that work on it; others belong "
                          "into a policy of the user or role",
                          attached.name, attached.service));
  }
}

void Check(const DocumentContext& context, Reporter& report) {
  const AttachedType* attached = FindAttachedType(context.resource_type);
  if (attached == nullptr) return;
  const auto statements = context.document.statements;
  for (size_t i = 0; i < statements.size(); ++i) {
    const logic::StatementNames& names = context.questions.names().Statement(i);
    CheckItems(statements[i].action, names.action, *attached, context, report);
    CheckItems(statements[i].not_action, names.not_action, *attached, context, report);
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "unsupported-action",
    .summary = "A resource's policy names an action that does not work on that resource",
    .level = engine::Level::kError,
    .kinds = policy::Kind::kResource,
    .equivalents = kEquivalents,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "access_policies_identity-vs-resource.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::unsupported_action
