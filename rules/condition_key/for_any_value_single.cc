#include "rules/condition_key/key_facts.h"
#include "rules/condition_key/plain_operator.h"
#include "rules/condition_key/wording.h"

namespace rolelint::rules::for_any_value_single {
namespace {

constexpr std::string_view kEquivalents[] = {
    "parliament:SINGLE_VALUE_CONDITION_TOO_PERMISSIVE",
    "boogy:set_operator_on_single_valued_key",
};

bool Concerns(const catalog::Catalog&, const policy::ConditionTest& test) {
  return test.op.qualifier == policy::SetQualifier::kForAnyValue;
}

void Check(const engine::DocumentContext& context, engine::Reporter& report) {
  for (const policy::Statement& statement : context.document.statements) {
    for (const policy::ConditionTest& test : statement.conditions) {
      if (test.op.qualifier != policy::SetQualifier::kForAnyValue || !test.key.known ||
          test.op.base == policy::Operator::kNull || IsAudienceClaim(test.key.value)) {
        continue;
      }
      const KeyFacts& facts = FactsOf(context.catalog, test.key.value);
      if (!facts.typed() || facts.multivalued || facts.either) continue;
      const std::string op(policy::OperatorName(test.op.base));
      const bool differs = IsNegated(test.op.base);
      engine::FindingBuilder finding = report.Report(
          test.key.span, "ForAnyValue on " + Quoted(test.key.value) + ", which has one value" +
                             (differs ? ": requests without the key fail the test, which " + op +
                                            " alone would let pass"
                                      : ""));
      finding.Label(UnderOperator(test))
          .Help(differs ? "keep it if a missing key must fail; else write " + op
                        : "write " + op + (test.op.if_exists ? "IfExists" : "") +
                              ", which means the same");
      if (!differs && !test.op.if_exists) OfferPlainOperator(statement, test, true, finding);
    }
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "for-any-value-single",
    .summary = "ForAnyValue on a key that has one value",
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

}  // namespace rolelint::rules::for_any_value_single
