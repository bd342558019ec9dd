#ifndef ROLELINT_TESTS_JSON_YAML_INVARIANTS_H_
#define ROLELINT_TESTS_JSON_YAML_INVARIANTS_H_

// What must hold of the YAML reader for every text. Shared by the tests and the fuzz target; "" or
// what was violated.

#include <string>
#include <string_view>
#include <vector>

#include "analyzer/json/yaml.h"
#include "tests/json/invariants.h"

namespace rolelint::json {

struct YamlReading {
  explicit YamlReading(std::string_view bytes) : padded(bytes), text(padded.view()) {
    ok = ReadYaml(text, &arena, &trees, &issues);
  }
  std::string_view At(Span span) const { return text.substr(span.begin, span.size()); }
  Value root() const { return trees.empty() ? Value() : trees[0].root(); }

  Padded padded;
  std::string_view text;
  text::Arena arena;
  std::vector<Tree> trees;
  std::vector<Issue> issues;
  bool ok = false;
};

inline std::string CheckYamlTree(const Tree& tree, Span inside) {
  for (uint32_t i = 0; i < tree.nodes.size(); ++i) {
    Value value(&tree, i);
    Span span = value.span();
    if (span.begin > span.end || !inside.Contains(span)) return "span outside the text";
    if (value.is_string() && !value.has_escapes()) {
      Span inner = value.inner_span();
      if (tree.text.substr(inner.begin, inner.size()) != value.str()) return "inner span";
    }
    uint32_t children = 0;
    uint32_t from = span.begin;
    for (Value child : value) {
      ++children;
      Span key = child.key_span();
      if (value.is_object()) {
        if (key.begin < from || key.end < key.begin || key.end > child.span().begin)
          return "key span";
        from = key.end;
      }
      if (child.span().begin < from || child.span().end > span.end) return "child span";
      from = child.span().end;
    }
    if (children != value.size()) return "count";
  }
  return "";
}

inline std::string CheckYaml(std::string_view bytes) {
  YamlReading reading(bytes);
  for (const Issue& issue : reading.issues) {
    if (issue.span.begin > issue.span.end || issue.span.end > bytes.size()) return "issue span";
    if (issue.related.begin > issue.related.end || issue.related.end > bytes.size()) {
      return "related span";
    }
    if (issue.fatal() && &issue != &reading.issues.back()) return "a fatal issue is not the last";
  }
  const bool fatal = !reading.issues.empty() && reading.issues.back().fatal();
  if (reading.ok == fatal) return "the result does not fit the issues";
  Span inside{0, static_cast<uint32_t>(bytes.size())};
  for (const Tree& tree : reading.trees) {
    std::string wrong = tree.nodes.empty() ? "empty tree" : CheckYamlTree(tree, inside);
    if (!wrong.empty()) return wrong;
  }
  return "";
}

}  // namespace rolelint::json

#endif  // ROLELINT_TESTS_JSON_YAML_INVARIANTS_H_
