#include "rules/condition_key/action_keys.h"

#include "analyzer/text/glob.h"

namespace rolelint::rules {

std::string_view ServiceOf(std::string_view action) {
  const size_t colon = action.find(':');
  if (colon == std::string_view::npos || text::HasWildcard(action.substr(0, colon))) return {};
  return action.substr(0, colon);
}

KeySupport SupportOf(const catalog::Catalog& catalog, const policy::Text& item,
                     catalog::ConditionKey key) {
  if (!item.known || ServiceOf(item.value).empty()) return KeySupport::kUnknown;
  if (!text::HasWildcard(item.value)) {
    const std::optional<catalog::Action> action = catalog.FindAction(item.value);
    if (!action) return KeySupport::kUnknown;
    return action->Lists(key) ? KeySupport::kSome : KeySupport::kNone;
  }
  KeySupport support = KeySupport::kUnknown;
  for (const catalog::Action action : catalog.MatchActions(item.value)) {
    if (action.Lists(key)) return KeySupport::kSome;
    support = KeySupport::kNone;
  }
  return support;
}

}  // namespace rolelint::rules
