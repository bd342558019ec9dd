#include "rules/condition_key/foreign_keys.h"

#include "analyzer/logic/questions.h"
#include "analyzer/policy/query.h"
#include "analyzer/text/glob.h"
#include "rules/condition_key/action_keys.h"
#include "rules/condition_key/key_facts.h"

namespace rolelint::rules {

bool MayBeForeign(const policy::ConditionTest& test) {
  if (!test.key.known || test.op.base == policy::Operator::kNull) return false;
  const std::string_view key = test.key.value;
  const size_t colon = key.find(':');
  if (colon == std::string_view::npos || key.substr(0, colon).find('.') != std::string_view::npos ||
      text::EqualsFolded(key.substr(0, colon), "saml")) {
    return false;
  }
  return !text::EqualsFolded(key.substr(0, colon), "aws") ||
         policy::KeyStartsWith(test, "aws:RequestTag/") || policy::KeyIs(test, "aws:TagKeys");
}

ForeignKey FindForeign(const engine::DocumentContext& context, size_t i,
                       const policy::ConditionTest& test) {
  ForeignKey foreign;
  const KeyFacts facts = FactsOf(context.catalog, test.key.value);
  if (!facts.key || (facts.key->global() && !IsGlobalTagKey(test.key.value))) return foreign;
  const bool judged = IsJudgedKey(test.key.value);
  const std::string_view service = test.key.value.substr(0, test.key.value.find(':'));
  const std::span<const policy::Text> items = context.document.statements[i].action.items;
  const auto& names = context.questions.names().Statement(i).action;
  for (size_t j = 0; j < items.size(); ++j) {
    const policy::Text& item = items[j];
    if (judged && !text::HasWildcard(item.value) &&
        text::EqualsFolded(ServiceOf(item.value), service)) {
      continue;
    }
    if (SupportOf(context.catalog, item, *names[j], *facts.key) == KeySupport::kNone) {
      foreign.items.push_back(&item);
    }
  }
  foreign.every_action = foreign.items.size() == items.size();
  return foreign;
}

}  // namespace rolelint::rules
