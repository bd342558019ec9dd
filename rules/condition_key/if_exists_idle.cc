#include <fmt/format.h>

#include "analyzer/policy/query.h"
#include "rules/condition_key/key_facts.h"
#include "rules/condition_key/plain_operator.h"
#include "rules/condition_key/wording.h"

namespace rolelint::rules::if_exists_idle {
namespace {

constexpr std::string_view kEquivalents[] = {"boogy:ifexists_on_always_present_key"};

// In every request, by the IAM User Guide.
constexpr std::string_view kAlways[] = {
    "aws:CurrentTime",     "aws:EpochTime",       "aws:PrincipalAccount", "aws:PrincipalType",
    "aws:RequestedRegion", "aws:SecureTransport", "aws:userid",           "aws:ViaAWSService",
};

bool Concerns(const catalog::Catalog&, const policy::ConditionTest& test) {
  return test.op.if_exists;
}

void Check(const engine::DocumentContext& context, engine::Reporter& report) {
  for (const policy::Statement& statement : context.document.statements) {
    for (const policy::ConditionTest& test : statement.conditions) {
      if (!test.op.if_exists) continue;
      for (std::string_view key : kAlways) {
        if (!policy::KeyIs(test, key)) continue;
        engine::FindingBuilder finding = report.Report(
            test.key.span,
            fmt::format("{} is in every request: IfExists says nothing", Quoted(key)));
        finding.Label(UnderOperator(test))
            .Help(fmt::format("write {}", policy::OperatorName(test.op.base)));
        OfferPlainOperator(statement, test, statement.allows(), finding);
      }
    }
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "if-exists-idle",
    .summary = "IfExists on a key that every request has",
    .level = engine::Level::kSuggestion,
    .persona = engine::Persona::kPedantic,
    .kinds = policy::kAllKinds,
    .concerns = Concerns,
    .equivalents = kEquivalents,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "reference_policies_condition-keys.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::if_exists_idle
