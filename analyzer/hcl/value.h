#ifndef ROLELINT_HCL_VALUE_H_
#define ROLELINT_HCL_VALUE_H_

// What an expression comes to. What is not known before Terraform runs is open: a whole value, or a
// part of a string, which then has `${…}` in its place (json::Value::open).

#include <cstdint>
#include <string_view>
#include <vector>

#include "analyzer/text/span.h"
#include "analyzer/text/view.h"

namespace rolelint::hcl {

using text::Span;

enum class ValueKind : uint8_t { kOpen, kNull, kBool, kNumber, kString, kList, kObject };

struct Value;

struct Member {
  std::string_view key;
  Span key_span;          // with its quotes
  uint8_t key_quote = 0;  // bytes of them on each side
  bool key_open = false;  // holds a part that is open
  const Value* value = nullptr;
};

struct Value {
  ValueKind kind = ValueKind::kOpen;
  bool truth = false;  // kBool
  uint8_t quote = 0;   // kString: bytes of quotes at each end of span
  bool exact =
      false;  // written there as it is; else the parts of the value have no place of their own
  uint32_t file = 0;                 // of the module
  Span span;                         // of the expression in it
  std::string_view text;             // kString, kNumber; kOpen: "${…}"
  const text::View* view = nullptr;  // kString: how text came from the file's bytes, where it did
  std::vector<Span> open_parts;      // kString: of text; none if it is known
  std::vector<const Value*> items;   // kList
  std::vector<Member> members;       // kObject
  const Value* encoded = nullptr;    // kString: it is the JSON of this, and has no text
  const Value* origin = nullptr;     // a reference: what it leads to

  bool is_open() const { return kind == ValueKind::kOpen || !open_parts.empty(); }
  // Has a text that is known in whole.
  bool is_text() const {
    return kind == ValueKind::kString && encoded == nullptr && open_parts.empty();
  }
  const Member* Find(std::string_view name) const {
    for (const Member& member : members) {
      if (member.key == name) return &member;
    }
    return nullptr;
  }
};

// Where references and what passes values on lead to.
inline const Value* OriginOf(const Value* value) {
  return value->origin != nullptr ? value->origin : value;
}

}  // namespace rolelint::hcl

#endif  // ROLELINT_HCL_VALUE_H_
