#include "analyzer/inputs/lone_statement.h"

#include <string_view>

namespace rolelint::inputs {
namespace {

using json::Node;
using json::Type;
using json::Value;

// Adds a key or string that is not in the text.
uint32_t AddText(std::string_view text, json::Tree* tree) {
  tree->decoded.push_back(text);
  return static_cast<uint32_t>(tree->decoded.size());
}

}  // namespace

Value WrapStatements(Value statements, Session* session) {
  const json::Tree& from = *statements.tree();
  json::Tree* tree = session->trees()->Take(from.text);
  tree->notation = from.notation;
  tree->decoded = from.decoded;
  tree->views = from.views;
  const text::Span span = statements.span();
  Node root;
  root.type = Type::kObject;
  root.begin = span.begin;
  root.end = span.end;
  root.count = 2;
  Node version;
  version.type = Type::kString;
  version.quote = 0;
  version.begin = version.end = version.key_begin = span.begin;
  version.key_end = span.begin + 1;
  version.key_quote = 0;
  version.key_decoded = AddText("Version", tree);
  version.count = AddText("2012-10-17", tree);
  version.next = 2;
  tree->nodes.push_back(root);
  tree->nodes.push_back(version);
  const uint32_t first = statements.index();
  for (uint32_t i = first; i < from.nodes[first].next; ++i) {
    Node node = from.nodes[i];
    node.next = node.next - first + 2;
    tree->nodes.push_back(node);
  }
  Node& copy = tree->nodes[2];
  copy.key_begin = span.begin;
  copy.key_end = span.begin + 1;
  copy.key_quote = 0;
  copy.key_decoded = AddText("Statement", tree);
  tree->nodes[0].next = static_cast<uint32_t>(tree->nodes.size());
  return tree->root();
}

}  // namespace rolelint::inputs
