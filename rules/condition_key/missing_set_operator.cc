#include "rules/condition_key/key_facts.h"
#include "rules/condition_key/wording.h"

namespace rolelint::rules::missing_set_operator {
namespace {

constexpr std::string_view kEquivalents[] = {"access-analyzer:MISSING_QUALIFIER"};

bool Concerns(const catalog::Catalog& catalog, const policy::ConditionTest& test) {
  return test.op.qualifier == policy::SetQualifier::kNone &&
         FactsOf(catalog, test.key.value).multivalued;
}

void Check(const engine::DocumentContext& context, engine::Reporter& report) {
  for (const policy::Statement& statement : context.document.statements) {
    for (const policy::ConditionTest& test : statement.conditions) {
      if (test.op.qualifier != policy::SetQualifier::kNone || !test.key.known ||
          test.op.base == policy::Operator::kNull || test.op.base == policy::Operator::kUnknown) {
        continue;
      }
      const KeyFacts& facts = FactsOf(context.catalog, test.key.value);
      if (!facts.multivalued || facts.either) continue;
      report
          .Report(test.key.span, "a request has several values of " + Quoted(test.key.value) +
                                     ", and " + std::string(test.op_text.value) + " tests one")
          .Label(UnderOperator(test))
          .Help("write ForAnyValue:" + std::string(test.op_text.value) +
                " if one fitting value is enough, or ForAllValues:" +
                std::string(test.op_text.value) + " if all must fit" +
                (statement.allows() ? ", with a Null test against a missing key" : ""));
    }
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "missing-set-operator",
    .summary = "A key with several values is tested without ForAllValues or ForAnyValue",
    .level = engine::Level::kError,
    .kinds = policy::kAllKinds,
    .concerns = Concerns,
    .equivalents = kEquivalents,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "reference_policies_condition-single-vs-multi-valued-context-keys.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::missing_set_operator
