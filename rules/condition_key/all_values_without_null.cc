#include <fmt/format.h>

#include "analyzer/policy/query.h"
#include "rules/condition_key/absent_keys.h"
#include "rules/condition_key/key_facts.h"
#include "rules/condition_key/plain_operator.h"
#include "rules/condition_key/wording.h"

namespace rolelint::rules::all_values_without_null {
namespace {

constexpr std::string_view kEquivalents[] = {"boogy:forallvalues_allow_without_null_check"};

bool Concerns(const catalog::Catalog&, const policy::ConditionTest& test) {
  return test.op.qualifier == policy::SetQualifier::kForAllValues;
}

void Check(const engine::DocumentContext& context, engine::Reporter& report) {
  for (const policy::Statement& statement : context.document.statements) {
    if (!statement.allows()) continue;
    size_t asked = 0;
    for (const policy::ConditionTest& test : statement.conditions) {
      if (test.op.qualifier != policy::SetQualifier::kForAllValues || !test.key.known ||
          SaysWhoOrWhence(test)) {
        continue;
      }
      if (!FactsOf(context.catalog, test.key.value).multivalued) continue;
      if (++asked > kMostAsked) break;
      if (FailsWithoutKey(statement, test.key.value)) continue;
      engine::FindingBuilder finding = report.Report(
          test.key.span,
          fmt::format("requests without {} pass ForAllValues as well", Quoted(test.key.value)));
      finding.Label(UnderOperator(test))
          .Help(fmt::format("if the key must be present, add \"Null\": {{{}: \"false\"}}",
                            Quoted(test.key.value)));
      OfferNullGuard(context.document, statement, test, finding);
    }
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "all-values-without-null",
    .summary = "ForAllValues in an Allow, without a test that the key is there",
    .level = engine::Level::kSuggestion,
    .persona = engine::Persona::kPedantic,
    .kinds = policy::kAllKinds,
    .concerns = Concerns,
    .equivalents = kEquivalents,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "reference_policies_condition-single-vs-multi-valued-context-keys.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::all_values_without_null
