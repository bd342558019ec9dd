#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "analyzer/engine/assertion.h"
#include "analyzer/engine/rule.h"
#include "analyzer/logic/json_document.h"
#include "analyzer/logic/prove.h"
#include "analyzer/text/glob.h"
#include "rules/access/assertion_text.h"
#include "rules/access/principal_assertions.h"
#include "rules/access/request_text.h"

namespace rolelint::rules::failed_assertion {
namespace {

using engine::Assertion;
using engine::DocumentContext;
using engine::Reporter;

// The requests of everyone but the policy's owner, which it says nothing about; null where the
// owner's requests cannot be told by its ARN.
std::unique_ptr<policy::OwnedDocument> OthersThan(const DocumentContext& context) {
  const inputs::Owner& owner = context.owner;
  if (context.document.kind != policy::Kind::kIdentity || !owner.is_entity || owner.arn.empty() ||
      owner.entity_type == estate::EntityType::kGroup || text::HasWildcard(owner.arn)) {
    return nullptr;
  }
  const nlohmann::ordered_json others = {
      {"Version", "2012-10-17"},
      {"Statement",
       {{{"Effect", "Allow"},
         {"Action", "*"},
         {"Resource", "*"},
         {"Condition", {{"ArnNotEquals", {{"aws:PrincipalArn", std::string(owner.arn)}}}}}}}}};
  return policy::OwnedDocument::Parse(logic::DumpJson(others), policy::Kind::kIdentity,
                                      policy::KindSource::kOption);
}

constexpr std::string_view kEquivalents[] = {
    "parliament:SENSITIVE_ACCESS",
    "boogy:forbidden_action",
    "boogy:action_detected",
};

void CheckOne(const Assertion& assertion, const DocumentContext& context, Reporter& report) {
  logic::Prover prover(context.catalog);
  const logic::CompiledPolicy* policy = prover.Add(context.document);
  const logic::CompiledPolicy* asked = prover.Add(assertion.asked->document());
  std::vector<const logic::CompiledPolicy*> excepted = {prover.Add(assertion.excepted->document())};
  const std::unique_ptr<policy::OwnedDocument> others = OthersThan(context);
  if (others != nullptr) excepted.push_back(prover.Add(others->document()));
  const logic::Proof proof = prover.NotGranted(*policy, *asked, excepted, {});
  if (proof.conclusion == logic::Conclusion::kProved) return;
  if (proof.conclusion == logic::Conclusion::kUnknown) {
    const text::Span span = context.document.statement_span.empty()
                                ? context.document.span
                                : context.document.statements[0].span;
    report
        .Report(span, fmt::format("whether assertion \"{}\" holds is not decided: {}",
                                  assertion.name, UndecidedText(proof.reason)))
        .Distinct(DistinctionOf(assertion))
        .Level(engine::Level::kSuggestion)
        .Confidence(engine::Confidence::kLow);
    return;
  }
  const logic::Witness& witness = proof.witnesses[0];
  const std::string_view action = witness.request.action;
  text::Span span = context.document.span;
  if (!witness.statements.empty())
    span = ActionSpan(*witness.statements[0].statement->source, action);
  engine::FindingBuilder finding =
      report.Report(span, fmt::format("assertion \"{}\" does not hold: {}", assertion.name,
                                      RequestText(witness.request)));
  finding.Label(fmt::format("allows {}", action)).Distinct(DistinctionOf(assertion));
  if (assertion.level) finding.Level(*assertion.level);
  finding.Help(assertion.require
                   ? "require the condition in this statement, or deny what does not meet it"
                   : "take the access out of this statement, or deny it");
  for (size_t i = 1; i < witness.statements.size(); ++i) {
    finding.Related(ActionSpan(*witness.statements[i].statement->source, action), "allows it too");
  }
}

void Check(const DocumentContext& context, Reporter& report) {
  for (const Assertion& assertion : context.config.assertions()) {
    if (assertion.Concerns(context.document, context.owner, context.file)) {
      CheckOne(assertion, context, report);
    }
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "failed-assertion",
    .summary =
        "A policy or principal is allowed what an assertion of rolelint.yaml forbids, or not what "
        "one requires",
    .level = engine::Level::kSecurity,
    .security_severity = "7.5",
    .kinds = policy::kAllKinds,
    .equivalents = kEquivalents,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "access-analyzer-custom-policy-checks.html",
    .check_document = Check,
    .check_estate = CheckPrincipals,
};

}  // namespace rolelint::rules::failed_assertion
