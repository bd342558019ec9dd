#include "rules/condition_key/action_keys.h"

#include "analyzer/text/glob.h"

namespace rolelint::rules {
namespace {

// Keys that policies often put over more actions than they are for. Access Analyzer judges such a
// hand-picked list too, not its whole catalogue. A `*` at the end stands for any name.
constexpr std::string_view kJudged[] = {
    "s3:prefix",
    "s3:delimiter",
    "s3:max-keys",
    "kms:EncryptionContext:*",
    "kms:EncryptionContextKeys",
    "dynamodb:EnclosingOperation",
    "dynamodb:Select",
};

}  // namespace

bool IsJudgedKey(std::string_view key) {
  for (std::string_view judged : kJudged) {
    if (judged.back() == '*') {
      judged.remove_suffix(1);
      if (key.size() > judged.size() && text::EqualsFolded(key.substr(0, judged.size()), judged)) {
        return true;
      }
    } else if (text::EqualsFolded(key, judged)) {
      return true;
    }
  }
  return false;
}

std::string_view ServiceOf(std::string_view action) {
  const size_t colon = action.find(':');
  if (colon == std::string_view::npos || text::HasWildcard(action.substr(0, colon))) return {};
  return action.substr(0, colon);
}

KeySupport SupportOf(const catalog::Catalog& catalog, const policy::Text& item,
                     const logic::ActionFacts& facts, catalog::ConditionKey key) {
  if (facts.action) return facts.action->Lists(key) ? KeySupport::kSome : KeySupport::kNone;
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
