#include <fmt/format.h>

#include "rules/condition_key/action_keys.h"
#include "rules/condition_key/foreign_keys.h"
#include "rules/condition_key/wording.h"

namespace rolelint::rules {
namespace {

constexpr std::string_view kEquivalents[] = {"parliament:UNKNOWN_CONDITION_FOR_ACTION"};

void Check(const engine::DocumentContext& context, engine::Reporter& report) {
  ForEachForeignKey(context, [&](const policy::Statement& statement,
                                 const policy::ConditionTest& test, const ForeignKey& foreign) {
    if (foreign.every_action) return;  // another rule's
    std::vector<std::string_view> names;
    names.reserve(foreign.items.size());
    for (const policy::Text* item : foreign.items) names.push_back(item->value);
    engine::FindingBuilder finding = report.Report(
        test.key.span, fmt::format("{} is not a key of {}: the statement does not {} {}",
                                   Quoted(test.key.value), ListOf(names),
                                   statement.allows() ? "allow" : "deny",
                                   names.size() == 1 ? "it" : "them"));
    finding.Label(UnderOperator(test))
        .Help("move them to a statement without the key, or test it with IfExists");
    size_t shown = 0;
    for (const policy::Text* item : foreign.items) {
      if (++shown > 100) break;
      finding.Related(item->span, "does not take the key");
    }
  });
}

}  // namespace

extern const engine::Rule kKeyOfOtherAction = {
    .id = "key-of-other-action",
    .summary = "A condition key that some of the statement's actions do not take",
    .level = engine::Level::kSuggestion,
    .confidence = engine::Confidence::kMedium,
    .persona = engine::Persona::kPedantic,
    .kinds = policy::kAllKinds,
    .equivalents = kEquivalents,
    .aws_page =
        "https://docs.aws.amazon.com/service-authorization/latest/reference/"
        "reference_policies_actions-resources-contextkeys.html",
    .check_document = Check,
};

}  // namespace rolelint::rules
