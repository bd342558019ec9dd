#ifndef ROLELINT_SERVE_TEXT_DOCUMENT_H_
#define ROLELINT_SERVE_TEXT_DOCUMENT_H_

// A document that an editor has open: its text, and positions in it as the Language Server Protocol
// counts them: lines from 0, and UTF-16 code units within the line. A line ends at LF, CRLF or CR.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace rolelint::serve {

struct TextPosition {
  uint32_t line = 0;
  uint32_t character = 0;

  friend bool operator==(const TextPosition& a, const TextPosition& b) {
    return a.line == b.line && a.character == b.character;
  }
};

class TextDocument {
 public:
  TextDocument() { IndexLines(); }
  // `text` is UTF-8.
  explicit TextDocument(std::string text) : text_(std::move(text)) { IndexLines(); }

  const std::string& text() const { return text_; }
  // Of a position past the end of its line, the line's end; past the last line, the text's end. A
  // position within a surrogate pair is the character's.
  size_t OffsetOf(TextPosition position) const;
  TextPosition PositionOf(size_t offset) const;
  void Replace(TextPosition begin, TextPosition end, std::string_view text);

 private:
  void IndexLines();

  std::string text_;
  std::vector<size_t> lines_;  // where each begins
};

}  // namespace rolelint::serve

#endif  // ROLELINT_SERVE_TEXT_DOCUMENT_H_
