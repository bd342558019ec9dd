#include "rules/condition_key/wording.h"

namespace rolelint::rules {

std::string ListOf(const std::vector<std::string_view>& names) {
  constexpr size_t kShown = 5;
  const bool all = names.size() <= kShown;
  const size_t shown = all ? names.size() : kShown - 1;
  std::string list;
  for (size_t i = 0; i < shown; ++i) {
    if (i > 0) list += all && i + 1 == shown ? " and " : ", ";
    list +=
        names[i].size() > 80 ? std::string(names[i].substr(0, 79)) + "…" : std::string(names[i]);
  }
  if (!all) list += " and " + std::to_string(names.size() - shown) + " more";
  return list;
}

void RelateItems(engine::FindingBuilder& finding, const std::vector<const policy::Text*>& items,
                 const char* label, const policy::ConditionTest& test) {
  constexpr size_t kMost = 100;
  for (size_t i = 1; i < items.size() && i < kMost; ++i) finding.Related(items[i]->span, label);
  finding.Related(test.key.span, "the key");
}

std::string FirstValue(const policy::ConditionTest& test) {
  return test.values.empty() ? "\"…\"" : Quoted(test.values[0].text.value);
}

}  // namespace rolelint::rules
