#include <fmt/format.h>

#include "rules/condition_key/foreign_keys.h"
#include "rules/condition_key/key_facts.h"
#include "rules/condition_key/wording.h"

namespace rolelint::rules::key_of_other_action {
namespace {

constexpr std::string_view kEquivalents[] = {
    "parliament:UNKNOWN_CONDITION_FOR_ACTION",
    "boogy:invalid_condition_key",
};

constexpr std::string_view kYieldsWithin[] = {"key-of-other-service"};

// Pedantic: the service reference lacks keys that services take (aws-marketplace:ProductId of
// Subscribe), so a finding is a reason to look, not a proof.
bool Concerns(const catalog::Catalog&, const policy::ConditionTest& test) {
  return MayBeForeign(test);
}

void Check(const engine::DocumentContext& context, engine::Reporter& report) {
  ForEachForeignKey(context, [&](const policy::Statement& statement,
                                 const policy::ConditionTest& test, const ForeignKey& foreign) {
    // Where other actions of the statement take the key, such a test is written for those.
    const bool passes = PassesWithoutKey(test);
    if (passes && !foreign.every_action) return;
    std::vector<std::string_view> names;
    names.reserve(foreign.items.size());
    for (const policy::Text* item : foreign.items) names.push_back(item->value);
    const std::string_view verb = statement.allows() ? "allow" : "deny";
    engine::FindingBuilder finding = report.Report(
        test.key.span,
        passes
            ? fmt::format("{} is a key of no action of this statement: by the catalogue of {} the "
                          "test always passes and limits nothing",
                          Quoted(test.key.value), context.catalog.date())
        : foreign.every_action
            ? fmt::format("{} is a key of no action of this statement: by the catalogue of {} it "
                          "{} nothing",
                          Quoted(test.key.value), context.catalog.date(),
                          statement.allows() ? "allows" : "denies")
            : fmt::format("{} is not a key of {}: by the catalogue of {} the statement does not {} "
                          "{}",
                          Quoted(test.key.value), ListOf(names), context.catalog.date(), verb,
                          names.size() == 1 ? "it" : "them"));
    if (foreign.every_action) finding.Level(engine::Level::kWarning);
    finding.Label(UnderOperator(test))
        .Help(foreign.every_action
                  ? "test a key that the actions take, or a global one"
                  : "move them to a statement without the key, or test it with IfExists");
    size_t shown = 0;
    for (const policy::Text* item : foreign.items) {
      if (++shown > 100) break;
      finding.Related(item->span, "does not take the key");
    }
  });
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "key-of-other-action",
    .summary = "A condition key that actions of the statement do not take",
    .level = engine::Level::kSuggestion,
    .confidence = engine::Confidence::kMedium,
    .persona = engine::Persona::kPedantic,
    .kinds = policy::kAllKinds,
    .concerns = Concerns,
    .equivalents = kEquivalents,
    .yields_within = kYieldsWithin,
    .aws_page =
        "https://docs.aws.amazon.com/service-authorization/latest/reference/"
        "reference_policies_actions-resources-contextkeys.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::key_of_other_action
