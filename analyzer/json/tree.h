#ifndef ROLELINT_JSON_TREE_H_
#define ROLELINT_JSON_TREE_H_

// A positioned JSON tree: every key and value knows its bytes. Duplicate keys are all there, in
// order. Nodes lie in document order in one vector (a node's children follow it; `next` is one past
// its subtree), 32 bytes each, so building one is appending and walking one is scanning.
//
// Value is a cheap handle (tree, index). An invalid Value (default-made, or a failed Find) is false
// and answers type() with kMissing, str() with "", size() with 0, so that chains of look-ups need
// no checks between.

#include <cstdint>
#include <string_view>
#include <vector>

#include "analyzer/text/arena.h"
#include "analyzer/text/span.h"

namespace rolelint::text {
class View;
}

namespace rolelint::json {

using text::Span;

enum class Type : uint8_t { kMissing, kNull, kBool, kNumber, kString, kArray, kObject };

// "a string", "an object", … for messages.
std::string_view TypeName(Type type);

struct Node {
  uint32_t begin = 0;  // of the value; strings with their quotes
  uint32_t end = 0;
  uint32_t key_begin = 0;  // of the member's key with its quotes; 0,0 outside objects
  uint32_t key_end = 0;
  uint32_t next = 0;   // index one past the subtree
  uint32_t count = 0;  // children; of a string: 1 + index into decoded, 0 if it has no escapes
  uint32_t key_decoded = 0;  // 1 + index into decoded, 0 if the key has no escapes
  Type type = Type::kMissing;
  bool truth = false;  // of a boolean its value; of a string that it is open (Value::open)
  // Bytes of quoting on each side of a string and of a key: 1, but 0 for YAML's plain and block
  // scalars.
  uint8_t quote = 1;
  uint8_t key_quote = 1;
};
static_assert(sizeof(Node) == 32);

// In key_quote: the key holds a part that a template leaves open (Value::key_open).
inline constexpr uint8_t kOpenKey = 0x80;

class Value;

// How the strings of a tree are written (analyzer/json/scalar_view.h).
enum class Notation : uint8_t { kJson, kYaml };

struct Tree {
  std::string_view text;  // what the offsets count in
  std::vector<Node> nodes;
  std::vector<std::string_view> decoded;  // strings with escapes, in an arena
  Notation notation = Notation::kJson;
  // How `decoded` came from the text, by the same index, where something else than this notation
  // made it (a function that was resolved, a heredoc); null or beyond the end elsewhere.
  std::vector<const text::View*> views;

  Value root() const;
  void Clear() {
    nodes.clear();
    decoded.clear();
    views.clear();
    notation = Notation::kJson;
  }
};

class Value {
 public:
  Value() = default;
  Value(const Tree* tree, uint32_t index) : tree_(tree), index_(index) {}

  explicit operator bool() const { return tree_ != nullptr; }
  Type type() const { return tree_ ? node().type : Type::kMissing; }
  bool is_object() const { return type() == Type::kObject; }
  bool is_array() const { return type() == Type::kArray; }
  bool is_string() const { return type() == Type::kString; }

  // Bytes of the value; of a string with its quotes.
  Span span() const { return tree_ ? Span{node().begin, node().end} : Span{}; }
  // Of a string without its quotes, else span().
  Span inner_span() const {
    return is_string() ? Span{node().begin + node().quote, node().end - node().quote} : span();
  }
  // The bytes as written.
  std::string_view raw() const {
    return tree_ ? tree_->text.substr(node().begin, node().end - node().begin) : "";
  }
  // A string's decoded contents; "" for any other type.
  std::string_view str() const;
  // Whether str() differs from the bytes of inner_span().
  bool has_escapes() const { return is_string() && node().count != 0; }
  bool truth() const { return tree_ && node().truth && !is_string(); }
  // A string that stands for something a template leaves open: its text holds `${…}` in place of
  // each part that is not known, or is nothing but that (then it may stand for a value of any
  // type).
  bool open() const { return is_string() && node().truth; }

  // Members or elements; 0 for scalars.
  uint32_t size() const { return is_object() || is_array() ? node().count : 0; }
  bool has_key() const { return tree_ && node().key_end != 0; }
  std::string_view key() const;
  Span key_span() const { return tree_ ? Span{node().key_begin, node().key_end} : Span{}; }
  // Without its quotes, if it has any.
  Span key_inner_span() const {
    return tree_ ? Span{node().key_begin + key_quote(), node().key_end - key_quote()} : Span{};
  }
  // As open(), of the key.
  bool key_open() const { return tree_ && (node().key_quote & kOpenKey) != 0; }

  // The first member with this (decoded, case-sensitive) key.
  Value Find(std::string_view name) const;

  class Iterator {
   public:
    Iterator(const Tree* tree, uint32_t index) : tree_(tree), index_(index) {}
    Value operator*() const { return Value(tree_, index_); }
    Iterator& operator++() {
      index_ = tree_->nodes[index_].next;
      return *this;
    }
    bool operator!=(const Iterator& other) const { return index_ != other.index_; }

   private:
    const Tree* tree_;
    uint32_t index_;
  };
  // Children of an object or array; nothing for scalars.
  Iterator begin() const { return size() == 0 ? Iterator(tree_, 0) : Iterator(tree_, index_ + 1); }
  Iterator end() const { return size() == 0 ? Iterator(tree_, 0) : Iterator(tree_, node().next); }

  const Tree* tree() const { return tree_; }
  uint32_t index() const { return index_; }

 private:
  const Node& node() const { return tree_->nodes[index_]; }
  uint32_t key_quote() const { return node().key_quote & ~uint32_t{kOpenKey}; }

  const Tree* tree_ = nullptr;
  uint32_t index_ = 0;
};

inline Value Tree::root() const { return nodes.empty() ? Value() : Value(this, 0); }

inline std::string_view Value::str() const {
  if (!is_string()) return {};
  const Node& n = node();
  if (n.count != 0) return tree_->decoded[n.count - 1];
  return tree_->text.substr(n.begin + n.quote, n.end - n.begin - 2 * n.quote);
}

inline std::string_view Value::key() const {
  if (!has_key()) return {};
  const Node& n = node();
  if (n.key_decoded != 0) return tree_->decoded[n.key_decoded - 1];
  return tree_->text.substr(n.key_begin + key_quote(), n.key_end - n.key_begin - 2 * key_quote());
}

}  // namespace rolelint::json

#endif  // ROLELINT_JSON_TREE_H_
