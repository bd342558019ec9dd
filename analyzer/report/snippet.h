#ifndef ROLELINT_REPORT_SNIPPET_H_
#define ROLELINT_REPORT_SNIPPET_H_

// Source lines with what is underlined in them, for a terminal. Tabs are expanded, controls and
// hidden characters shown as Printable() shows them, and a line wider than kSnippetColumns is cut
// around the span with an ellipsis.

#include <cstdint>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/engine/finding.h"
#include "analyzer/report/paint.h"

namespace rolelint::report {

inline constexpr int kSnippetColumns = 120;
inline constexpr int kTabColumns = 4;

struct Mark {
  const engine::Location* location = nullptr;
  std::string_view source_line;  // of location->start_line
  uint32_t cut = 0;              // code points missing at its start
  std::string_view label;
  bool primary = false;
};

struct SnippetStyle {
  Paint paint;
  engine::Severity severity;  // colours the primary marks
  int gutter;                 // columns of the line numbers
};

struct SnippetOutcome {
  bool cut = false;           // some line was not shown whole
  std::vector<Mark> unshown;  // marks whose text is not at hand
};

// All marks are in one file; they come out by line, the primary first within a line, and equal ones
// once. Their order in `marks` is lost.
SnippetOutcome AppendSnippet(std::vector<Mark>* marks, const SnippetStyle& style, std::string* out);
SnippetOutcome WriteSnippet(std::vector<Mark> marks, const SnippetStyle& style, std::ostream& out);

}  // namespace rolelint::report

#endif  // ROLELINT_REPORT_SNIPPET_H_
