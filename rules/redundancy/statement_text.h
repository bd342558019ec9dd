#ifndef ROLELINT_RULES_REDUNDANCY_STATEMENT_TEXT_H_
#define ROLELINT_RULES_REDUNDANCY_STATEMENT_TEXT_H_

// What a statement says, as a text that is the same for equal ones.

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/policy/document.h"
#include "analyzer/text/glob.h"

namespace rolelint::rules {

// A number that equal statements have in common, and others seldom: a few nanoseconds an item, so
// that texts are only made of those that may be equal.
inline uint64_t QuickSign(const policy::Statement& statement) {
  uint64_t sum = statement.allows() ? 1 : 2;
  uint64_t weight = 0;
  const auto add = [&](std::string_view text) {
    if (text.empty()) return;
    const auto first = static_cast<unsigned char>(text::AsciiLower(text.front()));
    const auto last = static_cast<unsigned char>(text::AsciiLower(text.back()));
    sum += weight * (text.size() * 65599 + first * 257U + last);
  };
  for (const policy::TextList* list :
       {&statement.action, &statement.not_action, &statement.resource, &statement.not_resource}) {
    weight += 1'000'003;
    for (const policy::Text& text : list->items) add(text.value);
  }
  weight += 1'000'003;
  for (const policy::ConditionTest& test : statement.conditions) {
    add(test.key.value);
    for (const policy::ConditionValue& value : test.values) add(value.text.value);
  }
  return sum;
}

inline std::string Folded(std::string_view text) {
  std::string folded(text);
  for (char& c : folded) c = text::AsciiLower(c);
  return folded;
}

// What a statement says, whatever the order and the form of its lists, and the Sid.
class Canonical {
 public:
  explicit Canonical(const policy::Statement& statement) {
    Add(statement.allows() ? "Allow" : "Deny");
    AddPrincipal("P", statement.principal);
    AddPrincipal("NP", statement.not_principal);
    AddList("A", statement.action, true);
    AddList("NA", statement.not_action, true);
    AddList("R", statement.resource, false);
    AddList("NR", statement.not_resource, false);
    std::vector<std::string> tests;
    for (const policy::ConditionTest& test : statement.conditions) {
      known_ = known_ && test.key.known && test.op_text.known;
      tests.push_back(TestText(test));
    }
    AddSorted("C", std::move(tests));
  }

  const std::string& text() const { return text_; }
  // Whether every part is known.
  bool known() const { return known_; }

  static std::string TestText(const policy::ConditionTest& test) {
    std::vector<std::string> values;
    for (const policy::ConditionValue& value : test.values) values.emplace_back(value.text.value);
    std::sort(values.begin(), values.end());
    values.erase(std::unique(values.begin(), values.end()), values.end());
    std::string text = Folded(test.op_text.value) + '\x1F' + Folded(test.key.value);
    for (const std::string& value : values) text += '\x1F' + value;
    return text;
  }

 private:
  void Add(std::string_view part) { text_.append(part) += '\x1E'; }
  void AddSorted(std::string_view name, std::vector<std::string> parts) {
    std::sort(parts.begin(), parts.end());
    parts.erase(std::unique(parts.begin(), parts.end()), parts.end());
    Add(name);
    for (const std::string& part : parts) Add(part);
  }
  void AddList(std::string_view name, const policy::TextList& list, bool fold) {
    if (!list.present) return;
    std::vector<std::string> parts;
    for (const policy::Text& text : list.items) {
      known_ = known_ && text.known;
      parts.push_back(fold ? Folded(text.value) : std::string(text.value));
    }
    AddSorted(name, std::move(parts));
  }
  void AddPrincipal(std::string_view name, const policy::Principal& principal) {
    if (!principal.present) return;
    std::vector<std::string> parts;
    if (principal.is_string) parts.push_back("AWS\x1F" + std::string(principal.text.value));
    known_ = known_ && principal.text.known;
    for (const policy::PrincipalEntry& entry : principal.entries) {
      for (const policy::Text& text : entry.values.items) {
        known_ = known_ && text.known;
        parts.push_back(std::string(entry.key.value) + '\x1F' + std::string(text.value));
      }
    }
    AddSorted(name, std::move(parts));
  }

  std::string text_;
  bool known_ = true;
};

// Whether some statement may be equal to another one. Most policies are short, and of these it says
// so without any memory of its own.
inline bool MayHaveAlikes(std::span<const policy::Statement> statements) {
  constexpr size_t kFew = 16;
  if (statements.size() > kFew) return true;
  std::array<uint64_t, kFew> signs{};
  for (size_t i = 0; i < statements.size(); ++i) {
    signs[i] = QuickSign(statements[i]);
    const auto end = signs.begin() + static_cast<std::ptrdiff_t>(i);
    if (std::find(signs.begin(), end, signs[i]) != end) return true;
  }
  return false;
}

// Of each statement whether another one may be equal to it.
inline std::vector<bool> WithAlikes(std::span<const policy::Statement> statements) {
  std::vector<std::pair<uint64_t, size_t>> signs;
  signs.reserve(statements.size());
  for (const policy::Statement& statement : statements) {
    signs.emplace_back(QuickSign(statement), signs.size());
  }
  std::sort(signs.begin(), signs.end());
  std::vector<bool> alike(statements.size());
  for (size_t i = 1; i < signs.size(); ++i) {
    if (signs[i].first != signs[i - 1].first) continue;
    alike[signs[i].second] = true;
    alike[signs[i - 1].second] = true;
  }
  return alike;
}

}  // namespace rolelint::rules

#endif  // ROLELINT_RULES_REDUNDANCY_STATEMENT_TEXT_H_
