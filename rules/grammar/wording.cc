#include "rules/grammar/wording.h"

#include <algorithm>

#include "analyzer/text/glob.h"

namespace rolelint::rules {

std::string Quoted(std::string_view text) {
  constexpr size_t kLongest = 80;
  std::string quoted = "\"";
  if (text.size() <= kLongest) {
    quoted += text;
  } else {
    size_t end = kLongest;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    quoted.append(text.substr(0, end)).append("…");
  }
  return quoted += '"';
}

const policy::Statement* FindStatement(const policy::Document& document, uint32_t index) {
  const auto found = std::lower_bound(
      document.statements.begin(), document.statements.end(), index,
      [](const policy::Statement& statement, uint32_t wanted) { return statement.index < wanted; });
  return found != document.statements.end() && found->index == index ? &*found : nullptr;
}

std::string StatementName(const policy::Document& document, uint32_t index) {
  const policy::Statement* statement = FindStatement(document, index);
  if (statement != nullptr && !statement->sid.value.empty() && statement->sid.known) {
    return "statement " + Quoted(statement->sid.value);
  }
  if (document.statements.size() <= 1) return "the statement";
  return "statement " + std::to_string(index + 1);
}

bool DifferInCase(std::string_view a, std::string_view b) {
  return a != b && text::EqualsFolded(a, b);
}

}  // namespace rolelint::rules
