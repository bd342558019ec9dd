#include "analyzer/hcl/tree.h"

#include <vector>

#include "analyzer/hcl/escapes.h"

namespace rolelint::hcl {

using json::Node;
using json::Type;

namespace {

// Deeper than any policy; the evaluator may nest further, by references.
constexpr int kMaxWritten = 200;

}  // namespace

uint32_t TreeWriter::Decoded(std::string_view text, const text::View* view) {
  tree_.decoded.push_back(text);
  tree_.views.resize(tree_.decoded.size());
  tree_.views.back() = view;
  return static_cast<uint32_t>(tree_.decoded.size());
}

size_t TreeWriter::Begin(Type type, Span span, std::string_view key, Span key_span) {
  const size_t index = tree_.nodes.size();
  Node& node = tree_.nodes.emplace_back();
  node.type = type;
  node.begin = span.begin;
  node.end = span.end;
  if (!key_span.empty()) {
    Member member;
    member.key = key;
    member.key_span = key_span;
    SetKey(member, nullptr, &node);
  }
  return index;
}

void TreeWriter::End(size_t index) {
  Node& node = tree_.nodes[index];
  node.next = static_cast<uint32_t>(tree_.nodes.size());
  uint32_t count = 0;
  for (size_t child = index + 1; child < tree_.nodes.size(); child = tree_.nodes[child].next) {
    ++count;
  }
  node.count = count;
}

void TreeWriter::SetKey(const Member& key, const Span* place, Node* node) {
  const Span span = place != nullptr ? *place : key.key_span;
  node->key_begin = span.begin;
  node->key_end = span.end;
  node->key_quote = place != nullptr ? 0 : key.key_quote;
  const Span inner{span.begin + node->key_quote, span.end - node->key_quote};
  if (view_.text().substr(inner.begin, inner.size()) != key.key) {
    node->key_decoded = Decoded(key.key, nullptr);
  }
  if (key.key_open) node->key_quote |= json::kOpenKey;
}

void TreeWriter::SetText(const Value& value, Span span, bool own_place, Node* node) {
  node->quote = own_place ? value.quote : 0;
  node->truth = value.is_open();
  const Span inner{span.begin + node->quote, span.end - node->quote};
  if (own_place && value.view != nullptr) {
    if (value.text != view_.text().substr(inner.begin, inner.size())) {
      node->count = Decoded(value.text, value.view);
    }
    return;
  }
  // As one whole: what it is made of stands elsewhere.
  text::ViewBuilder builder(view_, inner, &arena_);
  builder.Put(value.text, inner);
  const text::View* view = builder.Finish();
  node->count = Decoded(view->text(), view);
}

void TreeWriter::Add(const Value& value, const Member* key, const Span* key_place,
                     const Span* place, int depth) {
  if (full()) return;
  const bool own_place = place == nullptr;
  const Span span = own_place ? value.span : *place;
  const size_t index = tree_.nodes.size();
  Node& node = tree_.nodes.emplace_back();
  node.begin = span.begin;
  node.end = span.end;
  node.next = static_cast<uint32_t>(index + 1);
  if (key != nullptr) SetKey(*key, key_place, &node);
  const bool container = value.kind == ValueKind::kList || value.kind == ValueKind::kObject;
  switch (depth > kMaxWritten && container ? ValueKind::kOpen : value.kind) {
    case ValueKind::kNull:
      node.type = Type::kNull;
      return;
    case ValueKind::kBool:
      node.type = Type::kBool;
      node.truth = value.truth;
      return;
    case ValueKind::kNumber:
      node.type = own_place && value.exact ? Type::kNumber : Type::kString;
      if (node.type == Type::kString) SetText(value, span, false, &node);
      return;
    case ValueKind::kOpen:
    case ValueKind::kString:
      node.type = Type::kString;
      SetText(value, span, own_place && value.exact, &node);
      node.truth = value.is_open() || value.encoded != nullptr || container;
      return;
    case ValueKind::kList:
      node.type = Type::kArray;
      break;
    case ValueKind::kObject:
      node.type = Type::kObject;
      break;
  }
  // Below what has no place of its own all stands at its place.
  const Span* inner = own_place && value.exact ? nullptr : &span;
  const auto place_of = [&](const Value& child) {
    return inner == nullptr && child.file != file_ ? &span : inner;
  };
  for (const Value* item : value.items) Add(*item, nullptr, nullptr, place_of(*item), depth + 1);
  for (const Member& member : value.members) {
    Add(*member.value, &member, inner, place_of(*member.value), depth + 1);
  }
  End(index);
}

void TreeWriter::Add(const Value& value, std::string_view key, Span key_span) {
  Member member;
  member.key = key;
  member.key_span = key_span;
  Add(value, key_span.empty() ? nullptr : &member, nullptr, nullptr, 0);
}

namespace {

// The blocks as they stand there.
class BlockWriter {
 public:
  BlockWriter(const File& file, const text::View& view, text::Arena* arena, json::Tree* tree)
      : file_(file), view_(view), arena_(*arena), tree_(*tree), out_(0, view, arena, tree) {}

