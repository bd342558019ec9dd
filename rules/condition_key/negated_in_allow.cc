#include <fmt/format.h>

#include "analyzer/policy/condition_query.h"
#include "analyzer/policy/query.h"
#include "analyzer/text/glob.h"
#include "rules/condition_key/absent_keys.h"
#include "rules/condition_key/key_facts.h"
#include "rules/condition_key/wording.h"

namespace rolelint::rules::negated_in_allow {
namespace {

using policy::ConditionTest;
using policy::Operator;
using policy::Statement;

// Something in the statement says who may: a positive test, a set of them with a Null test, or the
// principals themselves.
bool IsBound(const Statement& statement) {
  for (const ConditionTest& test : statement.conditions) {
    const bool says_who = SaysWhoOrWhence(test) || policy::KeyIs(test, "aws:PrincipalArn") ||
                          policy::KeyIs(test, "aws:PrincipalAccount") ||
                          policy::KeyStartsWith(test, "aws:PrincipalTag/");
    if (!says_who || test.op.base == Operator::kNull || IsNegated(test.op.base)) continue;
    if (policy::Restricts(statement, test) ||
        test.op.qualifier == policy::SetQualifier::kForAllValues) {
      return true;
    }
  }
  return false;
}

// Everyone: the principals do not say who either. Policies of a user or role speak of that one.
bool IsForEveryone(const Statement& statement) {
  if (statement.principal.is_bare_star()) return true;
  for (const policy::PrincipalEntry& entry : statement.principal.entries) {
    for (const policy::Text& value : entry.values.items) {
      if (value.value == "*") return true;
    }
  }
  return false;
}

bool IsPresenceTest(const ConditionTest& test) {
  return test.op.base == Operator::kNull && !PassesWithoutKey(test);
}

bool Concerns(const catalog::Catalog&, const policy::ConditionTest& test) {
  return SaysWhoOrWhence(test) && (IsNegated(test.op.base) || test.op.base == Operator::kNull);
}

void Check(const engine::DocumentContext& context, engine::Reporter& report) {
  const bool of_principal = policy::kIdentityLike.Has(context.document.kind);
  for (const Statement& statement : context.document.statements) {
    if (!statement.allows() || statement.conditions.empty()) continue;
    std::optional<bool> open;
    for (const ConditionTest& test : statement.conditions) {
      const bool negated = IsNegated(test.op.base);
      if (!test.key.known || (!negated && (of_principal || !IsPresenceTest(test))) ||
          !SaysWhoOrWhence(test)) {
        continue;
      }
      if (!open) open = (of_principal || IsForEveryone(statement)) && !IsBound(statement);
      if (!*open) break;
      report
          .Report(test.key.span,
                  negated ? fmt::format("everyone is allowed except those that {} lists in {}{}",
                                        test.op_text.value, Quoted(test.key.value),
                                        policy::DemandsKey(statement, test.key.value)
                                            ? ""
                                            : ", and requests without the key as well")
                          : fmt::format("everyone who has {} is allowed, whatever its value",
                                        Quoted(test.key.value)))
          .Label(UnderOperator(test))
          .Help("list who may, by a positive operator; keep who may not for a Deny");
    }
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "negated-in-allow",
    .summary = "An Allow is limited only by a negated condition or a test for a key",
    .level = engine::Level::kSecurity,
    .security_severity = "6.5",
    .confidence = engine::Confidence::kMedium,
    .kinds = policy::kIdentityLike | policy::Kind::kResource | policy::Kind::kTrust,
    .concerns = Concerns,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "reference_policies_evaluation-logic_policy-eval-denyallow.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::negated_in_allow
