#include "analyzer/report/glyph.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <iterator>
#include <span>

#include <fmt/format.h>

#include "analyzer/report/report.h"

namespace rolelint::report {
namespace {

struct Range {
  char32_t first;
  char32_t last;
};

// Default-ignorable code points, line and paragraph separators, bidi controls, C1 controls,
// interlinear annotation.
constexpr Range kHidden[] = {
    {0x0000, 0x001F}, {0x007F, 0x009F},   {0x00AD, 0x00AD},   {0x034F, 0x034F},   {0x061C, 0x061C},
    {0x115F, 0x1160}, {0x17B4, 0x17B5},   {0x180B, 0x180F},   {0x200B, 0x200F},   {0x2028, 0x202E},
    {0x2060, 0x206F}, {0x3164, 0x3164},   {0xFE00, 0xFE0F},   {0xFEFF, 0xFEFF},   {0xFFA0, 0xFFA0},
    {0xFFF0, 0xFFFB}, {0x1BCA0, 0x1BCA3}, {0x1D173, 0x1D17A}, {0xE0000, 0xE0FFF},
};

constexpr Range kCombining[] = {
    {0x0300, 0x036F},   {0x0483, 0x0489},   {0x0591, 0x05BD},   {0x05BF, 0x05BF},
    {0x05C1, 0x05C2},   {0x05C4, 0x05C5},   {0x05C7, 0x05C7},   {0x0610, 0x061A},
    {0x064B, 0x065F},   {0x0670, 0x0670},   {0x06D6, 0x06DC},   {0x06DF, 0x06E4},
    {0x06E7, 0x06E8},   {0x06EA, 0x06ED},   {0x0711, 0x0711},   {0x0730, 0x074A},
    {0x07A6, 0x07B0},   {0x0816, 0x082D},   {0x0859, 0x085B},   {0x08D3, 0x0902},
    {0x093A, 0x093A},   {0x093C, 0x093C},   {0x0941, 0x0948},   {0x094D, 0x094D},
    {0x0951, 0x0957},   {0x0962, 0x0963},   {0x0981, 0x0981},   {0x09BC, 0x09BC},
    {0x09C1, 0x09C4},   {0x09CD, 0x09CD},   {0x0A01, 0x0A02},   {0x0A3C, 0x0A51},
    {0x0A81, 0x0A82},   {0x0ABC, 0x0ABC},   {0x0AC1, 0x0AC8},   {0x0ACD, 0x0ACD},
    {0x0B3C, 0x0B3C},   {0x0B4D, 0x0B4D},   {0x0BCD, 0x0BCD},   {0x0C46, 0x0C56},
    {0x0CBC, 0x0CBC},   {0x0CCC, 0x0CCD},   {0x0D4D, 0x0D4D},   {0x0DCA, 0x0DCA},
    {0x0E31, 0x0E31},   {0x0E34, 0x0E3A},   {0x0E47, 0x0E4E},   {0x0EB1, 0x0EB1},
    {0x0EB4, 0x0EBC},   {0x0EC8, 0x0ECD},   {0x0F18, 0x0F19},   {0x0F71, 0x0F84},
    {0x102D, 0x1030},   {0x1039, 0x103A},   {0x135D, 0x135F},   {0x1712, 0x1714},
    {0x17B7, 0x17BD},   {0x17C6, 0x17C6},   {0x17C9, 0x17D3},   {0x1A17, 0x1A18},
    {0x1AB0, 0x1AFF},   {0x1B34, 0x1B34},   {0x1B6B, 0x1B73},   {0x1DC0, 0x1DFF},
    {0x20D0, 0x20F0},   {0x2CEF, 0x2CF1},   {0x2DE0, 0x2DFF},   {0x302A, 0x302D},
    {0x3099, 0x309A},   {0xA66F, 0xA672},   {0xA674, 0xA67D},   {0xA6F0, 0xA6F1},
    {0xA8E0, 0xA8F1},   {0xABED, 0xABED},   {0xFB1E, 0xFB1E},   {0xFE20, 0xFE2F},
    {0x101FD, 0x101FD}, {0x1D165, 0x1D169}, {0x1D242, 0x1D244}, {0x1E8D0, 0x1E8D6},
};

constexpr Range kWide[] = {
    {0x1100, 0x115E},   {0x231A, 0x231B},   {0x2329, 0x232A},   {0x23E9, 0x23EC},
    {0x23F0, 0x23F0},   {0x23F3, 0x23F3},   {0x25FD, 0x25FE},   {0x2614, 0x2615},
    {0x2648, 0x2653},   {0x267F, 0x267F},   {0x2693, 0x2693},   {0x26A1, 0x26A1},
    {0x26AA, 0x26AB},   {0x26BD, 0x26BE},   {0x26C4, 0x26C5},   {0x26CE, 0x26CE},
    {0x26D4, 0x26D4},   {0x26EA, 0x26EA},   {0x26F2, 0x26F3},   {0x26F5, 0x26F5},
    {0x26FA, 0x26FA},   {0x26FD, 0x26FD},   {0x2705, 0x2705},   {0x270A, 0x270B},
    {0x2728, 0x2728},   {0x274C, 0x274C},   {0x274E, 0x274E},   {0x2753, 0x2755},
    {0x2757, 0x2757},   {0x2795, 0x2797},   {0x27B0, 0x27B0},   {0x27BF, 0x27BF},
    {0x2B1B, 0x2B1C},   {0x2B50, 0x2B50},   {0x2B55, 0x2B55},   {0x2E80, 0x303E},
    {0x3041, 0x3163},   {0x3165, 0x33FF},   {0x3400, 0x4DBF},   {0x4E00, 0xA4CF},
    {0xA960, 0xA97C},   {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},   {0xFE10, 0xFE19},
    {0xFE30, 0xFE6F},   {0xFF01, 0xFF60},   {0xFFE0, 0xFFE6},   {0x16FE0, 0x18CFF},
    {0x1AFF0, 0x1B2FF}, {0x1F004, 0x1F004}, {0x1F0CF, 0x1F0CF}, {0x1F18E, 0x1F18E},
    {0x1F191, 0x1F19A}, {0x1F200, 0x1F265}, {0x1F300, 0x1F320}, {0x1F32D, 0x1F335},
    {0x1F337, 0x1F37C}, {0x1F37E, 0x1F393}, {0x1F3A0, 0x1F3CA}, {0x1F3CF, 0x1F3D3},
    {0x1F3E0, 0x1F3F0}, {0x1F3F4, 0x1F3F4}, {0x1F3F8, 0x1F43E}, {0x1F440, 0x1F440},
    {0x1F442, 0x1F4FC}, {0x1F4FF, 0x1F53D}, {0x1F54B, 0x1F54E}, {0x1F550, 0x1F567},
    {0x1F57A, 0x1F57A}, {0x1F595, 0x1F596}, {0x1F5A4, 0x1F5A4}, {0x1F5FB, 0x1F64F},
    {0x1F680, 0x1F6C5}, {0x1F6CC, 0x1F6CC}, {0x1F6D0, 0x1F6D2}, {0x1F6D5, 0x1F6D7},
    {0x1F6DC, 0x1F6DF}, {0x1F6EB, 0x1F6EC}, {0x1F6F4, 0x1F6FC}, {0x1F7E0, 0x1F7EB},
    {0x1F7F0, 0x1F7F0}, {0x1F90C, 0x1F93A}, {0x1F93C, 0x1F945}, {0x1F947, 0x1F9FF},
    {0x1FA70, 0x1FAFF}, {0x20000, 0x2FFFD}, {0x30000, 0x3FFFD},
};

bool In(std::span<const Range> ranges, char32_t code) {
  const auto* const after =
      std::upper_bound(ranges.data(), ranges.data() + ranges.size(), code,
                       [](char32_t c, const Range& range) { return c < range.first; });
  return after != ranges.data() && code <= (after - 1)->last;
}

}  // namespace

Glyph DecodeGlyph(std::string_view text) {
  const auto byte = [&](size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : uint8_t{0};
  };
  const unsigned char lead = byte(0);
  if (lead < 0x80) return {lead, 1, true};
  const Glyph bad{lead, 1, false};
  const size_t size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4) return bad;
  char32_t code = lead & (0x7FU >> size);
  for (size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xC0U) != 0x80U) return bad;
    code = code << 6 | (byte(i) & 0x3FU);
  }
  // Overlong forms, surrogates and what lies above Unicode.
  if ((size == 3 && code < 0x800) || (size == 4 && code < 0x10000) || code > 0x10FFFF ||
      (code >= 0xD800 && code <= 0xDFFF)) {
    return bad;
  }
  return {code, size, true};
}

