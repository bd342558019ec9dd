#ifndef ROLELINT_HCL_TREE_H_
#define ROLELINT_HCL_TREE_H_

// HCL as positioned trees: values that the evaluator made, for the adapters; and the blocks of a
// file as they are written, for JSON pointers.

#include <cstdint>
#include <string_view>
#include <vector>

#include "analyzer/hcl/syntax.h"
#include "analyzer/hcl/value.h"
#include "analyzer/json/tree.h"
#include "analyzer/text/arena.h"
#include "analyzer/text/view.h"

namespace rolelint::hcl {

// Nodes of one tree; values that are referred to again and again are there each time.
inline constexpr size_t kMaxNodes = 1'000'000;

// Writes values of one file into a tree over its text. What has no place of its own in the file
// (what a reference leads to) stands at the expression that brings it.
class TreeWriter {
 public:
  TreeWriter(uint32_t file, const text::View& view, text::Arena* arena, json::Tree* tree)
      : file_(file), view_(view), arena_(*arena), tree_(*tree) {}

  // Between Begin and End the members or items follow. `key_span` is empty in a list.
  size_t Begin(json::Type type, Span span, std::string_view key, Span key_span);
  void End(size_t node);
  // A member of an object that is begun (key_span is not empty), or an item of a list.
  void Add(const Value& value, std::string_view key, Span key_span);

  bool full() const { return tree_.nodes.size() >= kMaxNodes; }

 private:
  // `place`: where the value stands, if not where it says; `key_place`: the same of the key.
  void Add(const Value& value, const Member* key, const Span* key_place, const Span* place,
           int depth);
  void SetKey(const Member& key, const Span* place, json::Node* node);
  void SetText(const Value& value, Span span, bool own_place, json::Node* node);
  uint32_t Decoded(std::string_view text, const text::View* view);

  const uint32_t file_;
  const text::View& view_;
  text::Arena& arena_;
  json::Tree& tree_;
};

// The blocks of a file: {"resource": {"aws_iam_role": {"x": {…}}}} for each, in order; of nested
// blocks of one type a list. Calls of jsonencode are what they are given; other expressions that
// are no literals are opaque.
void WriteBlocks(const File& file, const text::View& view, text::Arena* arena, json::Tree* tree);

}  // namespace rolelint::hcl

#endif  // ROLELINT_HCL_TREE_H_
