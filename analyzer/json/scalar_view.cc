#include "analyzer/json/scalar_view.h"

#include <algorithm>
#include <string_view>

#include "analyzer/json/yaml_parts.h"

namespace rolelint::json {
namespace {

using text::View;
using text::ViewBuilder;

// Lays a YAML scalar's text beside the bytes it was read from. A run of blanks with a line break in
// it stands for whatever blanks the text has there: folding and indentation leave nothing else.
class Alignment {
 public:
  Alignment(std::string_view bytes, uint32_t begin, std::string_view text, ViewBuilder* builder)
      : bytes_(bytes), begin_(begin), text_(text), builder_(*builder) {}

  // False if the two do not fit.
  bool Run(bool double_quoted, bool single_quoted) {
    while (in_ < bytes_.size()) {
      if (size_t end = BlankRun(); end != 0) {
        const size_t out = out_;
        while (out_ < text_.size() && IsSpace(text_[out_])) ++out_;
        Put(text_.substr(out, out_ - out), end);
      } else if (double_quoted && bytes_[in_] == '\\') {
        if (!Escape()) return false;
      } else if (out_ == text_.size()) {
        return false;
      } else if (single_quoted && bytes_[in_] == '\'') {
        Put(text_.substr(out_++, 1), std::min(in_ + 2, bytes_.size()));
      } else if (bytes_[in_] != text_[out_]) {
        return false;
      } else {
        Copy();
      }
    }
    return out_ == text_.size();
  }

 private:
  text::Span Outer(size_t begin, size_t end) const {
    return {begin_ + static_cast<uint32_t>(begin), begin_ + static_cast<uint32_t>(end)};
  }

  void Put(std::string_view decoded, size_t end) {
    builder_.Put(decoded, Outer(in_, end));
    in_ = end;
  }

  void Copy() {
    builder_.Copy(Outer(in_, in_ + 1));
    ++in_;
    ++out_;
  }

  // The end of the run of blanks at hand, if a line ends in it; else 0.
  size_t BlankRun() const {
    size_t end = in_;
    bool breaks = false;
    while (end < bytes_.size() && IsSpace(bytes_[end])) breaks |= IsBreak(bytes_[end++]);
    return breaks ? end : 0;
  }

  // https://yaml.org/spec/1.2.2/#57-escaped-characters
  bool Escape() {
    if (in_ + 1 >= bytes_.size()) return false;
    const char kind = bytes_[in_ + 1];
    if (IsBreak(kind)) {
      size_t end = in_ + 1;
      while (end < bytes_.size() && IsSpace(bytes_[end])) ++end;
      Put({}, end);
      return true;
    }
    if (out_ == text_.size()) return false;
    const size_t digits = kind == 'x' ? 2 : kind == 'u' ? 4 : kind == 'U' ? 8 : 0;
    size_t end = out_ + 1;
    while (end < text_.size() && (static_cast<unsigned char>(text_[end]) & 0xC0) == 0x80) ++end;
    const size_t from = out_;
    out_ = end;
    Put(text_.substr(from, end - from), std::min(in_ + 2 + digits, bytes_.size()));
    return true;
  }

  const std::string_view bytes_;
  const uint32_t begin_;
  const std::string_view text_;
  ViewBuilder& builder_;
  size_t in_ = 0;
  size_t out_ = 0;
};

const View* YamlView(Value string, const View& view, text::Arena* arena) {
  const text::Span inner = string.inner_span();
  const std::string_view all = view.text();
  std::string_view bytes = all.substr(inner.begin, inner.size());
  const bool quoted = inner.begin > string.span().begin;
  const char quote = quoted ? all[string.span().begin] : '\0';
  ViewBuilder builder(view, inner, arena);
  uint32_t begin = inner.begin;
  if (!quoted && string.has_escapes() && (bytes.starts_with('|') || bytes.starts_with('>'))) {
    // The header of a block scalar: indicators, perhaps a comment.
    const size_t line = std::min(bytes.find_first_of("\r\n"), bytes.size());
    begin += static_cast<uint32_t>(line);
    bytes.remove_prefix(line);
    std::string_view text = string.str();
    // What the text ends in may reach beyond the scalar's place, which is its last line's.
    while (!text.empty() && IsSpace(text.back())) text.remove_suffix(1);
    if (Alignment(bytes, begin, text, &builder).Run(false, false)) return builder.Finish();
  } else if (Alignment(bytes, begin, string.str(), &builder).Run(quote == '"', quote == '\'')) {
    return builder.Finish();
  }
  ViewBuilder whole(view, inner, arena);
  whole.Put(string.str(), inner);
  return whole.Finish();
}

}  // namespace

const View* ScalarView(Value string, const View& view, text::Arena* arena) {
  const Tree& tree = *string.tree();
  const uint32_t decoded = tree.nodes[string.index()].count;
  if (decoded != 0 && decoded <= tree.views.size() && tree.views[decoded - 1] != nullptr) {
    return tree.views[decoded - 1];
  }
  if (tree.notation == Notation::kYaml) return YamlView(string, view, arena);
  return View::FromJsonString(view, string.inner_span(), arena);
}

}  // namespace rolelint::json
