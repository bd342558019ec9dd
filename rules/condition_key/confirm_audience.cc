#include "rules/condition_key/key_facts.h"
#include "rules/condition_key/wording.h"

namespace rolelint::rules::confirm_audience {
namespace {

constexpr std::string_view kEquivalents[] = {"access-analyzer:CONFIRM_AUDIENCE_CLAIM_TYPE"};

bool Concerns(const catalog::Catalog&, const policy::ConditionTest& test) {
  return IsAudienceClaim(test.key.value);
}

void Check(const engine::DocumentContext& context, engine::Reporter& report) {
  for (const policy::Statement& statement : context.document.statements) {
    for (const policy::ConditionTest& test : statement.conditions) {
      if (test.op.qualifier != policy::SetQualifier::kNone || !test.key.known ||
          test.op.base == policy::Operator::kNull || !IsAudienceClaim(test.key.value)) {
        continue;
      }
      report
          .Report(test.key.span, "is the audience " + Quoted(test.key.value) +
                                     " one value in the tokens of this provider?")
          .Label(UnderOperator(test))
          .Help(
              "of tokens with a list of audiences AWS compares the one that the provider "
              "registers; nothing needs changing if that is the one written here");
    }
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "confirm-audience",
    .summary = "A test of an audience claim holds only if the provider sends one audience",
    .level = engine::Level::kSuggestion,
    .persona = engine::Persona::kPedantic,
    .kinds = policy::Kind::kTrust | policy::Kind::kResource,
    .concerns = Concerns,
    .equivalents = kEquivalents,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "reference_policies_iam-condition-keys.html#condition-keys-wif",
    .check_document = Check,
};

}  // namespace rolelint::rules::confirm_audience
