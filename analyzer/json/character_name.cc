#include "analyzer/json/character_name.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <iterator>

namespace rolelint::json {
namespace {

struct Named {
  uint32_t code;
  std::string_view name;
};

// Sorted by code point.
constexpr Named kNamed[] = {
    {0x00, "NULL"},
    {0x07, "BELL"},
    {0x08, "BACKSPACE"},
    {0x09, "TAB"},
    {0x0A, "LINE FEED"},
    {0x0B, "VERTICAL TAB"},
    {0x0C, "FORM FEED"},
    {0x0D, "CARRIAGE RETURN"},
    {0x1A, "SUBSTITUTE"},
    {0x1B, "ESCAPE"},
    {0x1E, "RECORD SEPARATOR"},
    {0x7F, "DELETE"},
    {0x85, "NEXT LINE"},
    {0xA0, "NO-BREAK SPACE"},
    {0xA8, "DIAERESIS"},
    {0xAB, "LEFT-POINTING DOUBLE ANGLE QUOTATION MARK"},
    {0xAD, "SOFT HYPHEN"},
    {0xB4, "ACUTE ACCENT"},
    {0xB7, "MIDDLE DOT"},
    {0xBB, "RIGHT-POINTING DOUBLE ANGLE QUOTATION MARK"},
    {0x2BA, "MODIFIER LETTER DOUBLE PRIME"},
    {0x2BC, "MODIFIER LETTER APOSTROPHE"},
    {0x37E, "GREEK QUESTION MARK"},
    {0x1680, "OGHAM SPACE MARK"},
    {0x180E, "MONGOLIAN VOWEL SEPARATOR"},
    {0x2000, "EN QUAD"},
    {0x2001, "EM QUAD"},
    {0x2002, "EN SPACE"},
    {0x2003, "EM SPACE"},
    {0x2004, "THREE-PER-EM SPACE"},
    {0x2005, "FOUR-PER-EM SPACE"},
    {0x2006, "SIX-PER-EM SPACE"},
    {0x2007, "FIGURE SPACE"},
    {0x2008, "PUNCTUATION SPACE"},
    {0x2009, "THIN SPACE"},
    {0x200A, "HAIR SPACE"},
    {0x200B, "ZERO WIDTH SPACE"},
    {0x200C, "ZERO WIDTH NON-JOINER"},
    {0x200D, "ZERO WIDTH JOINER"},
    {0x200E, "LEFT-TO-RIGHT MARK"},
    {0x200F, "RIGHT-TO-LEFT MARK"},
    {0x2010, "HYPHEN"},
    {0x2011, "NON-BREAKING HYPHEN"},
    {0x2012, "FIGURE DASH"},
    {0x2013, "EN DASH"},
    {0x2014, "EM DASH"},
    {0x2018, "LEFT SINGLE QUOTATION MARK"},
    {0x2019, "RIGHT SINGLE QUOTATION MARK"},
    {0x201A, "SINGLE LOW-9 QUOTATION MARK"},
    {0x201B, "SINGLE HIGH-REVERSED-9 QUOTATION MARK"},
    {0x201C, "LEFT DOUBLE QUOTATION MARK"},
    {0x201D, "RIGHT DOUBLE QUOTATION MARK"},
    {0x201E, "DOUBLE LOW-9 QUOTATION MARK"},
    {0x201F, "DOUBLE HIGH-REVERSED-9 QUOTATION MARK"},
    {0x2022, "BULLET"},
    {0x2026, "HORIZONTAL ELLIPSIS"},
    {0x2028, "LINE SEPARATOR"},
    {0x2029, "PARAGRAPH SEPARATOR"},
    {0x202A, "LEFT-TO-RIGHT EMBEDDING"},
    {0x202B, "RIGHT-TO-LEFT EMBEDDING"},
    {0x202C, "POP DIRECTIONAL FORMATTING"},
    {0x202D, "LEFT-TO-RIGHT OVERRIDE"},
    {0x202E, "RIGHT-TO-LEFT OVERRIDE"},
    {0x202F, "NARROW NO-BREAK SPACE"},
    {0x2032, "PRIME"},
    {0x2033, "DOUBLE PRIME"},
    {0x2039, "SINGLE LEFT-POINTING ANGLE QUOTATION MARK"},
    {0x203A, "SINGLE RIGHT-POINTING ANGLE QUOTATION MARK"},
    {0x205F, "MEDIUM MATHEMATICAL SPACE"},
    {0x2060, "WORD JOINER"},
    {0x2066, "LEFT-TO-RIGHT ISOLATE"},
    {0x2067, "RIGHT-TO-LEFT ISOLATE"},
    {0x2068, "FIRST STRONG ISOLATE"},
    {0x2069, "POP DIRECTIONAL ISOLATE"},
    {0x2212, "MINUS SIGN"},
    {0x3000, "IDEOGRAPHIC SPACE"},
    {0x3001, "IDEOGRAPHIC COMMA"},
    {0x300C, "LEFT CORNER BRACKET"},
    {0x300D, "RIGHT CORNER BRACKET"},
    {0xFEFF, "ZERO WIDTH NO-BREAK SPACE (BYTE ORDER MARK)"},
    {0xFF02, "FULLWIDTH QUOTATION MARK"},
    {0xFF07, "FULLWIDTH APOSTROPHE"},
    {0xFF0C, "FULLWIDTH COMMA"},
    {0xFF1A, "FULLWIDTH COLON"},
    {0xFF3B, "FULLWIDTH LEFT SQUARE BRACKET"},
    {0xFF3D, "FULLWIDTH RIGHT SQUARE BRACKET"},
    {0xFF5B, "FULLWIDTH LEFT CURLY BRACKET"},
    {0xFF5D, "FULLWIDTH RIGHT CURLY BRACKET"},
    {0xFFFC, "OBJECT REPLACEMENT CHARACTER"},
    {0xFFFD, "REPLACEMENT CHARACTER"},
};

}  // namespace

Character DecodeCharacter(std::string_view text, size_t at) {
  if (at >= text.size()) return {};
  auto byte = [&](size_t i) -> uint32_t {
    return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0;
  };
  auto continues = [&](size_t i) { return (byte(i) & 0xC0) == 0x80; };
  const uint32_t first = byte(0);
  if (first < 0x80) return {first, 1, true};
  if (first >= 0xC2 && first <= 0xDF && continues(1)) {
    return {(first & 0x1F) << 6 | (byte(1) & 0x3F), 2, true};
  }
  if (first >= 0xE0 && first <= 0xEF && continues(1) && continues(2)) {
    uint32_t code = (first & 0x0F) << 12 | (byte(1) & 0x3F) << 6 | (byte(2) & 0x3F);
    if (code >= 0x800 && (code < 0xD800 || code > 0xDFFF)) return {code, 3, true};
  }
  if (first >= 0xF0 && first <= 0xF4 && continues(1) && continues(2) && continues(3)) {
    uint32_t code =
        (first & 0x07) << 18 | (byte(1) & 0x3F) << 12 | (byte(2) & 0x3F) << 6 | (byte(3) & 0x3F);
    if (code >= 0x10000 && code <= 0x10FFFF) return {code, 4, true};
  }
  return {first, 1, false};
}

std::string_view UnicodeName(uint32_t code) {
  const Named* found = std::lower_bound(std::begin(kNamed), std::end(kNamed), code,
                                        [](const Named& n, uint32_t c) { return n.code < c; });
  return found != std::end(kNamed) && found->code == code ? found->name : std::string_view();
}

std::string DescribeCharacter(Character character) {
  std::array<char, 32> buffer;
  if (character.bytes == 0) return "the end of the text";
  if (!character.valid) {
    std::snprintf(buffer.data(), buffer.size(), "byte 0x%02X", character.code);
    return buffer.data();
  }
  if (character.code == '\'') return "a single quote (')";
  if (character.code == '`') return "a backquote (`)";
  if (character.code > 0x20 && character.code < 0x7F) {
    return std::string("'") + static_cast<char>(character.code) + "'";
  }
  std::snprintf(buffer.data(), buffer.size(), "U+%04X", character.code);
  std::string text = buffer.data();
  std::string_view name = UnicodeName(character.code);
  if (!name.empty()) text.append(" ").append(name);
  return text;
}

}  // namespace rolelint::json
