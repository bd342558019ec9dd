#include <fmt/format.h>

#include "rules/condition_key/key_facts.h"
#include "rules/condition_key/wording.h"

namespace rolelint::rules::audience_set_operator {
namespace {

constexpr std::string_view kEquivalents[] = {
    "access-analyzer:FORANYVALUE_WITH_AUDIENCE_CLAIM_TYPE"};

bool Concerns(const catalog::Catalog&, const policy::ConditionTest& test) {
  return test.op.qualifier == policy::SetQualifier::kForAnyValue && IsAudienceClaim(test.key.value);
}

void Check(const engine::DocumentContext& context, engine::Reporter& report) {
  for (const policy::Statement& statement : context.document.statements) {
    for (const policy::ConditionTest& test : statement.conditions) {
      if (test.op.qualifier != policy::SetQualifier::kForAnyValue || !test.key.known ||
          !IsAudienceClaim(test.key.value)) {
        continue;
      }
      const std::string op(policy::OperatorName(test.op.base));
      report
          .Report(test.key.span, "ForAnyValue on the audience " + Quoted(test.key.value) +
                                     ", of which AWS takes one value from the token")
          .Label(UnderOperator(test))
          .Help(fmt::format("write {0} without the qualifier: \"{0}\": {{{1}: {2}}}", op,
                            Quoted(test.key.value), FirstValue(test)));
    }
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "audience-set-operator",
    .summary = "The audience of a web identity is tested with ForAnyValue",
    .level = engine::Level::kSecurity,
    .security_severity = "5.0",
    .kinds = policy::kAllKinds,
    .concerns = Concerns,
    .equivalents = kEquivalents,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "reference_policies_iam-condition-keys.html#condition-keys-wif",
    .check_document = Check,
};

}  // namespace rolelint::rules::audience_set_operator