bool IsHidden(char32_t code) {
  if (code >= 0x20 && code < 0x7F) return false;
  return In(kHidden, code);
}

int AppendGlyph(const Glyph& glyph, std::string_view text, std::string* out) {
  if (glyph.valid && glyph.code >= 0x20 && glyph.code < 0x7F) {
    out->push_back(static_cast<char>(glyph.code));
    return 1;
  }
  if (!glyph.valid) {
    fmt::format_to(std::back_inserter(*out), "\\x{{{:02x}}}", static_cast<uint32_t>(glyph.code));
    return 6;
  }
  if (glyph.code < 0x20 || glyph.code == 0x7F) {
    // U+2400 … U+241F and U+2421 are the pictures of the ASCII controls, three bytes each in UTF-8.
    const auto picture = static_cast<unsigned char>(glyph.code == 0x7F ? 0x21 : glyph.code);
    out->append("\xE2\x90");
    out->push_back(static_cast<char>(0x80 + picture));
    return 1;
  }
  if (IsHidden(glyph.code)) {
    const std::string name = fmt::format("\\u{{{:x}}}", static_cast<uint32_t>(glyph.code));
    out->append(name);
    return static_cast<int>(name.size());
  }
  out->append(text.substr(0, glyph.bytes));
  if (glyph.code < 0x300) return 1;
  if (In(kCombining, glyph.code)) return 0;
  return In(kWide, glyph.code) ? 2 : 1;
}

