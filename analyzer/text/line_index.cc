#include "analyzer/text/line_index.h"

#include <algorithm>

#include "analyzer/text/utf8.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace rolelint::text {
namespace {

// A line break ends where the next line begins: after LF, and after a CR that no LF follows.
bool EndsLine(std::string_view text, uint32_t at) {
  if (text[at] == '\n') return true;
  return text[at] == '\r' && (at + 1 == text.size() || text[at + 1] != '\n');
}

uint32_t CountBreaksByByte(std::string_view text, uint32_t at, uint32_t to) {
  uint32_t count = 0;
  for (; at != to; ++at) count += EndsLine(text, at) ? 1 : 0;
  return count;
}

// How many lines end in [at, to).
uint32_t CountBreaks(std::string_view text, uint32_t at, uint32_t to) {
  uint32_t count = 0;
#ifdef __SSE2__
  const __m128i lf = _mm_set1_epi8('\n');
  const __m128i cr = _mm_set1_epi8('\r');
  const __m128i zero = _mm_setzero_si128();
  while (to - at >= 64) {
    // Hardly any text has a CR, so LFs are counted until one shows; then the run is counted anew.
    // Byte counters overflow after 255 additions.
    const uint32_t begin = at;
    __m128i sums = zero;
    __m128i any_cr = zero;
    for (int i = 0; i < 63 && to - at >= 64; ++i, at += 64) {
      const auto* from = reinterpret_cast<const __m128i*>(text.data() + at);
      const __m128i a = _mm_loadu_si128(from);
      const __m128i b = _mm_loadu_si128(from + 1);
      const __m128i c = _mm_loadu_si128(from + 2);
      const __m128i d = _mm_loadu_si128(from + 3);
      sums = _mm_sub_epi8(_mm_sub_epi8(sums, _mm_cmpeq_epi8(a, lf)), _mm_cmpeq_epi8(b, lf));
      sums = _mm_sub_epi8(_mm_sub_epi8(sums, _mm_cmpeq_epi8(c, lf)), _mm_cmpeq_epi8(d, lf));
      any_cr = _mm_or_si128(any_cr, _mm_or_si128(_mm_cmpeq_epi8(a, cr), _mm_cmpeq_epi8(b, cr)));
      any_cr = _mm_or_si128(any_cr, _mm_or_si128(_mm_cmpeq_epi8(c, cr), _mm_cmpeq_epi8(d, cr)));
    }
    if (_mm_movemask_epi8(any_cr) != 0) {
      count += CountBreaksByByte(text, begin, at);
      continue;
    }
    __m128i halves = _mm_sad_epu8(sums, zero);
    count += static_cast<uint32_t>(_mm_cvtsi128_si32(halves)) +
             static_cast<uint32_t>(_mm_extract_epi16(halves, 4));
  }
#endif
  return count + CountBreaksByByte(text, at, to);
}

}  // namespace

uint32_t LineIndex::Align(uint32_t offset) const {
  if (offset >= text_.size()) return static_cast<uint32_t>(text_.size());
  while (IsContinuation(text_[offset])) --offset;
  return offset;
}

CharacterCounts LineIndex::Characters(uint32_t begin, uint32_t end) const {
  if (ascii_) return {end - begin, end - begin};
  return CountCharacters(text_.substr(begin, end - begin));
}

LineIndex::State LineIndex::Advance(const State& from, uint32_t to) const {
  auto characters = [&](uint32_t begin) { return Characters(begin, to); };
  State state = from;
  state.offset = to;
  state.all = from.all + characters(from.offset);
  uint32_t breaks = CountBreaks(text_, from.offset, to);
  if (breaks != 0) {
    state.line += breaks;
    state.line_begin = to;
    while (!EndsLine(text_, state.line_begin - 1)) --state.line_begin;
    state.at_line_begin = state.all - characters(state.line_begin);
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
  return from.all + Characters(from.offset, offset);
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
  auto size = static_cast<uint32_t>(text_.size());
  uint32_t missing = line - (later - 1)->line;
  uint32_t at = (later - 1)->offset;
  for (constexpr uint32_t kBlock = 64; size - at > kBlock; at += kBlock) {
    const uint32_t breaks = CountBreaks(text_, at, at + kBlock);
    if (breaks >= missing) break;
    missing -= breaks;
  }
  for (; at != size; ++at) {
    if (EndsLine(text_, at) && --missing == 0) return at + 1;
  }
  return size;
}

}  // namespace rolelint::text
