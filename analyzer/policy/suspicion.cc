#include "analyzer/policy/suspicion.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>

#include "analyzer/text/ascii.h"
#include "analyzer/text/glob.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

// How it works. Byte by byte, IsSuspicious knows what it looks at. Where SSE2 is there a text is
// looked at first as bit masks, one bit a byte, which cannot tell as much: what they leave open is
// walked.

namespace rolelint::policy {
namespace {

enum ByteClass : uint8_t { kDull, kMarkup, kColon, kUpper, kCross, kYou, kDigit };

constexpr std::array<uint8_t, 256> MakeClasses() {
  std::array<uint8_t, 256> table{};
  for (int c = 'A'; c <= 'Z'; ++c) table[static_cast<size_t>(c)] = kUpper;
  for (char c : {'<', '{', '[', '%', '#'}) table[static_cast<unsigned char>(c)] = kMarkup;
  for (size_t c = 0; c < 0x20; ++c) table[c] = kMarkup;  // not printable ASCII: look closer
  for (size_t c = 0x7F; c < 256; ++c) table[c] = kMarkup;
  table[':'] = kColon;
  for (int c = '0'; c <= '9'; ++c) table[static_cast<size_t>(c)] = kDigit;
  table['_'] = table['-'] = kUpper;  // they join upper-case words
  table['x'] = table['X'] = kCross;
  table['y'] = table['Y'] = kYou;
  return table;
}
constexpr std::array<uint8_t, 256> kClasses = MakeClasses();

// Whether the region (third colon) or account (fourth colon) of an ARN, which begins at `rest`, is
// out of the ordinary.
bool OddField(std::string_view rest, bool account) {
  if (rest.empty() || !text::IsLetter(rest.front())) return false;
  if (account) return rest.substr(0, 4) != "aws:";
  return ContainsFolded(rest.substr(0, rest.find(':')), "region");
}

bool WalkIsSuspicious(std::string_view value) {
  unsigned upper = 0;
  unsigned crosses = 0;
  unsigned colons = 0;
  for (size_t i = 0; i < value.size(); ++i) {
    switch (kClasses[static_cast<unsigned char>(value[i])]) {
      case kDull:
        upper = 0;
        crosses = 0;
        break;
      case kMarkup:
        return true;
      case kColon:
        upper = 0;
        crosses = 0;
        ++colons;
        if (colons == 3 || colons == 4) {
          if (OddField(value.substr(i + 1), colons == 4)) return true;
        }
        break;
      case kYou:
        if (text::EqualsFolded(value.substr(i, 4), "your")) return true;
        crosses = 0;
        upper = value[i] == 'Y' ? upper + 1 : 0;
        break;
      case kDigit:  // may stand between upper-case words
        crosses = 0;
        break;
      case kCross:
        if (++crosses >= 3) return true;
        upper = value[i] == 'X' ? upper + 1 : 0;
        break;
      default:
        crosses = 0;
        ++upper;
        break;
    }
    if (upper >= 4) return true;
  }
  return false;
}

#if defined(__SSE2__)

__m128i Load16(const char* at) { return _mm_loadu_si128(reinterpret_cast<const __m128i*>(at)); }

__m128i Equal(__m128i bytes, char c) { return _mm_cmpeq_epi8(bytes, _mm_set1_epi8(c)); }

constexpr size_t kBlock = sizeof(__m128i);

// Bits of a text of 16 to 64 bytes, the lowest first.
struct Masks {
  bool odd = false;  // markup, `$`, blanks, or what is no printable ASCII
  uint64_t colon = 0;
  uint64_t upper = 0;  // what may be part of an upper-case word
  uint64_t digit = 0;
  uint64_t cross = 0;  // x, X
  uint64_t you = 0;    // y, Y
};

Masks MasksOf(std::string_view text) {
  const __m128i case_bit = _mm_set1_epi8(0x20);
  const __m128i row = _mm_set1_epi8(0x60);
  const __m128i nine = _mm_set1_epi8(9);
  Masks masks;
  __m128i odd = _mm_setzero_si128();
  const auto add = [](uint64_t* mask, __m128i hits, size_t shift) {
    *mask |= static_cast<uint64_t>(static_cast<uint32_t>(_mm_movemask_epi8(hits))) << shift;
  };
  const size_t last = text.size() - kBlock;
  for (size_t at = 0;; at = std::min(at + kBlock, last)) {
    const __m128i bytes = Load16(text.data() + at);
    const __m128i folded = _mm_or_si128(bytes, case_bit);
    // As signed bytes those beyond ASCII are the least.
    const __m128i low = _mm_cmplt_epi8(bytes, _mm_set1_epi8('%' + 1));
    const __m128i brackets = _mm_or_si128(Equal(folded, '{'), Equal(bytes, '<'));
    odd = _mm_or_si128(odd, _mm_or_si128(_mm_or_si128(low, brackets), Equal(bytes, 0x7F)));
    // 0x40 to 0x5F: the letters, the underscore, and little else.
    const __m128i letters = Equal(_mm_and_si128(bytes, row), 0x40);
    const __m128i digits = _mm_sub_epi8(bytes, _mm_set1_epi8('0'));
    add(&masks.colon, Equal(bytes, ':'), at);
    add(&masks.upper, _mm_or_si128(letters, Equal(bytes, '-')), at);
    add(&masks.digit, _mm_cmpeq_epi8(_mm_min_epu8(digits, nine), digits), at);
    add(&masks.cross, Equal(folded, 'x'), at);
    add(&masks.you, Equal(folded, 'y'), at);
    if (at == last) break;
  }
  masks.odd = _mm_movemask_epi8(odd) != 0;
  return masks;
}

// Of the characters in `upper` those that follow one of `before` with nothing but digits between
// them: a digit added to the first of a run carries out to the run's end.
uint64_t Joined(uint64_t before, const Masks& masks) {
  return ((before << 1) + masks.digit) & ~masks.digit & masks.upper;
}

// Whether the masks suffice to tell that the text is not suspicious.
bool IsPlainlyHarmless(std::string_view value) {
  constexpr size_t kWindow = 64;
  constexpr size_t kShared = 8;  // bytes that two windows have in common
  if (value.size() < kBlock) return false;
  for (size_t at = 0;; at = std::min(at + kWindow - kShared, value.size() - kBlock)) {
    const Masks masks = MasksOf(value.substr(at, kWindow));
    const uint64_t crosses = masks.cross & masks.cross >> 1 & masks.cross >> 2;
    const uint64_t words = Joined(Joined(Joined(masks.upper, masks), masks), masks);
    if (masks.odd || (crosses | words) != 0) return false;
    for (uint64_t you = masks.you; you != 0; you &= you - 1) {
      const size_t place = at + static_cast<size_t>(std::countr_zero(you));
      if (text::EqualsFolded(value.substr(place, 4), "your")) return false;
    }
    const bool all = at + kWindow >= value.size();
    if (at == 0) {
      int count = 0;
      for (uint64_t colons = masks.colon; colons != 0 && count < 4; colons &= colons - 1) {
        const auto place = static_cast<size_t>(std::countr_zero(colons));
        if (++count >= 3 && OddField(value.substr(place + 1), count == 4)) return false;
      }
      if (count < 4 && !all) return false;  // the others may stand further on
    }
    if (all) return true;
    // What the next window does not show from its beginning.
    if ((masks.upper | masks.digit) >> (kWindow - kShared) == 0xFF) return false;
  }
}

// Eight bytes or more.
bool HasOddByteAmong(std::string_view text) {
  const auto odd = [](__m128i bytes) {
    const __m128i low = _mm_cmplt_epi8(bytes, _mm_set1_epi8(0x20));
    const __m128i brackets = _mm_or_si128(Equal(bytes, '<'), Equal(bytes, '{'));
    return _mm_or_si128(_mm_or_si128(low, brackets), Equal(bytes, 0x7F));
  };
  if (text.size() <= kBlock) {
    const char* const last = text.data() + text.size() - sizeof(uint64_t);
    const auto half = [](const char* at) {
      return _mm_loadl_epi64(reinterpret_cast<const __m128i*>(at));
    };
    return _mm_movemask_epi8(odd(_mm_unpacklo_epi64(half(text.data()), half(last)))) != 0;
  }
  const char* const last = text.data() + text.size() - kBlock;
  __m128i hits = odd(Load16(last));
  for (const char* at = text.data(); at < last; at += kBlock) {
    hits = _mm_or_si128(hits, odd(Load16(at)));
  }
  return _mm_movemask_epi8(hits) != 0;
}

#else

bool IsPlainlyHarmless(std::string_view) { return false; }

// A mask with the top bit of every byte of `word` that equals `byte`, perhaps with false hits above
// a true one.
constexpr uint64_t BytesEqual(uint64_t word, unsigned char byte) {
  constexpr uint64_t kOnes = 0x0101010101010101ULL;
  const uint64_t diff = word ^ (kOnes * byte);
  return (diff - kOnes) & ~diff & (kOnes << 7);
}

uint64_t Load(const char* at) {
  uint64_t word;
  std::memcpy(&word, at, sizeof(word));
  return word;
}

// Whether a byte of the word is '<', '{' or no printable ASCII. Adding one to 0x7F sets the top
// bit.
constexpr uint64_t OddBytes(uint64_t word) {
  constexpr uint64_t kOnes = 0x0101010101010101ULL;
  const uint64_t below_blank = (word - kOnes * 0x20) & ~word;
  return BytesEqual(word, '<') | BytesEqual(word, '{') |
         ((word | (word + kOnes) | below_blank) & (kOnes << 7));
}

// Eight bytes or more.
bool HasOddByteAmong(std::string_view text) {
  const char* const last = text.data() + text.size() - sizeof(uint64_t);
  uint64_t hits = 0;
  for (const char* at = text.data(); at < last; at += sizeof(uint64_t)) hits |= OddBytes(Load(at));
  return (hits | OddBytes(Load(last))) != 0;
}

#endif

}  // namespace

bool IsSuspicious(std::string_view value) {
  return !IsPlainlyHarmless(value) && WalkIsSuspicious(value);
}

bool HasOddByte(std::string_view text) {
  if (text.size() >= sizeof(uint64_t)) return HasOddByteAmong(text);
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return c == '<' || c == '{' || !IsPrintable(c); });
}

bool ContainsFolded(std::string_view text, std::string_view what) {
  for (size_t i = 0; i + what.size() <= text.size(); ++i) {
    if (text::AsciiLower(text[i]) == what[0] &&
        text::EqualsFolded(text.substr(i, what.size()), what)) {
      return true;
    }
  }
  return false;
}

}  // namespace rolelint::policy
