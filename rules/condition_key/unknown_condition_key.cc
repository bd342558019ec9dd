#include <fmt/format.h>

#include "rules/condition_key/key_facts.h"
#include "rules/condition_key/wording.h"

namespace rolelint::rules::unknown_condition_key {
namespace {

using Standing = KeyFacts::Standing;

constexpr std::string_view kEquivalents[] = {
    "access-analyzer:INVALID_GLOBAL_CONDITION_KEY",
    "access-analyzer:INVALID_SERVICE_CONDITION_KEY",
    "access-analyzer:INVALID_SERVICE",
    "boogy:invalid_condition_key",
};

std::string Wrong(const catalog::Catalog& catalog, Standing standing, std::string_view key) {
  const std::string_view prefix = key.substr(0, key.find(':'));
  switch (standing) {
    case Standing::kUnknownGlobal:
      return fmt::format("there is no global condition key {}", Quoted(key));
    case Standing::kUnknownOfService:
      return fmt::format("{} has no condition key {} (catalogue of {})", prefix, Quoted(key),
                         catalog.date());
    default:
      return fmt::format(
          "the condition key {} is of a service {} that does not exist (catalogue of "
          "{})",
          Quoted(key), Quoted(prefix), catalog.date());
  }
}

bool IsUnknown(Standing standing) {
  return standing == Standing::kUnknownGlobal || standing == Standing::kUnknownOfService ||
         standing == Standing::kUnknownService;
}

bool Concerns(const catalog::Catalog& catalog, const policy::ConditionTest& test) {
  return IsUnknown(FactsOf(catalog, test.key.value).standing);
}

void Check(const engine::DocumentContext& context, engine::Reporter& report) {
  const catalog::Catalog& catalog = context.catalog;
  for (const policy::Statement& statement : context.document.statements) {
    for (const policy::ConditionTest& test : statement.conditions) {
      if (!test.key.known) continue;
      const Standing standing = FactsOf(catalog, test.key.value).standing;
      if (!IsUnknown(standing)) continue;
      engine::FindingBuilder finding =
          report.Report(test.key.span, Wrong(catalog, standing, test.key.value));
      const auto near = catalog.SuggestConditionKeys(test.key.value);
      if (near.empty() || near[0].is_template()) {
        finding.Label("unknown").Help(
            "the key is in no request: a positive test of it is never met, a negated one always; "
            "look the key up on the service's page of the service authorization reference");
        continue;
      }
      finding.Label("did you mean " + Quoted(near[0].name()) + "?");
      if (near.size() == 1) finding.Fix(test.key.span, std::string(near[0].name()), false);
    }
  }
}

// A letter of another alphabet is why there is no such key.
constexpr std::string_view kYieldsWithin[] = {"unsupported-character"};

}  // namespace

extern const engine::Rule kRule = {
    .id = "unknown-condition-key",
    .summary = "A condition tests a key that AWS does not have",
    .level = engine::Level::kError,
    .kinds = policy::kAllKinds,
    .concerns = Concerns,
    .equivalents = kEquivalents,
    .yields_within = kYieldsWithin,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "reference_policies_condition-keys.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::unknown_condition_key
