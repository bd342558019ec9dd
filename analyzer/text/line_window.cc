#include "analyzer/text/line_window.h"

#include <algorithm>

#include "analyzer/text/utf8.h"

namespace rolelint::text {

LineWindow WindowAround(std::string_view line, size_t column) {
  constexpr size_t kBefore = 60;
  constexpr size_t kAfter = 160;
  if (line.size() <= kWholeLine) return {0, line.size()};
  LineWindow window;
  window.begin = column > kBefore ? column - kBefore : 0;
  while (window.begin > 0 && IsContinuation(line[window.begin])) --window.begin;
  window.end = std::min(line.size(), column + kAfter);
  while (window.end < line.size() && IsContinuation(line[window.end])) ++window.end;
  return window;
}

}  // namespace rolelint::text
