#include "analyzer/policy/edit_places.h"

#include <algorithm>

#include "analyzer/text/glob.h"

namespace rolelint::policy {

bool IsPlainJson(const Text& value) {
  return value.known && value.span.size() == value.value.size() &&
         std::all_of(value.value.begin(), value.value.end(), [](char c) {
           return static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\';
         });
}

std::vector<Span> RemovalOf(std::span<const Span> items, std::span<const uint32_t> which) {
  if (which.empty() || which.size() >= items.size()) return {};
  std::vector<Span> gone;
  bool kept_before = false;
  size_t next = 0;
  for (uint32_t i = 0; i < items.size(); ++i) {
    if (next == which.size() || which[next] != i) {
      kept_before = true;
      continue;
    }
    ++next;
    gone.push_back(kept_before ? Span{items[i - 1].end, items[i].end}
                               : Span{items[i].begin, items[i + 1].begin});
  }
  return gone;
}

std::vector<Span> RemovalOf(const TextList& list, std::span<const uint32_t> which) {
  if (!list.is_list) return {};
  std::vector<Span> items;
  items.reserve(list.items.size());
  for (const Text& item : list.items) {
    // Anything but a string has no quotes around its span.
    if (!item.known) return {};
    items.push_back({item.span.begin - 1, item.span.end + 1});
  }
  return RemovalOf(items, which);
}

std::vector<Span> RemovalOf(const Document& document, const Statement& statement) {
  if (!document.statement_is_list) return {};
  std::vector<Span> items;
  items.reserve(document.statements.size());
  for (const Statement& one : document.statements) {
    if (one.index != items.size()) return {};
    items.push_back(one.span);
  }
  const uint32_t which[] = {statement.index};
  return RemovalOf(items, which);
}

std::optional<Placed> AddedItems(const TextList& list, std::span<const std::string_view> items) {
  if (list.items.empty() || !list.items.back().known) return std::nullopt;
  const Text& last = list.items.back();
  std::string added;
  for (const std::string_view item : items) added.append(", \"").append(item).append("\"");
  if (list.is_list) {
    const uint32_t end = last.span.end + 1;
    return Placed{{end, end}, added};
  }
  if (!IsPlainJson(last)) return std::nullopt;
  return Placed{{last.span.begin - 1, last.span.end + 1},
                "[\"" + std::string(last.value) + "\"" + added + "]"};
}

Placed FirstMember(std::string_view text, uint32_t open, std::string_view member) {
  const uint32_t behind = open + 1;
  const size_t first = text.find_first_not_of(" \t\r\n", behind);
  const std::string_view lead =
      first == std::string_view::npos ? std::string_view() : text.substr(behind, first - behind);
  Placed placed{{behind, behind}, std::string(lead) + std::string(member)};
  const bool empty = first == std::string_view::npos || text[first] == '}';
  if (!empty) placed.text += lead.empty() ? ", " : ",";
  return placed;
}

std::optional<Placed> NullGuard(std::string_view text, const Statement& statement,
                                const Text& key) {
  if (!IsPlainJson(key) || statement.conditions.empty()) return std::nullopt;
  const std::string test = "\"" + std::string(key.value) + "\": \"false\"";
  for (const ConditionTest& other : statement.conditions) {
    if (other.op.base != Operator::kNull || !other.op_text.known) continue;
    if (!text::EqualsFolded(other.op_text.value, "Null")) return std::nullopt;
    if (text::EqualsFolded(other.key.value, key.value)) return std::nullopt;
    const size_t open = text.rfind('{', other.key.span.begin);
    if (open == std::string_view::npos || open < statement.condition_span.begin) {
      return std::nullopt;
    }
    return FirstMember(text, static_cast<uint32_t>(open), test);
  }
  return FirstMember(text, statement.condition_span.begin, "\"Null\": {" + test + "}");
}

bool CanRenameOperator(const Statement& statement, const ConditionTest& test, std::string_view to) {
  constexpr size_t kMost = 32;  // looking through more for every finding would be slow
  if (statement.conditions.size() > kMost) return false;
  return std::none_of(
      statement.conditions.begin(), statement.conditions.end(), [&](const ConditionTest& other) {
        return &other != &test && (other.op_text.span.begin == test.op_text.span.begin ||
                                   text::EqualsFolded(other.op_text.value, to));
      });
}

}  // namespace rolelint::policy
