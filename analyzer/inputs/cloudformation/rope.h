#ifndef ROLELINT_INPUTS_CLOUDFORMATION_ROPE_H_
#define ROLELINT_INPUTS_CLOUDFORMATION_ROPE_H_

// The text that a template's functions put together, in pieces that still know where in the file
// they come from and which of them nobody knows.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/json/tree.h"
#include "analyzer/text/arena.h"
#include "analyzer/text/view.h"

namespace rolelint::inputs::cloudformation {

using text::Span;

// A text longer than this is longer than any policy, and is not put together.
inline constexpr size_t kMaxText = size_t{256} << 10;

struct Piece {
  std::string_view text;  // of a string of the template, of the options, or in the arena
  Span span;              // what it stands for in the template's text
  json::Value source;     // the string that it is a part of, if it stands there as it is
  uint32_t at = 0;        // where in source.str()
  bool open = false;      // text is "${Name}"
  bool no_arn = false;    // open, and whatever it is, no ARN
};

class Rope {
 public:
  Rope() = default;

  // All of a string of the template.
  static Rope Of(json::Value string);
  // Text from elsewhere that stands for `span`.
  static Rope Of(std::string_view text, Span span);
  // A value that is not known; `name` is what it is called.
  static Rope Open(std::string_view name, Span span, text::Arena* arena);

  void Append(const Rope& other);
  // Part of a string of the template.
  void AppendPart(json::Value string, size_t begin, size_t end);
  // Takes the text off the front, if the first piece begins with it.
  void RemovePrefix(std::string_view prefix);
  // The open pieces are what Ref gives of a resource, which is no ARN.
  void SetNoArn();
  // Whether the first piece is one of these.
  bool begins_with_no_arn() const { return !pieces_.empty() && pieces_.front().no_arn; }
  // Puts another text in place of the first piece.
  void SetFirst(std::string_view text);
  // Every piece stands for `span` from now on.
  void Anchor(Span span);

  bool open() const;
  // Not too long to be put together.
  bool fits() const { return size_ <= kMaxText; }
  size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  std::string str() const;
  const std::vector<Piece>& pieces() const { return pieces_; }
  // The string of which it is all; false if it is anything else.
  json::Value Whole() const;

 private:
  std::vector<Piece> pieces_;
  size_t size_ = 0;
};

// The rope as a text of its own that leads back to the bytes of `view`, in whose text the template
// stands. What is open outside the strings of a JSON text becomes a string.
const text::View* BuildView(const Rope& rope, Span span, const text::View& view,
                            text::Arena* arena);

}  // namespace rolelint::inputs::cloudformation

#endif  // ROLELINT_INPUTS_CLOUDFORMATION_ROPE_H_