  void Write() {
    const size_t root =
        out_.Begin(Type::kObject, {0, static_cast<uint32_t>(file_.text.size())}, {}, {});
    for (const Block& block : file_.body.blocks) WriteLabelled(block);
    for (const Attribute& attribute : file_.body.attributes) WriteAttribute(attribute);
    out_.End(root);
  }

 private:
  void WriteLabelled(const Block& block) {
    std::vector<size_t> open;
    std::string_view key = block.type;
    Span key_span = block.type_span;
    for (const Label& label : block.labels) {
      open.push_back(
          out_.Begin(Type::kObject, {label.span.begin, block.body_span.end}, key, key_span));
      key = label.text;
      key_span = label.span;
    }
    open.push_back(out_.Begin(Type::kObject, block.body_span, key, key_span));
    WriteBody(block.body);
    for (auto node = open.rbegin(); node != open.rend(); ++node) out_.End(*node);
  }

  // Attributes and blocks in the order of the text; a run of blocks of one type is a list.
  void WriteBody(const Body& body) {
    size_t attribute = 0;
    size_t block = 0;
    const auto write_attributes = [&](uint32_t before) {
      while (attribute < body.attributes.size() &&
             body.attributes[attribute].name_span.begin < before) {
        WriteAttribute(body.attributes[attribute++]);
      }
    };
    while (block < body.blocks.size() && !out_.full()) {
      const Block& first = body.blocks[block];
      write_attributes(first.type_span.begin);
      const uint32_t next_attribute = attribute < body.attributes.size()
                                          ? body.attributes[attribute].name_span.begin
                                          : first.type_span.begin;
      size_t last = block;
      while (last + 1 < body.blocks.size() && body.blocks[last + 1].type == first.type &&
             (next_attribute <= first.type_span.begin ||
              body.blocks[last + 1].type_span.begin < next_attribute)) {
        ++last;
      }
      const size_t list =
          out_.Begin(Type::kArray, {first.type_span.begin, body.blocks[last].body_span.end},
                     first.type, first.type_span);
      for (; block <= last; ++block) {
        const size_t object = out_.Begin(Type::kObject, body.blocks[block].body_span, {}, {});
        WriteBody(body.blocks[block].body);
        out_.End(object);
      }
      out_.End(list);
    }
    write_attributes(0xFFFFFFFFU);
  }

  void WriteAttribute(const Attribute& attribute) {
    Write(attribute.value, attribute.name, attribute.name_span);
  }

  void Write(uint32_t index, std::string_view key, Span key_span) {
    const Expr* expr = &file_.expr(index);
    // A document is what is encoded, and stands there.
    while (expr->kind == ExprKind::kCall && expr->name == "jsonencode" && expr->count == 1) {
      expr = &file_.expr(file_.children(*expr)[0]);
    }
    if (out_.full()) return;
    const std::span<const uint32_t> children = file_.children(*expr);
    if (expr->kind == ExprKind::kTuple) {
      const size_t list = out_.Begin(Type::kArray, expr->span, key, key_span);
      for (uint32_t child : children) Write(child, {}, {});
      out_.End(list);
    } else if (expr->kind == ExprKind::kObject) {
      const size_t object = out_.Begin(Type::kObject, expr->span, key, key_span);
      for (size_t i = 0; i + 1 < children.size(); i += 2) {
        const Span name = file_.expr(children[i]).span;
        std::string_view text = file_.text.substr(name.begin, name.size());
        if (text.size() >= 2 && text.front() == '"' && text.back() == '"') {
          text = text.substr(1, text.size() - 2);
        }
        Write(children[i + 1], text, name);
      }
      out_.End(object);
    } else {
      WriteText(*expr, key, key_span);
    }
  }

  // A string with its text, so that documents in it are found; all else as it is written.
  void WriteText(const Expr& expr, std::string_view key, Span key_span) {
    const size_t index = out_.Begin(Type::kString, expr.span, key, key_span);
    Node& node = tree_.nodes[index];
    node.next = static_cast<uint32_t>(index + 1);
    node.quote = 0;
    if (expr.kind != ExprKind::kString) return;
    text::ViewBuilder builder(view_, expr.span, &arena_);
    for (uint32_t child : file_.children(expr)) {
      const Expr& piece = file_.expr(child);
      if (piece.kind == ExprKind::kText) {
        DecodeEscapes(file_.text, piece.span, expr.heredoc, &builder);
      } else {
        // In JSON it stands in a string, nearly always.
        builder.Put("${value}", piece.span);
      }
    }
    const text::View* view = builder.Finish();
    tree_.decoded.push_back(view->text());
    tree_.views.resize(tree_.decoded.size());
    tree_.views.back() = view;
    tree_.nodes[index].count = static_cast<uint32_t>(tree_.decoded.size());
  }

  const File& file_;
  const text::View& view_;
  text::Arena& arena_;
  json::Tree& tree_;
  TreeWriter out_;
};

}  // namespace

void WriteBlocks(const File& file, const text::View& view, text::Arena* arena, json::Tree* tree) {
  BlockWriter(file, view, arena, tree).Write();
}

}  // namespace rolelint::hcl
