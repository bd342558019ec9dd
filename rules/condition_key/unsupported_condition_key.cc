#include "rules/condition_key/key_facts.h"
#include "rules/condition_key/wording.h"

namespace rolelint::rules::unsupported_condition_key {
namespace {

constexpr std::string_view kEquivalents[] = {
    "access-analyzer:UNSUPPORTED_GLOBAL_CONDITION_KEY",
    "access-analyzer:DEPRECATED_GLOBAL_CONDITION_KEY",
};

bool Concerns(const catalog::Catalog& catalog, const policy::ConditionTest& test) {
  return FactsOf(catalog, test.key.value).standing == KeyFacts::Standing::kArnKey;
}

void Check(const engine::DocumentContext& context, engine::Reporter& report) {
  // Access Analyzer calls the key unsupported in policies of principals and deprecated in those of
  // resources, where it may still be told who calls.
  const bool of_resource = context.document.kind == policy::Kind::kResource ||
                           context.document.kind == policy::Kind::kTrust;
  for (const policy::Statement& statement : context.document.statements) {
    for (const policy::ConditionTest& test : statement.conditions) {
      if (!test.key.known ||
          FactsOf(context.catalog, test.key.value).standing != KeyFacts::Standing::kArnKey) {
        continue;
      }
      engine::FindingBuilder finding =
          report.Report(test.key.span, Quoted(test.key.value) + " is a key that AWS has given up");
      if (of_resource) finding.Level(engine::Level::kWarning);
      finding.Label(UnderOperator(test))
          .Help(
              "test aws:PrincipalArn for who calls, or aws:SourceArn for the resource a service "
              "calls for")
          .Fix(test.key.span, "aws:PrincipalArn", false);
    }
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "unsupported-condition-key",
    .summary = "A condition tests a key that AWS no longer supports",
    .level = engine::Level::kError,
    .kinds = policy::kAllKinds,
    .concerns = Concerns,
    .equivalents = kEquivalents,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "reference_policies_condition-keys.html#condition-keys-principalarn",
    .check_document = Check,
};

}  // namespace rolelint::rules::unsupported_condition_key
