#include "analyzer/text/line_index.h"

#include <algorithm>
#include <cstddef>

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

uint32_t CountLineFeeds(std::string_view text) {
  uint32_t count = 0;
  const char* at = text.data();
  const char* const end = at + text.size();
#ifdef __SSE2__
  const __m128i lf = _mm_set1_epi8('\n');
  const __m128i zero = _mm_setzero_si128();
  const auto lfs_at = [&](const char* from) {
    return _mm_cmpeq_epi8(_mm_loadu_si128(reinterpret_cast<const __m128i*>(from)), lf);
  };
  while (end - at >= 64) {
    // Byte counters overflow after 255 additions.
    const char* const stop = at + std::min<ptrdiff_t>((end - at) / 64, 127) * 64;
    __m128i even = zero;
    __m128i odd = zero;
    for (; at != stop; at += 64) {
      even = _mm_sub_epi8(_mm_sub_epi8(even, lfs_at(at)), lfs_at(at + 32));
      odd = _mm_sub_epi8(_mm_sub_epi8(odd, lfs_at(at + 16)), lfs_at(at + 48));
    }
    const __m128i sums = _mm_add_epi64(_mm_sad_epu8(even, zero), _mm_sad_epu8(odd, zero));
    count += static_cast<uint32_t>(_mm_cvtsi128_si32(sums)) +
             static_cast<uint32_t>(_mm_extract_epi16(sums, 4));
  }
#endif
  return count + static_cast<uint32_t>(std::count(at, end, '\n'));
}

// How many lines end in [at, to).
uint32_t CountBreaks(std::string_view text, uint32_t at, uint32_t to) {
  uint32_t count = CountLineFeeds(text.substr(at, to - at));
  // Hardly any text has a CR, still fewer one without LF.
  for (size_t cr = at; (cr = text.substr(0, to).find('\r', cr)) != std::string_view::npos; ++cr) {
    count += EndsLine(text, static_cast<uint32_t>(cr)) ? 1 : 0;
  }
  return count;
}

// Back to where a character begins, or to the end of the text.
uint32_t Align(std::string_view text, uint32_t offset) {
  if (offset >= text.size()) return static_cast<uint32_t>(text.size());
  while (IsContinuation(text[offset])) --offset;
  return offset;
}

// Where the line that begins at `begin` ends, without its line break.
uint32_t LineEnd(std::string_view text, uint32_t begin) {
  const std::string_view line = text.substr(begin, text.find('\n', begin) - begin);
  return begin + static_cast<uint32_t>(std::min(line.find('\r'), line.size()));
}

}  // namespace

std::vector<LinePlace> LocateAll(std::string_view text, std::span<const uint32_t> offsets) {
  std::vector<uint64_t> order;  // each offset, then its index
  order.reserve(offsets.size());
  for (const uint32_t offset : offsets) order.push_back(uint64_t{offset} << 32 | order.size());
  std::sort(order.begin(), order.end());
  std::vector<LinePlace> places(offsets.size());
  uint32_t at = 0;
  LinePlace place;
  place.line = {0, LineEnd(text, 0)};
  for (const uint64_t next : order) {
    const uint32_t to = Align(text, static_cast<uint32_t>(next >> 32));
    if (const uint32_t breaks = CountBreaks(text, at, to); breaks != 0) {
      uint32_t begin = to;
      while (!EndsLine(text, begin - 1)) --begin;
      place.at = {place.at.line + breaks, 1, 1};
      place.line = {begin, LineEnd(text, begin)};
      at = begin;
    }
    const CharacterCounts characters = CountCharacters(text.substr(at, to - at));
    place.at.column += characters.code_points;
    place.at.column_utf16 += characters.utf16_units;
    at = to;
    places[next & 0xFFFFFFFFU] = place;
  }
  return places;
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
  offset = Align(text_, offset);
  State state = Advance(Checkpoints()[offset / kLineIndexStep], offset);
  return {state.line, state.all.code_points - state.at_line_begin.code_points + 1,
          state.all.utf16_units - state.at_line_begin.utf16_units + 1};
}

CharacterCounts LineIndex::Before(uint32_t offset) const {
  offset = Align(text_, offset);
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
