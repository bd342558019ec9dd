#ifndef ROLELINT_JSON_SCAN_H_
#define ROLELINT_JSON_SCAN_H_

// The two loops that decide the reader's speed, sixteen bytes a step where SSE2 is there (every
// x86-64). Both rely on the zero padding behind the text: a NUL ends either, so neither needs to
// know where the text ends.

#include <bit>
#include <cstdint>

#include "analyzer/text/ascii.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace rolelint::json {

inline bool IsBlank(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

using text::IsDigit;

// What numbers and literals are made of, and so may not follow one directly.
inline bool IsWordByte(char c) {
  return text::IsLetterOrDigit(c) || c == '_' || c == '.' || c == '+' || c == '-' || c == '$' ||
         static_cast<unsigned char>(c) >= 0x80;
}

// The first byte that is no JSON blank.
inline const char* SkipSpaces(const char* at) {
  // No blank, or a single one as after a colon: the commonest cases by far after the indentation.
  if (static_cast<unsigned char>(*at) > ' ') return at;
  if (static_cast<unsigned char>(at[1]) > ' ' && IsBlank(*at)) return at + 1;
#if defined(__SSE2__)
  const __m128i space = _mm_set1_epi8(' ');
  if (*at == '\n') {
    // Indentation, of spaces nearly always.
    for (++at;; at += 16) {
      const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
      const uint32_t mask =
          static_cast<uint32_t>(_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, space))) ^ 0xFFFFU;
      if (mask == 0) continue;
      at += std::countr_zero(mask);
      if (static_cast<unsigned char>(*at) > ' ') return at;
      break;
    }
  }
  const __m128i line_feed = _mm_set1_epi8('\n');
  const __m128i carriage_return = _mm_set1_epi8('\r');
  const __m128i tab = _mm_set1_epi8('\t');
  for (;; at += 16) {
    __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
    __m128i blank = _mm_or_si128(
        _mm_or_si128(_mm_cmpeq_epi8(bytes, space), _mm_cmpeq_epi8(bytes, line_feed)),
        _mm_or_si128(_mm_cmpeq_epi8(bytes, carriage_return), _mm_cmpeq_epi8(bytes, tab)));
    uint32_t mask = static_cast<uint32_t>(_mm_movemask_epi8(blank)) ^ 0xFFFFU;
    if (mask != 0) return at + std::countr_zero(mask);
  }
#else
  while (IsBlank(*at)) ++at;
  return at;
#endif
}

// The first quote, backslash or control character.
inline const char* SkipPlainText(const char* at) {
#if defined(__SSE2__)
  const __m128i quote = _mm_set1_epi8('"');
  const __m128i backslash = _mm_set1_epi8('\\');
  const __m128i last_control = _mm_set1_epi8(0x1F);
  for (;; at += 16) {
    __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
    __m128i special =
        _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(bytes, quote), _mm_cmpeq_epi8(bytes, backslash)),
                     _mm_cmpeq_epi8(_mm_min_epu8(bytes, last_control), bytes));
    uint32_t mask = static_cast<uint32_t>(_mm_movemask_epi8(special));
    if (mask != 0) return at + std::countr_zero(mask);
  }
#else
  while (*at != '"' && *at != '\\' && static_cast<unsigned char>(*at) > 0x1F) ++at;
  return at;
#endif
}

// std::popcount is a call where the processor is not known to have an instruction for it.
inline int CountBits(uint64_t bits) {
  bits -= bits >> 1 & 0x5555555555555555ULL;
  bits = (bits & 0x3333333333333333ULL) + (bits >> 2 & 0x3333333333333333ULL);
  bits = (bits + (bits >> 4)) & 0x0F0F0F0F0F0F0F0FULL;
  return static_cast<int>(bits * 0x0101010101010101ULL >> 56);
}

// Sixty-four bytes as bit masks, lowest bit first.
struct BlockMasks {
  uint64_t quote = 0;
  uint64_t backslash = 0;
  uint64_t slash = 0;
  uint64_t open = 0;   // { [
  uint64_t close = 0;  // } ]
};

inline BlockMasks Classify(const char* at) {
  BlockMasks masks;
#if defined(__SSE2__)
  const __m128i quote = _mm_set1_epi8('"');
  const __m128i backslash = _mm_set1_epi8('\\');
  const __m128i slash = _mm_set1_epi8('/');
  // '[' and ']' differ from '{' and '}' in this bit, and no other byte joins them with it.
  const __m128i fold = _mm_set1_epi8(0x20);
  const __m128i open = _mm_set1_epi8('{');
  const __m128i close = _mm_set1_epi8('}');
  auto bits = [](__m128i hits) {
    return static_cast<uint64_t>(static_cast<uint32_t>(_mm_movemask_epi8(hits)));
  };
  for (int shift = 0; shift < 64; shift += 16) {
    __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at + shift));
    __m128i folded = _mm_or_si128(bytes, fold);
    masks.quote |= bits(_mm_cmpeq_epi8(bytes, quote)) << shift;
    masks.backslash |= bits(_mm_cmpeq_epi8(bytes, backslash)) << shift;
    masks.slash |= bits(_mm_cmpeq_epi8(bytes, slash)) << shift;
    masks.open |= bits(_mm_cmpeq_epi8(folded, open)) << shift;
    masks.close |= bits(_mm_cmpeq_epi8(folded, close)) << shift;
  }
#else
  for (int i = 0; i < 64; ++i) {
    uint64_t bit = uint64_t{1} << i;
    switch (at[i]) {
      case '"':
        masks.quote |= bit;
        break;
      case '\\':
        masks.backslash |= bit;
        break;
      case '/':
        masks.slash |= bit;
        break;
      case '{':
      case '[':
        masks.open |= bit;
        break;
      case '}':
      case ']':
        masks.close |= bit;
        break;
      default:
        break;
    }
  }
#endif
  return masks;
}

}  // namespace rolelint::json

#endif  // ROLELINT_JSON_SCAN_H_
