#include "rules/condition_key/key_facts.h"
#include "rules/condition_key/wording.h"

namespace rolelint::rules::tag_key_missing {
namespace {

constexpr std::string_view kEquivalents[] = {"access-analyzer:MISSING_TAG_KEY_IN_CONDITION"};

bool Concerns(const catalog::Catalog& catalog, const policy::ConditionTest& test) {
  return FactsOf(catalog, test.key.value).standing == KeyFacts::Standing::kTagKeyMissing;
}

void Check(const engine::DocumentContext& context, engine::Reporter& report) {
  for (const policy::Statement& statement : context.document.statements) {
    for (const policy::ConditionTest& test : statement.conditions) {
      if (!test.key.known ||
          FactsOf(context.catalog, test.key.value).standing != KeyFacts::Standing::kTagKeyMissing) {
        continue;
      }
      std::string_view name = test.key.value;
      while (!name.empty() && name.back() == '/') name.remove_suffix(1);
      report.Report(test.key.span, Quoted(test.key.value) + " does not say which tag")
          .Label("no tag key")
          .Help("write the key of the tag behind a slash: " + std::string(name) + "/team");
    }
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "tag-key-missing",
    .summary = "A condition on a tag does not name the tag's key",
    .level = engine::Level::kError,
    .kinds = policy::kAllKinds,
    .concerns = Concerns,
    .equivalents = kEquivalents,
    .aws_page = "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_tags.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::tag_key_missing
