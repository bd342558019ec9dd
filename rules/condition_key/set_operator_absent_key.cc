#include <fmt/format.h>

#include "analyzer/policy/query.h"
#include "analyzer/text/glob.h"
#include "rules/condition_key/absent_keys.h"
#include "rules/condition_key/key_facts.h"
#include "rules/condition_key/plain_operator.h"
#include "rules/condition_key/wording.h"

namespace rolelint::rules::set_operator_absent_key {
namespace {

using policy::ConditionTest;
using policy::SetQualifier;
using policy::Statement;

constexpr std::string_view kEquivalents[] = {
    "boogy:forallvalues_allow_without_null_check",
    "boogy:foranyvalue_deny_without_null_check",
};

bool Concerns(const catalog::Catalog&, const policy::ConditionTest& test) {
  return test.op.qualifier != SetQualifier::kNone && SaysWhoOrWhence(test);
}

void Check(const engine::DocumentContext& context, engine::Reporter& report) {
  size_t asked_of_document = 0;
  for (const Statement& statement : context.document.statements) {
    size_t asked = 0;
    for (const ConditionTest& test : statement.conditions) {
      if (test.op.qualifier == SetQualifier::kNone || !test.key.known || !SaysWhoOrWhence(test)) {
        continue;
      }
      if (!FactsOf(context.catalog, test.key.value).multivalued) continue;
      if (++asked > kMostAsked) break;
      if (statement.allows() && test.op.qualifier == SetQualifier::kForAllValues) {
        if (FailsWithoutKey(statement, test.key.value)) continue;
        engine::FindingBuilder finding = report.Report(
            test.key.span, fmt::format("requests without {} pass ForAllValues and are allowed",
                                       Quoted(test.key.value)));
        finding.Label(UnderOperator(test))
            .Help(fmt::format("add \"Null\": {{{}: \"false\"}}, or write ForAnyValue:{}",
                              Quoted(test.key.value), policy::OperatorName(test.op.base)));
        OfferNullGuard(context.document, statement, test, finding);
      } else if (statement.denies() && test.op.qualifier == SetQualifier::kForAnyValue &&
                 IsNegated(test.op.base)) {
        // Each asks every statement: more of them than a person writes are left unsaid.
        if (++asked_of_document > kMostAsked) return;
        if (DeniesWithoutKey(context.document, test.key.value)) continue;
        engine::FindingBuilder finding = report.Report(
            test.key.span, fmt::format("requests without {} fail ForAnyValue and are not denied",
                                       Quoted(test.key.value)));
        const std::string meant =
            fmt::format("ForAllValues:{}", policy::OperatorName(test.op.base));
        finding.Label(UnderOperator(test))
            .Help(fmt::format("write {}, which also holds where the key is missing", meant));
        if (!test.op.if_exists && policy::CanRenameOperator(statement, test, meant)) {
          finding.Fix(test.op_text.span, meant, false);
        }
      }
    }
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "set-operator-absent-key",
    .summary = "A set operator on a key of identity or network misjudges requests without the key",
    .level = engine::Level::kSecurity,
    .security_severity = "7.0",
    .kinds = policy::kAllKinds,
    .concerns = Concerns,
    .equivalents = kEquivalents,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "reference_policies_condition-single-vs-multi-valued-context-keys.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::set_operator_absent_key
