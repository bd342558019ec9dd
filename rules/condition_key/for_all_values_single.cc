#include "analyzer/policy/condition_query.h"
#include "analyzer/policy/query.h"
#include "analyzer/text/glob.h"
#include "rules/condition_key/key_facts.h"
#include "rules/condition_key/plain_operator.h"
#include "rules/condition_key/wording.h"

namespace rolelint::rules::for_all_values_single {
namespace {

constexpr std::string_view kEquivalents[] = {
    "access-analyzer:FORALLVALUES_WITH_SINGLE_VALUED_KEY",
    "parliament:SINGLE_VALUE_CONDITION_TOO_PERMISSIVE",
    "boogy:set_operator_on_single_valued_key",
};

// Of a provider that the catalogue does not know, two claims are single by the protocol.
bool IsSingleClaim(std::string_view key) {
  if (IsAudienceClaim(key)) return true;
  const size_t colon = key.rfind(':');
  return colon != std::string_view::npos && key.find('.') < colon &&
         text::EqualsFolded(key.substr(colon + 1), "sub");
}

bool Concerns(const catalog::Catalog&, const policy::ConditionTest& test) {
  return test.op.qualifier == policy::SetQualifier::kForAllValues;
}

void Check(const engine::DocumentContext& context, engine::Reporter& report) {
  for (const policy::Statement& statement : context.document.statements) {
    for (const policy::ConditionTest& test : statement.conditions) {
      if (test.op.qualifier != policy::SetQualifier::kForAllValues || !test.key.known ||
          test.op.base == policy::Operator::kNull) {
        continue;
      }
      const KeyFacts& facts = FactsOf(context.catalog, test.key.value);
      const bool single = facts.typed() ? !facts.multivalued && !facts.either
                                        : facts.standing == KeyFacts::Standing::kOpen &&
                                              IsSingleClaim(test.key.value);
      if (!single) continue;
      const std::string_view op = policy::OperatorName(test.op.base);
      if (policy::DemandsKey(statement, test.key.value)) {
        engine::FindingBuilder idle = report.Report(
            test.key.span, "ForAllValues on " + Quoted(test.key.value) +
                               ", which has one value and must be present: the qualifier "
                               "has no effect");
        idle.Label(UnderOperator(test))
            .Help("write " + std::string(op))
            .Level(engine::Level::kSuggestion);
        OfferPlainOperator(statement, test, true, idle);
        continue;
      }
      engine::FindingBuilder finding = report.Report(
          test.key.span, "ForAllValues on " + Quoted(test.key.value) +
                             ", which has one value: requests without the key pass the test");
      // A Deny denies the more by it.
      if (statement.denies()) finding.Level(engine::Level::kSuggestion);
      finding.Label(UnderOperator(test))
          .Help("write " + std::string(op) +
                ", which asks the same of a request that has the key and refuses one that has not");
      OfferPlainOperator(statement, test, statement.allows(), finding);
    }
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "for-all-values-single",
    .summary = "ForAllValues on a key with one value lets requests without the key through",
    .level = engine::Level::kSecurity,
    .security_severity = "6.0",
    .kinds = policy::kAllKinds,
    .concerns = Concerns,
    .equivalents = kEquivalents,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "reference_policies_condition-single-vs-multi-valued-context-keys.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::for_all_values_single
