#include "analyzer/inputs/open_strings.h"

namespace rolelint::inputs {
namespace {

using json::Node;
using json::Type;
using json::Value;

bool HasOpenKey(Value object) {
  for (Value member : object) {
    if (HasOpenPart(member.key())) return true;
  }
  return false;
}

}  // namespace

bool HasOpenPart(std::string_view text) {
  for (size_t at = text.find("${"); at != std::string_view::npos; at = text.find("${", at + 2)) {
    const size_t end = text.find_first_of("}:", at);
    if (end == std::string_view::npos) return false;
    if (text[end] == '}' && end > at + 2) return true;
  }
  return false;
}

Value MarkOpen(Value root, text::Arena* arena, TreePool* trees) {
  json::Tree* tree = trees->Take(root.tree()->text);
  *tree = *root.tree();
  const uint32_t last = tree->nodes[root.index()].next;
  for (uint32_t i = root.index(); i < last; ++i) {
    const Value value(tree, i);
    Node& node = tree->nodes[i];
    if (node.type == Type::kString) {
      node.truth = node.truth || HasOpenPart(value.str());
    } else if (node.type == Type::kObject && HasOpenKey(value)) {
      tree->decoded.push_back(arena->Copy(std::string_view("${Members}")));
      node.type = Type::kString;
      node.truth = true;
      node.quote = 0;
      node.count = static_cast<uint32_t>(tree->decoded.size());
    }
  }
  return {tree, root.index()};
}

}  // namespace rolelint::inputs
