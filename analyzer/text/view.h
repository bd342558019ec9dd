#ifndef ROLELINT_TEXT_VIEW_H_
#define ROLELINT_TEXT_VIEW_H_

// A text that was decoded out of another text (a JSON string's contents, a URL-encoded string)
// together with the way back: which bytes of the outer text each decoded byte came from. Views nest
// to any depth, and ToFile() composes the maps down to the source file.
//
// The map is a list of break points, one after each escape; a text without escapes has none. A
// decoded character that came from a JSON escape spans the whole escape (all six bytes of `\u00e9`,
// all twelve of a surrogate pair); a byte that came from `%HH` spans those three, and a character
// of several bytes all of theirs. Of other encodings (YAML's block scalars, heredocs) ViewBuilder
// makes a view piece by piece.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/text/arena.h"
#include "analyzer/text/span.h"

namespace rolelint::text {

class View {
 public:
  View() = default;

  // The file itself: the identity. `text` must be padded (Source::text() is).
  explicit View(std::string_view text) : text_(text) {}

  // The contents of the JSON string whose raw bytes (between the quotes) are `raw` in `parent`. The
  // string must have been accepted by the JSON reader; an escape it would have refused is copied as
  // it stands. An escaped NUL and half of a surrogate pair become U+FFFD, so that the decoded text
  // is UTF-8 without NUL as every text is. It is padded with zeros and lives in `arena`, and so
  // does the returned view; `parent` must outlive it. Never null.
  static const View* FromJsonString(const View& parent, Span raw, Arena* arena);

  // Percent-decoding (RFC 3986) of `raw`. A '+' stays a '+' (AWS writes a space as %20, and '+' is
  // legal in IAM names), unless `plus_is_space`. Null if a '%' is not followed by two hex digits or
  // the result is not UTF-8 or holds a NUL.
  static const View* FromUrlEncoded(const View& parent, Span raw, bool plus_is_space, Arena* arena);

  std::string_view text() const { return text_; }
  const View* parent() const { return parent_; }
  int depth() const { return parent_ == nullptr ? 0 : 1 + parent_->depth(); }

  // The bytes of the parent's text from which `span` was decoded. An empty span maps to an empty
  // span. What lies past the end of the text counts as its end.
  Span ToParent(Span span) const;
  // All the way down.
  Span ToFile(Span span) const;
  // The inverse for one layer: the decoded offset of the byte at parent offset `outer` (inside an
  // escape: of what it stands for). `outer` is taken as within raw(), or its end.
  uint32_t FromParent(uint32_t outer) const;
  // Bytes of the parent that this view decodes.
  Span raw() const { return raw_; }

 private:
  friend class ViewBuilder;

  // After decoded offset `decoded`, text continues one to one from parent offset `outer`. Between
  // one such run and the next lies what the escape before the break made: one byte of a URL-encoded
  // text, as much as pieces_ says of a text that was built, else one character.
  struct Break {
    uint32_t decoded;
    uint32_t outer;
  };

  // Breaks up to decoded offset `offset`, and the parent offset to which the last of them carries
  // it on.
  size_t BreaksUpTo(uint32_t offset) const;
  uint32_t CarryOn(size_t breaks, uint32_t offset) const;
  // Where in the text that begins which the escape before a break made.
  uint32_t EscapedBegin(size_t after) const;
  void ReplacePluses(char* text) const;
  uint32_t OuterBegin(uint32_t offset) const;
  uint32_t OuterEnd(uint32_t offset) const;

  std::string_view text_;
  const View* parent_ = nullptr;
  Span raw_;
  bool bytewise_ = false;
  bool built_ = false;
  std::span<const Break> breaks_;
  std::span<const uint32_t> pieces_;  // of a built view: the bytes made before each break
};

// Makes a view from front to back, where the decoded text is known in pieces.
class ViewBuilder {
 public:
  // Of the bytes `raw` of the parent's text. `parent` and `arena` must outlive the view.
  ViewBuilder(const View& parent, Span raw, Arena* arena)
      : parent_(parent), raw_(raw), arena_(*arena), outer_(raw.begin) {}

  // The bytes `outer` of the parent as they stand. What lies between them and the piece before is
  // left out.
  void Copy(Span outer);
  // `decoded` stands for the bytes `outer`, as one whole.
  void Put(std::string_view decoded, Span outer);

  const std::string& text() const { return text_; }
  // Never null. Offsets in the text that was put together.
  const View* Finish();

 private:
  void Break(uint32_t outer, uint32_t made);

  const View& parent_;
  const Span raw_;
  Arena& arena_;
  std::string text_;
  uint32_t outer_;  // to which what is there so far reaches
  std::vector<View::Break> breaks_;
  std::vector<uint32_t> pieces_;
};

}  // namespace rolelint::text

#endif  // ROLELINT_TEXT_VIEW_H_