int DisplayWidth(std::string_view text) {
  int width = 0;
  std::string shown;
  while (!text.empty()) {
    const Glyph glyph = DecodeGlyph(text);
    width += AppendGlyph(glyph, text, &shown);
    shown.clear();
    text.remove_prefix(glyph.bytes);
  }
  return width;
}

size_t PlainPrefix(std::string_view text) {
  constexpr uint64_t kEach = 0x0101010101010101ULL;
  size_t at = 0;
  for (uint64_t eight = 0; text.size() - at >= sizeof(eight); at += sizeof(eight)) {
    std::memcpy(&eight, text.data() + at, sizeof(eight));
    // The high bit of a byte that is below a blank, from DEL up, or behind such a one in the word.
    const uint64_t other = ((eight - kEach * ' ') | eight | (eight + kEach)) & kEach * 0x80;
    if (other != 0) break;
  }
  while (at < text.size() && text[at] >= 0x20 && text[at] < 0x7F) ++at;
  return at;
}

void AppendPrintable(std::string_view text, std::string* out) {
  for (;;) {
    const size_t plain = PlainPrefix(text);
    out->append(text, 0, plain);
    if (plain == text.size()) return;
    text.remove_prefix(plain);
    const Glyph glyph = DecodeGlyph(text);
    AppendGlyph(glyph, text, out);
    text.remove_prefix(glyph.bytes);
  }
}

std::string Printable(std::string_view text, bool keep_line_breaks) {
  std::string out;
  out.reserve(text.size());
  for (;;) {
    const size_t end = keep_line_breaks ? text.find('\n') : std::string_view::npos;
    AppendPrintable(text.substr(0, end), &out);
    if (end == std::string_view::npos) return out;
    out.push_back('\n');
    text.remove_prefix(end + 1);
  }
}

}  // namespace rolelint::report
