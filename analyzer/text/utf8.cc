#include "analyzer/text/utf8.h"

#include <cstring>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace rolelint::text {
namespace {

const unsigned char* AsBytes(std::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

// Passes over bytes 0x01..0x7F in large steps; what it stops at may still be such a byte.
const unsigned char* SkipAscii(const unsigned char* at, const unsigned char* end) {
#ifdef __SSE2__
  // The high bit of v | (v - 1) is set just where v is above 0x7F or zero.
  const __m128i minus_one = _mm_set1_epi8(-1);
  auto offends = [&](const unsigned char* p) {
    __m128i v = _mm_loadu_si128(reinterpret_cast<const __m128i*>(p));
    return _mm_or_si128(v, _mm_add_epi8(v, minus_one));
  };
  while (end - at >= 64) {
    __m128i both = _mm_or_si128(_mm_or_si128(offends(at), offends(at + 16)),
                                _mm_or_si128(offends(at + 32), offends(at + 48)));
    if (_mm_movemask_epi8(both) != 0) break;
    at += 64;
  }
  while (end - at >= 16) {
    int mask = _mm_movemask_epi8(offends(at));
    if (mask != 0) return at + __builtin_ctz(static_cast<unsigned>(mask));
    at += 16;
  }
#else
  constexpr uint64_t kOnes = 0x0101'0101'0101'0101ULL;
  constexpr uint64_t kHighs = kOnes << 7;
  while (end - at >= 8) {
    uint64_t v;
    std::memcpy(&v, at, 8);
    // A borrow can raise a false alarm after a zero only, so nothing offending is ever passed over.
    if (((v | (v - kOnes)) & kHighs) != 0) break;
    at += 8;
  }
#endif
  return at;
}

// Length of the well-formed sequence at `at` (its first byte is not ASCII); 0 if it is ill-formed,
// -1 if `end` comes before it can tell.
int SequenceLength(const unsigned char* at, const unsigned char* end) {
  unsigned lead = at[0];
  int length;
  // The second byte carries all of the special cases: overlong forms, surrogates, above U+10FFFF.
  unsigned low = 0x80;
  unsigned high = 0xBF;
  if (lead < 0xC2) return 0;
  if (lead < 0xE0) {
    length = 2;
  } else if (lead < 0xF0) {
    length = 3;
    if (lead == 0xE0) low = 0xA0;
    if (lead == 0xED) high = 0x9F;
  } else if (lead < 0xF5) {
    length = 4;
    if (lead == 0xF0) low = 0x90;
    if (lead == 0xF4) high = 0x8F;
  } else {
    return 0;
  }
  if (end - at < 2) return -1;
  if (at[1] < low || at[1] > high) return 0;
  for (int i = 2; i < length; ++i) {
    if (end - at <= i) return -1;
    if ((at[i] & 0xC0) != 0x80) return 0;
  }
  return length;
}

#ifdef __SSE2__
// Of sixteen byte counters.
uint32_t Total(__m128i counters) {
  const __m128i halves = _mm_sad_epu8(counters, _mm_setzero_si128());
  return static_cast<uint32_t>(_mm_cvtsi128_si32(halves)) +
         static_cast<uint32_t>(_mm_extract_epi16(halves, 4));
}
#endif

}  // namespace

Utf8Scan ScanUtf8(std::string_view bytes) {
  const unsigned char* begin = AsBytes(bytes);
  const unsigned char* end = begin + bytes.size();
  const unsigned char* at = begin;
  bool ascii = true;
  auto stopped = [&](Utf8Scan::Stop stop) {
    return Utf8Scan{stop, static_cast<size_t>(at - begin), ascii};
  };
  while (true) {
    at = SkipAscii(at, end);
    // Few bytes of ASCII follow here, or none: beyond ASCII, characters stand in runs.
    for (int run = 0; run < 16; ++run) {
      if (at == end) return stopped(Utf8Scan::Stop::kEnd);
      if (*at < 0x80) {
        if (*at == 0) return stopped(Utf8Scan::Stop::kNul);
        ++at;
        continue;
      }
      run = 0;
      int length = SequenceLength(at, end);
      if (length < 0) return stopped(Utf8Scan::Stop::kIncomplete);
      if (length == 0) return stopped(Utf8Scan::Stop::kInvalid);
      ascii = false;
      at += length;
    }
  }
}

CharacterCounts CountCharacters(std::string_view bytes) {
  const unsigned char* at = AsBytes(bytes);
  const unsigned char* end = at + bytes.size();
  uint32_t continuations = 0;
  uint32_t fours = 0;  // leads of four-byte characters, which take two UTF-16 units
#ifdef __SSE2__
  const __m128i first_lead = _mm_set1_epi8(-64);  // as signed bytes, 0x80..0xBF lie below it
  const __m128i below_four = _mm_set1_epi8(-17);  // 0xEF
  const __m128i zero = _mm_setzero_si128();
  while (end - at >= 16) {
    // Byte counters overflow after 255 additions.
    __m128i continuation_sum = zero;
    __m128i four_sum = zero;
    for (int i = 0; i < 255 && end - at >= 16; ++i, at += 16) {
      __m128i v = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
      continuation_sum = _mm_sub_epi8(continuation_sum, _mm_cmplt_epi8(v, first_lead));
      // Negative and above 0xEF: 0xF0..0xFF.
      __m128i four = _mm_and_si128(_mm_cmpgt_epi8(v, below_four), _mm_cmplt_epi8(v, zero));
      four_sum = _mm_sub_epi8(four_sum, four);
    }
    continuations += Total(continuation_sum);
    fours += Total(four_sum);
  }
#endif
  for (; at != end; ++at) {
    if ((*at & 0xC0) == 0x80) ++continuations;
    if (*at >= 0xF0) ++fours;
  }
  uint32_t characters = static_cast<uint32_t>(bytes.size()) - continuations;
  return {characters, characters + fours};
}

uint32_t CountVisible(std::string_view bytes) {
  const unsigned char* at = AsBytes(bytes);
  const unsigned char* end = at + bytes.size();
  uint32_t count = 0;
#ifdef __SSE2__
  // As signed bytes: leads from -64, ASCII from 0, the visible of it above the blank.
  const __m128i below_leads = _mm_set1_epi8(-65);
  const __m128i below_ascii = _mm_set1_epi8(-1);
  const __m128i blank = _mm_set1_epi8(' ');
  while (end - at >= 16) {
    __m128i sum = _mm_setzero_si128();
    for (int i = 0; i < 255 && end - at >= 16; ++i, at += 16) {
      const __m128i v = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
      const __m128i lead =
          _mm_xor_si128(_mm_cmpgt_epi8(v, below_leads), _mm_cmpgt_epi8(v, below_ascii));
      sum = _mm_sub_epi8(sum, _mm_or_si128(lead, _mm_cmpgt_epi8(v, blank)));
    }
    count += Total(sum);
  }
#endif
  for (; at != end; ++at) count += static_cast<uint32_t>(*at > ' ' && (*at & 0xC0) != 0x80);
  return count;
}

}  // namespace rolelint::text
