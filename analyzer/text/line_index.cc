#include "analyzer/text/line_index.h"

#include <algorithm>

#include "analyzer/text/utf8.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace rolelint::text {
namespace {

CharacterCounts Sum(CharacterCounts a, CharacterCounts b) {
  return {a.code_points + b.code_points, a.utf16_units + b.utf16_units};
}

// A line break ends where the next line begins: after LF, and after a CR that no LF follows.
bool EndsLine(std::string_view text, uint32_t at) {
  if (text[at] == '\n') return true;
  return text[at] == '\r' && (at + 1 == text.size() || text[at + 1] != '\n');
}

// The first byte at or after `at` and before `to` that may end a line, or `to`.
uint32_t FindBreak(std::string_view text, uint32_t at, uint32_t to) {
#ifdef __SSE2__
  const __m128i lf = _mm_set1_epi8('\n');
  const __m128i cr = _mm_set1_epi8('\r');
  for (; to - at >= 16; at += 16) {
    __m128i v = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text.data() + at));
    int mask = _mm_movemask_epi8(_mm_or_si128(_mm_cmpeq_epi8(v, lf), _mm_cmpeq_epi8(v, cr)));
    if (mask != 0) return at + static_cast<uint32_t>(__builtin_ctz(static_cast<unsigned>(mask)));
  }
#endif
  while (at != to && text[at] != '\n' && text[at] != '\r') ++at;
  return at;
}

}  // namespace

uint32_t LineIndex::Align(uint32_t offset) const {
  if (offset >= text_.size()) return static_cast<uint32_t>(text_.size());
  while (IsContinuation(text_[offset])) --offset;
  return offset;
}

LineIndex::State LineIndex::Advance(State from, uint32_t to) const {
  State state = from;
  uint32_t line_begin = from.line_begin;
  for (uint32_t at = FindBreak(text_, from.offset, to); at != to; at = FindBreak(text_, at, to)) {
    if (EndsLine(text_, at)) {
      ++state.line;
      line_begin = at + 1;
    }
    ++at;
  }
  state.offset = to;
  if (line_begin != from.line_begin) {
    state.line_begin = line_begin;
    state.at_line_begin =
        Sum(from.all, CountCharacters(text_.substr(from.offset, line_begin - from.offset)));
    state.all =
        Sum(state.at_line_begin, CountCharacters(text_.substr(line_begin, to - line_begin)));
  } else {
    state.all = Sum(from.all, CountCharacters(text_.substr(from.offset, to - from.offset)));
  }
  return state;
}

const std::vector<LineIndex::State>& LineIndex::Checkpoints() const {
  std::call_once(built_, [this] {
    auto size = static_cast<uint32_t>(text_.size());
    checkpoints_.reserve(size / kLineIndexStep + 1);
    checkpoints_.emplace_back();
    while (size - checkpoints_.back().offset >= kLineIndexStep) {
      State last = checkpoints_.back();
      checkpoints_.push_back(Advance(last, last.offset + kLineIndexStep));
    }
  });
  return checkpoints_;
}

LineColumn LineIndex::Locate(uint32_t offset) const {
  offset = Align(offset);
  State state = Advance(Checkpoints()[offset / kLineIndexStep], offset);
  return {state.line, state.all.code_points - state.at_line_begin.code_points + 1,
          state.all.utf16_units - state.at_line_begin.utf16_units + 1};
}

CharacterCounts LineIndex::Before(uint32_t offset) const {
  offset = Align(offset);
  const State& from = Checkpoints()[offset / kLineIndexStep];
  return Sum(from.all, CountCharacters(text_.substr(from.offset, offset - from.offset)));
}

uint32_t LineIndex::LineCount() const {
  return Advance(Checkpoints().back(), static_cast<uint32_t>(text_.size())).line;
}

uint32_t LineIndex::LineBegin(uint32_t line) const {
  if (line == 1) return 0;
  if (line == 0) return static_cast<uint32_t>(text_.size());
  // The line begins after the last checkpoint that lies in an earlier one, and at most one step
  // after.
  const std::vector<State>& all = Checkpoints();
  auto later = std::partition_point(all.begin(), all.end(),
                                    [&](const State& state) { return state.line < line; });
  State from = *(later - 1);
  auto size = static_cast<uint32_t>(text_.size());
  for (uint32_t at = FindBreak(text_, from.offset, size); at != size;
       at = FindBreak(text_, at + 1, size)) {
    if (EndsLine(text_, at) && ++from.line == line) return at + 1;
  }
  return size;
}

}  // namespace rolelint::text
