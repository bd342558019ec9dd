// A key of a service that no action of the statement is of. The catalogue may lack a key of an
// action of its own service; a key of another one it lacks for a reason.

#include <fmt/format.h>

#include <algorithm>

#include "analyzer/policy/query.h"
#include "analyzer/text/glob.h"
#include "rules/condition_key/foreign_keys.h"
#include "rules/condition_key/key_facts.h"
#include "rules/condition_key/wording.h"

namespace rolelint::rules::key_of_other_service {
namespace {

bool Concerns(const catalog::Catalog&, const policy::ConditionTest& test) {
  return MayBeForeign(test) && !policy::KeyIs(test, "aws:TagKeys") &&
         !policy::KeyStartsWith(test, "aws:RequestTag/");
}

void Check(const engine::DocumentContext& context, engine::Reporter& report) {
  ForEachForeignKey(context, [&](const policy::Statement& statement,
                                 const policy::ConditionTest& test, const ForeignKey& foreign) {
    if (!foreign.every_action || PassesWithoutKey(test) || !Concerns(context.catalog, test)) return;
    const std::string_view service = test.key.value.substr(0, test.key.value.find(':'));
    const bool own = std::any_of(foreign.items.begin(), foreign.items.end(), [&](const auto* item) {
      return text::EqualsFolded(ServiceOf(item->value), service);
    });
    if (own) return;
    report
        .Report(test.key.span,
                fmt::format(
                    "{} is in no request of {}: the statement {} nothing", Quoted(test.key.value),
                    foreign.items.size() == 1 ? Quoted(foreign.items[0]->value) : "these actions",
                    statement.allows() ? "allows" : "denies"))
        .Label(UnderOperator(test))
        .Related(foreign.items[0]->span, "does not take the key")
        .Help("test a key that the actions take, or a global one");
  });
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "key-of-other-service",
    .summary = "A condition key belongs to a service that no action of the statement belongs to",
    .level = engine::Level::kWarning,
    .kinds = policy::kAllKinds,
    .concerns = Concerns,
    .aws_page =
        "https://docs.aws.amazon.com/service-authorization/latest/reference/"
        "reference_policies_actions-resources-contextkeys.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::key_of_other_service
