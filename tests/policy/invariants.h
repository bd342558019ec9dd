#ifndef ROLELINT_TESTS_POLICY_INVARIANTS_H_
#define ROLELINT_TESTS_POLICY_INVARIANTS_H_

// What holds of every document the parser makes, whatever it was given: for the corpus tests and
// the fuzz target.

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/policy/document.h"

namespace rolelint::policy {

inline void CollectList(const TextList& list, std::vector<Text>* texts) {
  texts->insert(texts->end(), list.items.begin(), list.items.end());
}

inline void CollectPrincipal(const Principal& principal, std::vector<Text>* texts) {
  if (principal.is_string) texts->push_back(principal.text);
  for (const PrincipalEntry& entry : principal.entries) {
    texts->push_back(entry.key);
    CollectList(entry.values, texts);
  }
}

// Every Text of a document that stands for a JSON string, keys included.
inline void CollectTexts(const Document& document, std::vector<Text>* texts) {
  texts->push_back(document.version);
  texts->push_back(document.id);
  for (const Statement& statement : document.statements) {
    texts->push_back(statement.sid);
    texts->push_back(statement.effect_text);
    CollectPrincipal(statement.principal, texts);
    CollectPrincipal(statement.not_principal, texts);
    CollectList(statement.action, texts);
    CollectList(statement.not_action, texts);
    CollectList(statement.resource, texts);
    CollectList(statement.not_resource, texts);
    for (const ConditionTest& test : statement.conditions) {
      texts->push_back(test.op_text);
      texts->push_back(test.key);
      for (const ConditionValue& value : test.values) {
        if (value.type == json::Type::kString) texts->push_back(value.text);
      }
    }
  }
}

// What is wrong with a document that was read from `text`, or "".
inline std::string CheckDocument(std::string_view text, const Document& document) {
  std::vector<Text> texts;
  CollectTexts(document, &texts);
  for (const Text& t : texts) {
    if (t.span.begin > t.span.end || t.span.end > text.size()) return "a text outside of the text";
    const std::string_view raw = text.substr(t.span.begin, t.span.size());
    // What should be a string and is none has a place but no value.
    if (t.value.empty() && !raw.empty() && raw.front() != '"') continue;
    if (raw.find('\\') == std::string_view::npos && raw != t.value) {
      return "\"" + std::string(t.value) + "\" stands at \"" + std::string(raw) + "\"";
    }
    if (t.known && document.plain) {
      const auto odd = [](char c) { return c < 0x20 || c >= 0x7F; };
      if (std::any_of(t.value.begin(), t.value.end(), odd))
        return "an odd text in a plain document";
    }
    if (!t.known && document.plain) return "an unresolved text in a plain document";
    if (!t.known && t.value.empty()) return "an unresolved text without a value";
  }
  for (const Diagnostic& diagnostic : document.diagnostics) {
    if (!document.span.Contains(diagnostic.span)) return "a diagnostic outside of the document";
    if (!diagnostic.related.empty() && !document.span.Contains(diagnostic.related)) {
      return "a related place outside of the document";
    }
  }
  uint32_t after = 0;
  for (const Statement& statement : document.statements) {
    if (!document.statement_span.Contains(statement.span)) return "a statement out of its list";
    if (statement.index < after) return "statements out of order";
    after = statement.index + 1;
  }
  return "";
}

}  // namespace rolelint::policy

#endif  // ROLELINT_TESTS_POLICY_INVARIANTS_H_
