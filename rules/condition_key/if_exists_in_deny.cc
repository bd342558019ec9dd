#include <fmt/format.h>

#include "analyzer/policy/query.h"
#include "rules/condition_key/key_facts.h"
#include "rules/condition_key/wording.h"

namespace rolelint::rules::if_exists_in_deny {
namespace {

constexpr std::string_view kEquivalents[] = {"boogy:ifexists_weakens_deny"};

bool Concerns(const catalog::Catalog&, const policy::ConditionTest& test) {
  return test.op.if_exists;
}

void Check(const engine::DocumentContext& context, engine::Reporter& report) {
  for (const policy::Statement& statement : context.document.statements) {
    if (!statement.denies()) continue;
    for (const policy::ConditionTest& test : statement.conditions) {
      // Of truths (MFA, transport, services) a missing key is meant as false, and on purpose. A
      // negated operator holds without the key anyhow.
      if (!test.op.if_exists || IsNegated(test.op.base) ||
          FamilyOf(test.op.base) == policy::OperatorFamily::kBool || !test.key.known) {
        continue;
      }
      report
          .Report(test.key.span,
                  fmt::format("every request without {} is denied as well: IfExists holds for it",
                              Quoted(test.key.value)))
          .Label(UnderOperator(test))
          .Help(fmt::format("to deny the listed values alone write {}",
                            policy::OperatorName(test.op.base)));
    }
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "if-exists-in-deny",
    .summary = "IfExists with a positive operator makes a Deny hold for requests without the key",
    .level = engine::Level::kWarning,
    .confidence = engine::Confidence::kMedium,
    .persona = engine::Persona::kPedantic,
    .kinds = policy::kAllKinds,
    .concerns = Concerns,
    .equivalents = kEquivalents,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "reference_policies_elements_condition_operators.html#Conditions_IfExists",
    .check_document = Check,
};

}  // namespace rolelint::rules::if_exists_in_deny
