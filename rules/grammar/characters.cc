#include "rules/grammar/characters.h"

#include <algorithm>
#include <iterator>

#include "analyzer/json/character_name.h"

namespace rolelint::rules {
namespace {

struct Twin {
  uint32_t code;
  char ascii;
};

// Cyrillic and Greek letters that most fonts draw as Latin ones, and punctuation that word
// processors put in place of ASCII. Sorted by code point.
constexpr Twin kTwins[] = {
    {0x0391, 'A'},  {0x0392, 'B'}, {0x0395, 'E'}, {0x0396, 'Z'}, {0x0397, 'H'}, {0x0399, 'I'},
    {0x039A, 'K'},  {0x039C, 'M'}, {0x039D, 'N'}, {0x039F, 'O'}, {0x03A1, 'P'}, {0x03A4, 'T'},
    {0x03A5, 'Y'},  {0x03A7, 'X'}, {0x03BD, 'v'}, {0x03BF, 'o'}, {0x0405, 'S'}, {0x0406, 'I'},
    {0x0408, 'J'},  {0x0410, 'A'}, {0x0412, 'B'}, {0x0415, 'E'}, {0x041A, 'K'}, {0x041C, 'M'},
    {0x041D, 'H'},  {0x041E, 'O'}, {0x0420, 'P'}, {0x0421, 'C'}, {0x0422, 'T'}, {0x0425, 'X'},
    {0x0430, 'a'},  {0x0435, 'e'}, {0x043E, 'o'}, {0x0440, 'p'}, {0x0441, 'c'}, {0x0443, 'y'},
    {0x0445, 'x'},  {0x0455, 's'}, {0x0456, 'i'}, {0x0458, 'j'}, {0x0501, 'd'}, {0x051B, 'q'},
    {0x051D, 'w'},  {0x2010, '-'}, {0x2011, '-'}, {0x2012, '-'}, {0x2013, '-'}, {0x2018, '\''},
    {0x2019, '\''}, {0x201C, '"'}, {0x201D, '"'}, {0x2212, '-'}, {0x2215, '/'}, {0x2217, '*'},
    {0x2236, ':'},  {0xFF0A, '*'}, {0xFF0F, '/'}, {0xFF1A, ':'},
};

int HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// The four digits after `\u` at `at`; 0xFFFFFFFF if there are none.
uint32_t EscapeAt(std::string_view raw, size_t at) {
  if (at + 6 > raw.size() || raw[at] != '\\' || raw[at + 1] != 'u') return 0xFFFFFFFFU;
  uint32_t code = 0;
  for (size_t i = at + 2; i < at + 6; ++i) {
    const int digit = HexDigit(raw[i]);
    if (digit < 0) return 0xFFFFFFFFU;
    code = code * 16 + static_cast<uint32_t>(digit);
  }
  return code;
}

uint32_t SimpleEscape(char c) {
  switch (c) {
    case 'b':
      return 0x08;
    case 'f':
      return 0x0C;
    case 'n':
      return 0x0A;
    case 'r':
      return 0x0D;
    case 't':
      return 0x09;
    default:
      return static_cast<unsigned char>(c);
  }
}

bool IsInvisible(uint32_t code) {
  return (code >= 0x2000 && code <= 0x200F) || (code >= 0x2028 && code <= 0x202F) ||
         (code >= 0x205F && code <= 0x206F) || code == 0x1680 || code == 0x180E || code == 0x3000 ||
         code == 0x3164 || code == 0xFEFF || code < 0x20;
}

}  // namespace

StringCharacter CharacterAt(std::string_view raw, uint32_t at) {
  if (raw[at] != '\\' || at + 1 >= raw.size()) {
    const json::Character character = json::DecodeCharacter(raw, at);
    const uint32_t bytes = std::max<uint32_t>(character.bytes, 1);
    return {character.code, {at, at + bytes}};
  }
  const uint32_t high = EscapeAt(raw, at);
  if (high == 0xFFFFFFFFU) return {SimpleEscape(raw[at + 1]), {at, at + 2}};
  if (high >= 0xD800 && high < 0xDC00) {
    const uint32_t low = EscapeAt(raw, at + 6);
    if (low >= 0xDC00 && low < 0xE000) {
      return {0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00), {at, at + 12}};
    }
  }
  return {high, {at, at + 6}};
}

Oddity OddityOf(uint32_t code) {
  if (code >= 0x20 && code < 0x7F) return Oddity::kNone;
  if (code == 0x09 || code == 0x0A || code == 0x0D) return Oddity::kNone;
  if ((code >= 0x7F && code <= 0xA0) || code == 0xAD) return Oddity::kSuspicious;
  if (code > 0xA0 && code <= 0xFF) return Oddity::kNone;
  if (IsInvisible(code)) return Oddity::kInvisible;
  return LooksLike(code) != 0 ? Oddity::kLookAlike : Oddity::kOutside;
}

char LooksLike(uint32_t code) {
  const Twin* found = std::lower_bound(std::begin(kTwins), std::end(kTwins), code,
                                       [](const Twin& twin, uint32_t c) { return twin.code < c; });
  return found != std::end(kTwins) && found->code == code ? found->ascii : '\0';
}

}  // namespace rolelint::rules
