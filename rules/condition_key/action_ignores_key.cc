#include <fmt/format.h>

#include "analyzer/logic/questions.h"
#include "analyzer/text/glob.h"
#include "rules/condition_key/action_keys.h"
#include "rules/condition_key/key_facts.h"
#include "rules/condition_key/wording.h"

namespace rolelint::rules::action_ignores_key {
namespace {

using policy::ConditionTest;
using policy::Statement;
using policy::Text;

constexpr std::string_view kEquivalents[] = {
    "access-analyzer:UNSUPPORTED_ACTION_FOR_CONDITION_KEY"};

// A claim of a web identity's token: it is in requests of AssumeRoleWithWebIdentity.
bool IsWebClaim(std::string_view key) {
  const size_t colon = key.rfind(':');
  if (colon == std::string_view::npos || key.find('.') > colon) return false;
  const std::string_view claim = key.substr(colon + 1);
  return IsAudienceClaim(key) || text::EqualsFolded(claim, "sub");
}

// The literal actions of the key's own service that do not take it.
std::vector<const Text*> Deaf(const engine::DocumentContext& context, size_t i,
                              const ConditionTest& test) {
  const Statement& statement = context.document.statements[i];
  std::vector<const Text*> items;
  const std::string_view key = test.key.value;
  if (IsWebClaim(key)) {
    for (const Text& item : statement.action.items) {
      if (text::EqualsFolded(item.value, "sts:TagSession")) items.push_back(&item);
    }
    return items;
  }
  const KeyFacts facts = FactsOf(context.catalog, key);
  if (!facts.key) return items;
  const std::string_view service = key.substr(0, key.find(':'));
  const auto& names = context.questions.names().Statement(i).action;
  for (size_t j = 0; j < names.size(); ++j) {
    const Text& item = statement.action.items[j];
    if (text::HasWildcard(item.value) || !text::EqualsFolded(ServiceOf(item.value), service)) {
      continue;
    }
    if (SupportOf(context.catalog, item, *names[j], *facts.key) == KeySupport::kNone) {
      items.push_back(&item);
    }
  }
  return items;
}

bool Concerns(const catalog::Catalog&, const policy::ConditionTest& test) {
  return !test.op.if_exists && test.op.base != policy::Operator::kNull &&
         (IsJudgedKey(test.key.value) || IsWebClaim(test.key.value));
}

void Check(const engine::DocumentContext& context, engine::Reporter& report) {
  for (size_t i = 0; i < context.document.statements.size(); ++i) {
    const Statement& statement = context.document.statements[i];
    size_t joined = 0;
    for (const ConditionTest& test : statement.conditions) {
      if (test.op.if_exists || test.op.base == policy::Operator::kNull || !test.key.known ||
          (!IsJudgedKey(test.key.value) && !IsWebClaim(test.key.value))) {
        continue;
      }
      if (++joined > kMostKeysJoined) break;
      const std::vector<const Text*> items = Deaf(context, i, test);
      if (items.empty()) continue;
      std::vector<std::string_view> names;
      names.reserve(items.size());
      for (const Text* item : items) names.push_back(item->value);
      const bool claim = IsWebClaim(test.key.value);
      const bool one = names.size() == 1;
      const std::string_view sequel = claim ? ": the token is checked when the role is assumed"
                                      : PassesWithoutKey(test) ? ": the test always passes"
                                      : statement.allows()     ? ": never allowed here"
                                                               : ": never denied here";
      engine::FindingBuilder finding = report.Report(
          items[0]->span, fmt::format("{} {} not take the condition key {}{}", ListOf(names),
                                      one ? "does" : "do", Quoted(test.key.value), sequel));
      // The token of AssumeRoleWithWebIdentity is at hand when its session is tagged; AWS advises
      // against resting on it.
      if (claim) finding.Level(engine::Level::kWarning);
      finding.Label("does not take the key")
          .Help("give this action a statement of its own, without the key");
      RelateItems(finding, items, "nor does this", test);
    }
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "action-ignores-key",
    .summary = "An action does not support a condition key of its statement",
    .level = engine::Level::kError,
    .kinds = policy::kAllKinds,
    .concerns = Concerns,
    .equivalents = kEquivalents,
    .aws_page =
        "https://docs.aws.amazon.com/service-authorization/latest/reference/"
        "reference_policies_actions-resources-contextkeys.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::action_ignores_key
