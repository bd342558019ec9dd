#ifndef ROLELINT_TESTS_JSON_INVARIANTS_H_
#define ROLELINT_TESTS_JSON_INVARIANTS_H_

// What must hold of the reader for every text whatsoever. Shared by the tests over files and random
// texts and by the fuzz target; each returns "" or what was violated.

#include <algorithm>
#include <string>
#include <string_view>

#include "tests/json/reading.h"

namespace rolelint::json {

// Same types, keys and values in the same order, whatever the spelling of blanks and comments.
inline bool SameValue(Value a, Value b) {
  if (a.type() != b.type() || a.size() != b.size()) return false;
  switch (a.type()) {
    case Type::kString:
      return a.str() == b.str() && a.raw() == b.raw();
    case Type::kNumber:
      return a.raw() == b.raw();
    case Type::kBool:
      return a.truth() == b.truth();
    default:
      break;
  }
  auto other = b.begin();
  for (Value child : a) {
    if (a.is_object() && child.key() != (*other).key()) return false;
    if (!SameValue(child, *other)) return false;
    ++other;
  }
  return true;
}

inline std::string CheckIssues(std::string_view text, const std::vector<Issue>& issues) {
  for (const Issue& issue : issues) {
    if (issue.span.begin > issue.span.end || issue.span.end > text.size()) return "issue span";
    if (issue.related.begin > issue.related.end || issue.related.end > text.size()) {
      return "related span";
    }
    if (issue.message.empty()) return "empty message";
    if (issue.fatal() && &issue != &issues.back()) return "a fatal issue is not the last";
    if (!issue.fatal() && issue.span.empty()) return "empty span";
  }
  return "";
}

// Spans nested and in order; every value read alone, and skipped, is the same value. `budget`
// bounds the bytes that are read again.
inline std::string CheckTree(const Tree& tree, Span inside, size_t budget) {
  text::Arena arena;
  std::vector<Issue> issues;
  for (uint32_t i = 0; i < tree.nodes.size(); ++i) {
    Value value(&tree, i);
    Span span = value.span();
    if (span.empty() || !inside.Contains(span)) return "span outside the text";
    uint32_t children = 0;
    uint32_t from = span.begin + 1;
    for (Value child : value) {
      ++children;
      Span key = child.key_span();
      if (value.is_object()) {
        if (!child.has_key() || key.begin < from || key.end > child.span().begin) return "key span";
        from = key.end;
      } else if (child.has_key()) {
        return "key in an array";
      }
      if (child.span().begin < from || child.span().end >= span.end) return "child span";
      from = child.span().end;
      if (tree.nodes[child.index()].next > tree.nodes[i].next) return "next";
    }
    if (children != value.size()) return "count";
    if (Reader(tree.text, &arena, &issues).SkipValue(span.begin) != span.end) return "skip";
    if (span.size() > budget) continue;
    budget -= span.size();
    Reading again(value.raw());
    if (!again.ok || again.trees.size() != 1) return "raw() does not read alone";
    if (!SameValue(value, again.root())) return "raw() reads as another value";
    if (value.has_key()) {
      Reading key(tree.text.substr(value.key_span().begin, value.key_span().size()));
      if (!key.ok || key.root().str() != value.key()) return "key does not read alone";
    }
  }
  return "";
}

inline std::string CheckText(std::string_view bytes, size_t budget = size_t{1} << 20) {
  Reading reading(bytes);
  std::string wrong = CheckIssues(reading.text, reading.issues);
  if (!wrong.empty()) return wrong;
  const bool fatal = !reading.issues.empty() && reading.issues.back().fatal();
  if (reading.ok == fatal) return "the result does not fit the issues";
  uint32_t from = 0;
  for (const Tree& tree : reading.trees) {
    Span inside{from, static_cast<uint32_t>(reading.text.size())};
    wrong = CheckTree(tree, inside, budget);
    if (!wrong.empty()) return wrong;
    from = tree.root().span().end;
    // A pointer leads back: the deepest value around a span that is one value's own.
    if (!PointerAt(tree, tree.root().span()).empty()) return "pointer of the root";
  }
  return "";
}

}  // namespace rolelint::json

#endif  // ROLELINT_TESTS_JSON_INVARIANTS_H_
