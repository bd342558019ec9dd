#include <fmt/format.h>

#include "analyzer/policy/query.h"
#include "rules/condition_key/action_keys.h"
#include "rules/condition_key/foreign_keys.h"
#include "rules/condition_key/wording.h"

namespace rolelint::rules {
namespace {

void Check(const engine::DocumentContext& context, engine::Reporter& report) {
  ForEachForeignKey(context, [&](const policy::Statement& statement,
                                 const policy::ConditionTest& test, const ForeignKey& foreign) {
    if (!foreign.every_action) return;
    report
        .Report(test.key.span,
                fmt::format("no action of this statement takes {}: the statement {} nothing",
                            Quoted(test.key.value), statement.allows() ? "allows" : "denies"))
        .Label(UnderOperator(test))
        .Related(statement.action.key_span, "the actions")
        .Help(
            "look up which keys the actions take (rolelint catalog " +
            std::string(foreign.items[0]->value.substr(0, 80)) + "), or test a global key");
  });
}

}  // namespace

extern const engine::Rule kKeyOfNoAction = {
    .id = "key-of-no-action",
    .summary = "A condition key that none of the statement's actions takes",
    .level = engine::Level::kWarning,
    .confidence = engine::Confidence::kMedium,
    .kinds = policy::kAllKinds,
    .equivalents = {},
    .aws_page =
        "https://docs.aws.amazon.com/service-authorization/latest/reference/"
        "reference_policies_actions-resources-contextkeys.html",
    .check_document = Check,
};

}  // namespace rolelint::rules
