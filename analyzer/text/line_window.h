#ifndef ROLELINT_TEXT_LINE_WINDOW_H_
#define ROLELINT_TEXT_LINE_WINDOW_H_

#include <cstddef>
#include <string_view>

namespace rolelint::text {

// Bytes [begin, end) of a line, at bounds of characters.
struct LineWindow {
  size_t begin = 0;
  size_t end = 0;
};

// A line of more bytes is not shown whole.
inline constexpr size_t kWholeLine = 240;

// What a report shows of a line around byte `column`: all of it, or of a long line (a minified
// dump) the surroundings.
LineWindow WindowAround(std::string_view line, size_t column);

}  // namespace rolelint::text

#endif  // ROLELINT_TEXT_LINE_WINDOW_H_
