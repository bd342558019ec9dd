#include <fmt/format.h>

#include "analyzer/policy/condition_query.h"
#include "analyzer/policy/query.h"
#include "rules/condition_key/absent_keys.h"
#include "rules/condition_key/key_facts.h"
#include "rules/condition_key/plain_operator.h"
#include "rules/condition_key/wording.h"

namespace rolelint::rules::if_exists_in_allow {
namespace {

constexpr std::string_view kEquivalents[] = {"boogy:ifexists_weakens_security_condition"};

// Another test of the statement that says who or whence, and does not pass without its key.
bool ElsewhereBound(const policy::Statement& statement) {
  for (const policy::ConditionTest& test : statement.conditions) {
    if (policy::Restricts(statement, test) && SaysWhoOrWhence(test)) return true;
    if (policy::Restricts(statement, test) &&
        (policy::KeyIs(test, "aws:PrincipalArn") || policy::KeyIs(test, "aws:PrincipalAccount"))) {
      return true;
    }
  }
  return false;
}

// Trust that rests on an external id or on claims has rules of its own, which know IfExists.
bool IsOfTrustRules(const policy::ConditionTest& test) {
  const std::string_view prefix = test.key.value.substr(0, test.key.value.find(':'));
  return policy::KeyIs(test, "sts:ExternalId") || prefix.find('.') != std::string_view::npos;
}

bool Concerns(const catalog::Catalog&, const policy::ConditionTest& test) {
  return test.op.if_exists && SaysWhoOrWhence(test);
}

void Check(const engine::DocumentContext& context, engine::Reporter& report) {
  for (const policy::Statement& statement : context.document.statements) {
    if (!statement.allows()) continue;
    const bool trust = context.document.kind == policy::Kind::kTrust;
    std::optional<bool> bound;
    for (const policy::ConditionTest& test : statement.conditions) {
      if (!test.op.if_exists || !test.key.known || IsNegated(test.op.base) ||
          !SaysWhoOrWhence(test) || (trust && IsOfTrustRules(test)) ||
          policy::DemandsKey(statement, test.key.value)) {
        continue;
      }
      if (!bound) bound = ElsewhereBound(statement);
      if (*bound) break;
      engine::FindingBuilder finding = report.Report(
          test.key.span, fmt::format("requests without {} are allowed: IfExists lets them pass",
                                     Quoted(test.key.value)));
      finding.Label(UnderOperator(test))
          .Help(fmt::format("write {}, and allow what calls without the key in a statement of its "
                            "own",
                            policy::OperatorName(test.op.base)));
      OfferPlainOperator(statement, test, false, finding);
    }
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "if-exists-in-allow",
    .summary = "IfExists on a key of identity or network allows requests without the key",
    .level = engine::Level::kSecurity,
    .security_severity = "5.5",
    .confidence = engine::Confidence::kMedium,
    .kinds = policy::kAllKinds,
    .concerns = Concerns,
    .equivalents = kEquivalents,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "reference_policies_elements_condition_operators.html#Conditions_IfExists",
    .check_document = Check,
};

}  // namespace rolelint::rules::if_exists_in_allow
