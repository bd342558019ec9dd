#include "analyzer/report/snippet.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "analyzer/report/glyph.h"
#include "analyzer/report/report.h"

namespace rolelint::report {
namespace {

// Columns kept on either side of a span in a line that is cut.
constexpr int kMargin = 16;

// A source line as a terminal shows it. Entry i of `offset` and `column` tells where code point i
// begins in `shown` and on the screen; both end with one entry more than there are code points.
struct Line {
  std::string shown;
  std::vector<uint32_t> offset;
  std::vector<int> column;

  explicit Line(std::string_view text) {
    int at = 0;
    while (!text.empty()) {
      offset.push_back(static_cast<uint32_t>(shown.size()));
      column.push_back(at);
      const Glyph glyph = DecodeGlyph(text);
      if (glyph.code == '\t') {
        const int width = kTabColumns - at % kTabColumns;
        shown.append(static_cast<size_t>(width), ' ');
        at += width;
      } else {
        at += AppendGlyph(glyph, text, &shown);
      }
      text.remove_prefix(glyph.bytes);
    }
    offset.push_back(static_cast<uint32_t>(shown.size()));
    column.push_back(at);
  }

  size_t size() const { return offset.size() - 1; }
  int Width(size_t begin, size_t end) const { return column[end] - column[begin]; }
};

// A mark's code points within its source line, [begin, end).
struct Range {
  size_t begin;
  size_t end;
};

bool RangeOf(const Mark& mark, size_t line_size, Range* range) {
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
Range Window(const Line& line, Range span) {
  if (line.Width(0, line.size()) <= kSnippetColumns) return {0, line.size()};
  const int span_width = line.Width(span.begin, span.end);
  const int margin = std::max(kMargin, (kSnippetColumns - span_width) / 2);
  Range window{span.begin, span.begin};
  while (window.begin > 0 && line.Width(window.begin - 1, span.begin) <= margin) --window.begin;
  while (window.end < line.size() && line.Width(window.begin, window.end + 1) <= kSnippetColumns) {
    ++window.end;
  }
  while (window.begin > 0 && line.Width(window.begin - 1, window.end) <= kSnippetColumns) {
    --window.begin;
  }
  return window;
}

class Writer {
 public:
  Writer(const SnippetStyle& style, std::ostream& out) : style_(style), out_(out) {}

  void Gap() { out_ << style_.paint.Frame("...") << '\n'; }

  // One source line with the marks of `marks` that fall into the part shown; returns the others.
  std::vector<Mark> Show(const std::vector<Mark>& marks, SnippetOutcome* outcome) {
    const Mark& first = marks.front();
    const Line line(first.source_line);
    Range span{};
    if (!RangeOf(first, line.size(), &span)) {
      outcome->unshown.push_back(first);
      return {marks.begin() + 1, marks.end()};
    }
    const Range window = Window(line, span);
    const bool cut_left = window.begin > 0 || first.cut > 0;
    const bool cut_right = window.end < line.size();
    outcome->cut = outcome->cut || cut_left || cut_right;
    std::string text = cut_left ? "…" : "";
    text.append(line.shown, line.offset[window.begin],
                line.offset[window.end] - line.offset[window.begin]);
    if (cut_right) text += "…";
    Row(fmt::format("{}", first.location->start_line), text);

    std::vector<Mark> others;
    for (const Mark& mark : marks) {
      Range range{};
      // Two marks of one line may come with different parts of it.
      const bool same_text = mark.cut == first.cut && (mark.cut == 0 || &mark == &first ||
                                                       mark.source_line == first.source_line);
      const bool inside = same_text && RangeOf(mark, line.size(), &range) &&
                          range.begin >= window.begin && range.begin <= window.end &&
                          (&mark == &first || range.end <= window.end);
      if (!inside) {
        others.push_back(mark);
        continue;
      }
      const int shift = cut_left ? 1 : 0;
      const int begin = line.Width(window.begin, range.begin) + shift;
      const int width = line.Width(range.begin, std::min(range.end, window.end));
      Underline(mark, begin, std::max(width, 1));
    }
    return others;
  }

  void Row(std::string_view number, std::string_view text) {
    std::string head = fmt::format("{:>{}} |", number, style_.gutter);
    out_ << style_.paint.Frame(head);
    if (!text.empty()) out_ << ' ' << text;
    out_ << '\n';
  }

 private:
  void Underline(const Mark& mark, int begin, int width) {
    std::string line(static_cast<size_t>(width), mark.primary ? '^' : '-');
    if (!mark.label.empty()) line += ' ' + Printable(mark.label);
    line = mark.primary ? style_.paint.Level(style_.level, line) : style_.paint.Frame(line);
    Row("", std::string(static_cast<size_t>(begin), ' ') + line);
  }

  const SnippetStyle& style_;
  std::ostream& out_;
};

}  // namespace

SnippetOutcome WriteSnippet(std::vector<Mark> marks, const SnippetStyle& style, std::ostream& out) {
  std::stable_sort(marks.begin(), marks.end(), [](const Mark& a, const Mark& b) {
    return std::tuple(a.location->start_line, !a.primary, a.location->start_column) <
           std::tuple(b.location->start_line, !b.primary, b.location->start_column);
  });
  SnippetOutcome outcome;
  Writer writer(style, out);
  writer.Row("", "");
  uint32_t last = 0;
  for (size_t i = 0; i < marks.size();) {
    const uint32_t number = marks[i].location->start_line;
    std::vector<Mark> row;
    while (i < marks.size() && marks[i].location->start_line == number) row.push_back(marks[i++]);
    if (last != 0 && number > last + 1) writer.Gap();
    last = number;
    while (!row.empty()) row = writer.Show(row, &outcome);
  }
  writer.Row("", "");
  return outcome;
}

}  // namespace rolelint::report
