#include "analyzer/report/snippet.h"

#include <algorithm>
#include <tuple>

#include <fmt/format.h>

#include "analyzer/report/glyph.h"

namespace rolelint::report {
namespace {

// Columns kept on either side of a span in a line that is cut.
constexpr int kMargin = 16;

// A source line as a terminal shows it: where each code point begins in the text shown and on the
// screen, also the one past the last.
class Line {
 public:
  explicit Line(std::string_view text) : shown_(text), size_(text.size()) {
    plain_ = PlainPrefix(text) == text.size();
    if (!plain_) Decode(text);
  }
  Line(const Line&) = delete;  // shown_ may be of its own
  Line& operator=(const Line&) = delete;

  size_t size() const { return size_; }
  std::string_view Part(size_t begin, size_t end) const {
    if (plain_) return shown_.substr(begin, end - begin);
    return shown_.substr(offset_[begin], offset_[end] - offset_[begin]);
  }
  int Width(size_t begin, size_t end) const {
    return plain_ ? static_cast<int>(end - begin) : column_[end] - column_[begin];
  }

 private:
  void Decode(std::string_view text) {
    int at = 0;
    while (!text.empty()) {
      offset_.push_back(static_cast<uint32_t>(decoded_.size()));
      column_.push_back(at);
      const Glyph glyph = DecodeGlyph(text);
      if (glyph.code == '\t') {
        const int width = kTabColumns - at % kTabColumns;
        decoded_.append(static_cast<size_t>(width), ' ');
        at += width;
      } else {
        at += AppendGlyph(glyph, text, &decoded_);
      }
      text.remove_prefix(glyph.bytes);
    }
    size_ = offset_.size();
    offset_.push_back(static_cast<uint32_t>(decoded_.size()));
    column_.push_back(at);
    shown_ = decoded_;
  }

  bool plain_;
  std::string_view shown_;
  size_t size_;
  // Only of a line that is not plain.
  std::string decoded_;
  std::vector<uint32_t> offset_;
  std::vector<int> column_;
};

// A mark's code points within its source line, [begin, end).
struct Columns {
  size_t begin;
  size_t end;
};

bool RangeOf(const Mark& mark, size_t line_size, Columns* range) {
  const engine::Location& at = *mark.location;
  const uint64_t first = uint64_t{mark.cut} + 1;
  if (at.start_column < first || at.start_column - first > line_size) return false;
  range->begin = at.start_column - first;
  const bool ends_here = at.end_line == at.start_line;
  range->end = ends_here && at.end_column >= first ? at.end_column - first : line_size;
  range->end = std::clamp(range->end, range->begin, line_size);
  // Only the start of a span that is longer than what is left of its line can be shown; there must
  // be something.
  return !mark.source_line.empty() || at.start_column == 1;
}

// The part of the line to show: the span with something on both sides, at most kSnippetColumns
// wide.
Columns Window(const Line& line, Columns span) {
  if (line.Width(0, line.size()) <= kSnippetColumns) return {0, line.size()};
  const int span_width = line.Width(span.begin, span.end);
  const int margin = std::max(kMargin, (kSnippetColumns - span_width) / 2);
  Columns window{span.begin, span.begin};
  while (window.begin > 0 && line.Width(window.begin - 1, span.begin) <= margin) --window.begin;
  while (window.end < line.size() && line.Width(window.begin, window.end + 1) <= kSnippetColumns) {
    ++window.end;
  }
  while (window.begin > 0 && line.Width(window.begin - 1, window.end) <= kSnippetColumns) {
    --window.begin;
  }
  return window;
}

bool SameText(const Mark& a, const Mark& b) {
  // Two marks of one line may come with different parts of it.
  return a.cut == b.cut && (a.cut == 0 || a.source_line == b.source_line);
}

class Writer {
 public:
  Writer(const SnippetStyle& style, std::string* out) : style_(style), out_(*out) {}

  void Gap() {
    out_.append(style_.paint.FrameStart()).append("...").append(style_.paint.End());
    out_.push_back('\n');
  }

