#ifndef ROLELINT_TEXT_SPAN_H_
#define ROLELINT_TEXT_SPAN_H_

// Half-open byte ranges. Every place rolelint reports is a Span in some text; 32 bits suffice
// because files above kMaxFileBytes (analyzer/text/source.h) are refused before any span is made.

#include <cstdint>

namespace rolelint::text {

struct Span {
  uint32_t begin = 0;
  uint32_t end = 0;

  constexpr uint32_t size() const { return end - begin; }
  constexpr bool empty() const { return begin == end; }
  constexpr bool Contains(Span other) const { return begin <= other.begin && other.end <= end; }
  friend constexpr bool operator==(Span, Span) = default;
};

}  // namespace rolelint::text

#endif  // ROLELINT_TEXT_SPAN_H_
