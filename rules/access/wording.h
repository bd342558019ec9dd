#ifndef ROLELINT_RULES_ACCESS_WORDING_H_
#define ROLELINT_RULES_ACCESS_WORDING_H_

// How the rules of this family name parts of a statement.

#include <fmt/format.h>

#include <string>
#include <string_view>

#include "analyzer/policy/document.h"

namespace rolelint::rules {

// `StringEquals aws:RequestedRegion "eu-west-1", …`: the first values are enough to find it.
inline std::string TellTest(const policy::ConditionTest& test) {
  constexpr size_t kFew = 2;
  std::string told = fmt::format("{} {}", test.op_text.value, test.key.value);
  for (size_t i = 0; i < test.values.size() && i < kFew; ++i) {
    told += fmt::format("{} \"{}\"", i == 0 ? "" : " or", test.values[i].text.value);
  }
  if (test.values.size() > kFew) told += " or others";
  return told;
}

// `Resource "arn:…"`.
inline std::string TellList(std::string_view prefix, std::string_view name,
                            const policy::TextList& list) {
  std::string told = fmt::format("{}{}", prefix, name);
  if (list.items.size() == 1) return fmt::format("{} \"{}\"", told, list.items[0].value);
  for (const policy::Text& text : list.items) {
    if (text.value == "*") return told + " with \"*\"";
  }
  return told;
}

// `Deny "NoRegions"`, or by its place among the statements.
inline std::string TellDeny(const policy::Statement& statement) {
  if (statement.has_sid && !statement.sid.value.empty()) {
    return fmt::format("Deny \"{}\"", statement.sid.value);
  }
  return fmt::format("the Deny of statement {}", statement.index + 1);
}

}  // namespace rolelint::rules

#endif  // ROLELINT_RULES_ACCESS_WORDING_H_
