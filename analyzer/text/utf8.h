#ifndef ROLELINT_TEXT_UTF8_H_
#define ROLELINT_TEXT_UTF8_H_

// UTF-8 byte by byte: the strict check every text goes through once, and the small pieces that the
// decoders share. Strict means RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF;
// and, since no JSON or YAML text may hold one, no NUL.

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace rolelint::text {

struct Utf8Scan {
  enum class Stop : uint8_t {
    kEnd,         // all of it is good
    kIncomplete,  // it ends within a character whose bytes so far are good
    kInvalid,
    kNul,
  };
  Stop stop = Stop::kEnd;
  size_t valid = 0;   // bytes before the place where it stopped
  bool ascii = true;  // all of these are ASCII
};

// Runs of ASCII are passed over by vectors, at about the speed of memory.
Utf8Scan ScanUtf8(std::string_view bytes);

struct CharacterCounts {
  uint32_t code_points = 0;
  uint32_t utf16_units = 0;

  friend CharacterCounts operator+(CharacterCounts a, CharacterCounts b) {
    return {a.code_points + b.code_points, a.utf16_units + b.utf16_units};
  }
  friend CharacterCounts operator-(CharacterCounts a, CharacterCounts b) {
    return {a.code_points - b.code_points, a.utf16_units - b.utf16_units};
  }
};

// Counts the characters that begin in `bytes`, which must be part of valid UTF-8 (it may begin or
// end within a character).
CharacterCounts CountCharacters(std::string_view bytes);

// The same in code points, without blanks and control characters.
uint32_t CountVisible(std::string_view bytes);

constexpr bool IsContinuation(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }
constexpr bool IsSurrogate(uint32_t c) { return c >= 0xD800 && c <= 0xDFFF; }
constexpr bool IsHighSurrogate(uint32_t c) { return c >= 0xD800 && c <= 0xDBFF; }
constexpr bool IsLowSurrogate(uint32_t c) { return c >= 0xDC00 && c <= 0xDFFF; }
constexpr uint32_t CombineSurrogates(uint32_t high, uint32_t low) {
  return 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
}

// Writes the one to four bytes of a Unicode scalar value to `out` and returns one past them.
inline char* PutUtf8(uint32_t c, char* out) {
  if (c < 0x80) {
    *out++ = static_cast<char>(c);
    return out;
  }
  if (c < 0x800) {
    *out++ = static_cast<char>(0xC0 | (c >> 6));
  } else {
    if (c < 0x10000) {
      *out++ = static_cast<char>(0xE0 | (c >> 12));
    } else {
      *out++ = static_cast<char>(0xF0 | (c >> 18));
      *out++ = static_cast<char>(0x80 | ((c >> 12) & 0x3F));
    }
    *out++ = static_cast<char>(0x80 | ((c >> 6) & 0x3F));
  }
  *out++ = static_cast<char>(0x80 | (c & 0x3F));
  return out;
}

}  // namespace rolelint::text

#endif  // ROLELINT_TEXT_UTF8_H_