  // One source line with the marks of [marks, end), which are sorted, that fall into the part
  // shown. Returns where the others begin: they are moved to the back of what was looked at, so
  // that marks far behind the part shown cost nothing.
  Mark* Show(Mark* marks, Mark* end, SnippetOutcome* outcome) {
    const Mark first = *marks;
    const Line line(first.source_line);
    Columns span{};
    if (!RangeOf(first, line.size(), &span)) {
      outcome->unshown.push_back(first);
      return marks + 1;
    }
    const Columns window = Window(line, span);
    const bool cut_left = window.begin > 0 || first.cut > 0;
    const bool cut_right = window.end < line.size();
    outcome->cut = outcome->cut || cut_left || cut_right;
    Gutter(fmt::format_int(first.location->start_line).c_str());
    const std::string_view text = line.Part(window.begin, window.end);
    if (cut_left || cut_right || !text.empty()) {
      out_.append(cut_left ? " …" : " ").append(text).append(cut_right ? "…" : "");
    }
    out_.push_back('\n');

    const uint64_t last_column = uint64_t{first.cut} + window.end + 1;
    left_.clear();
    Mark* mark = marks;
    for (; mark != end; ++mark) {
      const bool is_first = mark == marks;
      if (!is_first && !mark->primary && mark->location->start_column > last_column) break;
      Columns range{};
      const bool inside = (is_first || SameText(*mark, first)) &&
                          RangeOf(*mark, line.size(), &range) && range.begin >= window.begin &&
                          range.begin <= window.end &&
                          (range.begin == span.begin || range.end <= window.end);
      if (!inside) {
        left_.push_back(*mark);
        continue;
      }
      const int shift = cut_left ? 1 : 0;
      const int begin = line.Width(window.begin, range.begin) + shift;
      const int width = line.Width(range.begin, std::min(range.end, window.end));
      Underline(*mark, begin, std::max(width, 1));
    }
    return std::move_backward(left_.begin(), left_.end(), mark);
  }

  void EmptyRow() {
    Gutter("");
    out_.push_back('\n');
  }

 private:
  void Gutter(std::string_view number) {
    const auto width = static_cast<size_t>(style_.gutter);
    out_.append(style_.paint.FrameStart());
    out_.append(width - std::min(width, number.size()), ' ').append(number).append(" |");
    out_.append(style_.paint.End());
  }

  void Underline(const Mark& mark, int begin, int width) {
    const Paint& paint = style_.paint;
    Gutter("");
    out_.append(static_cast<size_t>(begin) + 1, ' ');
    out_.append(mark.primary ? paint.SeverityStart(style_.severity) : paint.FrameStart());
    out_.append(static_cast<size_t>(width), mark.primary ? '^' : '-');
    if (!mark.label.empty()) {
      out_.push_back(' ');
      AppendPrintable(mark.label, &out_);
    }
    out_.append(paint.End());
    out_.push_back('\n');
  }

  const SnippetStyle& style_;
  std::string& out_;
  std::vector<Mark> left_;
};

}  // namespace

SnippetOutcome AppendSnippet(std::vector<Mark>* marks, const SnippetStyle& style,
                             std::string* out) {
  const auto before = [](const Mark& a, const Mark& b) {
    return std::tuple(a.location->start_line, !a.primary, a.location->start_column) <
           std::tuple(b.location->start_line, !b.primary, b.location->start_column);
  };
  if (!std::is_sorted(marks->begin(), marks->end(), before)) {
    std::stable_sort(marks->begin(), marks->end(), before);
  }
  // Items of a function of a template all stand where the function does.
  const auto same = [](const Mark& a, const Mark& b) {
    const engine::Location& one = *a.location;
    const engine::Location& other = *b.location;
    return a.primary == b.primary && a.label == b.label && one.start_line == other.start_line &&
           one.start_column == other.start_column && one.end_line == other.end_line &&
           one.end_column == other.end_column;
  };
  marks->erase(std::unique(marks->begin(), marks->end(), same), marks->end());
  SnippetOutcome outcome;
  Writer writer(style, out);
  writer.EmptyRow();
  uint32_t last = 0;
  Mark* const end = marks->data() + marks->size();
  for (Mark* row = marks->data(); row != end;) {
    const uint32_t number = row->location->start_line;
    Mark* const next = std::find_if(
        row, end, [&](const Mark& mark) { return mark.location->start_line != number; });
    if (last != 0 && number > last + 1) writer.Gap();
    last = number;
    while (row != next) row = writer.Show(row, next, &outcome);
  }
  writer.EmptyRow();
  return outcome;
}

SnippetOutcome WriteSnippet(std::vector<Mark> marks, const SnippetStyle& style, std::ostream& out) {
  std::string text;
  SnippetOutcome outcome = AppendSnippet(&marks, style, &text);
  out << text;
  return outcome;
}

}  // namespace rolelint::report
