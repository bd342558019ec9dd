#include "analyzer/serve/text_document.h"

#include <algorithm>

namespace rolelint::serve {
namespace {

bool IsContinuation(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

// Of the UTF-8 sequence that begins so: beyond the basic plane it is a surrogate pair.
uint32_t CodeUnits(char lead) { return static_cast<unsigned char>(lead) >= 0xF0 ? 2 : 1; }

bool IsLineBreak(char c) { return c == '\n' || c == '\r'; }

}  // namespace

void TextDocument::IndexLines() {
  lines_.assign(1, 0);
  for (size_t i = 0; i < text_.size(); ++i) {
    const bool within = text_[i] == '\r' && i + 1 < text_.size() && text_[i + 1] == '\n';
    if (IsLineBreak(text_[i]) && !within) lines_.push_back(i + 1);
  }
}

size_t TextDocument::OffsetOf(TextPosition position) const {
  if (position.line >= lines_.size()) return text_.size();
  size_t offset = lines_[position.line];
  for (uint32_t units = 0; offset < text_.size() && !IsLineBreak(text_[offset]);) {
    units += CodeUnits(text_[offset]);
    if (units > position.character) break;
    ++offset;
    while (offset < text_.size() && IsContinuation(text_[offset])) ++offset;
  }
  return offset;
}

TextPosition TextDocument::PositionOf(size_t offset) const {
  offset = std::min(offset, text_.size());
  const auto after = std::upper_bound(lines_.begin(), lines_.end(), offset);
  TextPosition position;
  position.line = static_cast<uint32_t>(after - lines_.begin()) - 1;
  for (size_t i = *(after - 1); i < offset; ++i) {
    if (!IsContinuation(text_[i])) position.character += CodeUnits(text_[i]);
  }
  return position;
}

void TextDocument::Replace(TextPosition begin, TextPosition end, std::string_view text) {
  const size_t from = OffsetOf(begin);
  const size_t to = std::max(from, OffsetOf(end));
  text_.replace(from, to - from, text);
  IndexLines();
}

}  // namespace rolelint::serve
