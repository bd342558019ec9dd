#include <string>

#include "analyzer/json/reader.h"

namespace rolelint::json {
namespace {

void AppendToken(std::string_view key, std::string* pointer) {
  pointer->push_back('/');
  for (char c : key) {
    if (c == '~') {
      pointer->append("~0");
    } else if (c == '/') {
      pointer->append("~1");
    } else {
      pointer->push_back(c);
    }
  }
}

// A member's bytes run from its key, an element's from its value.
Span Extent(Value value) {
  return {value.has_key() ? value.key_span().begin : value.span().begin, value.span().end};
}

}  // namespace

std::string PointerAt(const Tree& tree, Span span) {
  std::string pointer;
  Value at = tree.root();
  while (at.size() != 0) {
    Value inner;
    uint32_t index = 0;
    for (Value child : at) {
      if (Extent(child).Contains(span)) {
        inner = child;
        break;
      }
      if (Extent(child).begin > span.begin) break;
      ++index;
    }
    if (!inner) break;
    AppendToken(at.is_object() ? std::string(inner.key()) : std::to_string(index), &pointer);
    at = inner;
  }
  return pointer;
}

}  // namespace rolelint::json
