#include "analyzer/inputs/cloudformation/rope.h"

#include <algorithm>

#include "analyzer/json/scalar_view.h"

namespace rolelint::inputs::cloudformation {
namespace {

using json::Value;

// Follows a JSON text from piece to piece.
class JsonText {
 public:
  void Take(std::string_view text) {
    for (char c : text) {
      if (escaped_) {
        escaped_ = false;
      } else if (c == '\\') {
        escaped_ = in_string_;
      } else if (c == '"') {
        in_string_ = !in_string_;
      }
    }
  }
  bool in_string() const { return in_string_; }

 private:
  bool in_string_ = false;
  bool escaped_ = false;
};

// Characters that one escape made stay together.
void PutDecoded(const Piece& piece, const text::View& decoded, text::ViewBuilder* builder) {
  uint32_t from = piece.at;
  // A view of a block scalar lacks the blanks in which it ends.
  const auto end =
      static_cast<uint32_t>(std::min(piece.at + piece.text.size(), decoded.text().size()));
  while (from < end) {
    const Span outer = decoded.ToParent({from, from + 1});
    uint32_t to = from + 1;
    while (to < end && decoded.ToParent({to, to + 1}) == outer) ++to;
    builder->Put(decoded.text().substr(from, to - from), outer);
    from = to;
  }
}

}  // namespace

Rope Rope::Of(Value string) {
  Rope rope;
  rope.AppendPart(string, 0, string.str().size());
  return rope;
}

Rope Rope::Of(std::string_view text, Span span) {
  Rope rope;
  if (text.empty()) return rope;
  rope.pieces_.push_back({text, span, {}, 0, false});
  rope.size_ = text.size();
  return rope;
}

Rope Rope::Open(std::string_view name, Span span, text::Arena* arena) {
  constexpr size_t kLongest = 80;
  std::string text = "${";
  for (char c : name.substr(0, kLongest)) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    text += plain || c == '.' || c == '-' ? c : '_';
  }
  text += '}';
  Rope rope = Of(arena->Copy(std::string_view(text)), span);
  rope.pieces_[0].open = true;
  return rope;
}

void Rope::Append(const Rope& other) {
  size_ += other.size_;
  if (!fits()) return;
  pieces_.insert(pieces_.end(), other.pieces_.begin(), other.pieces_.end());
}

void Rope::AppendPart(Value string, size_t begin, size_t end) {
  if (begin >= end) return;
  const auto at = static_cast<uint32_t>(begin);
  pieces_.push_back(
      {string.str().substr(begin, end - begin), string.inner_span(), string, at, false});
  size_ += end - begin;
}

void Rope::RemovePrefix(std::string_view prefix) {
  if (pieces_.empty() || pieces_[0].open || !pieces_[0].text.starts_with(prefix)) return;
  pieces_[0].text.remove_prefix(prefix.size());
  pieces_[0].at += static_cast<uint32_t>(prefix.size());
  size_ -= prefix.size();
}

void Rope::Anchor(Span span) {
  for (Piece& piece : pieces_) {
    piece.span = span;
    piece.source = {};
  }
}

void Rope::SetNoArn() {
  for (Piece& piece : pieces_) piece.no_arn = piece.open;
}

void Rope::SetFirst(std::string_view text) {
  size_ = size_ - pieces_.front().text.size() + text.size();
  pieces_.front().text = text;
}

bool Rope::open() const {
  return std::any_of(pieces_.begin(), pieces_.end(), [](const Piece& piece) { return piece.open; });
}

std::string Rope::str() const {
  std::string text;
  text.reserve(size_);
  for (const Piece& piece : pieces_) text += piece.text;
  return text;
}

Value Rope::Whole() const {
  if (pieces_.size() != 1 || !pieces_[0].source) return {};
  const Piece& piece = pieces_[0];
  return piece.text.size() == piece.source.str().size() ? piece.source : Value();
}

const text::View* BuildView(const Rope& rope, Span span, const text::View& view,
                            text::Arena* arena) {
  text::ViewBuilder builder(view, span, arena);
  JsonText json;
  for (const Piece& piece : rope.pieces()) {
    if (piece.open && !json.in_string()) {
      builder.Put("\"" + std::string(piece.text) + "\"", piece.span);
      continue;
    }
    json.Take(piece.text);
    if (!piece.source) {
      builder.Put(piece.text, piece.span);
    } else if (!piece.source.has_escapes()) {
      const uint32_t begin = piece.source.inner_span().begin + piece.at;
      builder.Copy({begin, begin + static_cast<uint32_t>(piece.text.size())});
    } else {
      PutDecoded(piece, *json::ScalarView(piece.source, view, arena), &builder);
    }
  }
  return builder.Finish();
}

}  // namespace rolelint::inputs::cloudformation
