#include "analyzer/report/json_writer.h"

#include <algorithm>
#include <cstring>
#include <iterator>

#include <fmt/format.h>

#include "analyzer/report/chunks.h"
#include "analyzer/report/glyph.h"

namespace rolelint::report {
namespace {

// How many bytes `text` begins with that a JSON string has as they are: printable ASCII but '"' and
// '\'.
size_t UnescapedPrefix(std::string_view text) {
  constexpr uint64_t kEach = 0x0101010101010101ULL;
  // The high bit of each byte that is zero, and of none below the first such one.
  const auto zeros = [](uint64_t eight) { return (eight - kEach) & ~eight; };
  size_t at = 0;
  for (uint64_t eight = 0; text.size() - at >= sizeof(eight); at += sizeof(eight)) {
    std::memcpy(&eight, text.data() + at, sizeof(eight));
    const uint64_t other = (eight - kEach * ' ') | eight | (eight + kEach) |
                           zeros(eight ^ kEach * '"') | zeros(eight ^ kEach * '\\');
    if ((other & kEach * 0x80) != 0) break;
  }
  while (at < text.size() && text[at] >= 0x20 && text[at] < 0x7F && text[at] != '"' &&
         text[at] != '\\') {
    ++at;
  }
  return at;
}

// How many bytes of what is not UTF-8 one U+FFFD stands for: those that a character may begin with.
size_t BrokenBytes(std::string_view text) {
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(0);
  if (lead < 0xC2 || lead > 0xF4) return 1;
  const size_t size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  unsigned char low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
  unsigned char high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
  size_t taken = 1;
  while (taken < std::min(size, text.size()) && byte(taken) >= low && byte(taken) <= high) {
    ++taken;
    low = 0x80;
    high = 0xBF;
  }
  return taken;
}

void AppendUnit(uint32_t unit, std::string* out) {
  fmt::format_to(std::back_inserter(*out), "\\u{:04x}", unit);
}

void AppendCharacter(char32_t code, std::string_view bytes, std::string* out) {
  constexpr std::string_view kEscaped = "\"\\\b\f\n\r\t";
  constexpr std::string_view kEscapes = "\"\\bfnrt";
  const size_t escape = code < 0x80 ? kEscaped.find(static_cast<char>(code)) : kEscaped.npos;
  if (escape != kEscaped.npos) {
    out->push_back('\\');
    out->push_back(kEscapes[escape]);
  } else if (!IsHidden(code)) {
    out->append(bytes);
  } else {
    AppendEscape(code, out);
  }
}

}  // namespace

void AppendEscape(char32_t code, std::string* out) {
  if (code < 0x10000) {
    AppendUnit(code, out);
  } else {
    AppendUnit(0xD7C0 + (code >> 10), out);
    AppendUnit(0xDC00 + (code & 0x3FF), out);
  }
}

void JsonWriter::Text(std::string_view text) {
  Separate();
  comma_ = true;
  out_.push_back('"');
  for (;;) {
    const size_t plain = UnescapedPrefix(text);
    out_.append(text, 0, plain);
    if (plain == text.size()) break;
    text.remove_prefix(plain);
    const Glyph glyph = DecodeGlyph(text);
    if (glyph.valid) {
      AppendCharacter(glyph.code, text.substr(0, glyph.bytes), &out_);
      text.remove_prefix(glyph.bytes);
    } else {
      out_.append("\uFFFD");
      text.remove_prefix(BrokenBytes(text));
    }
  }
  out_.push_back('"');
}

void JsonWriter::Number(uint64_t number) {
  Separate();
  comma_ = true;
  AppendNumber(number, &out_);
}

void JsonWriter::Raw(std::string_view json) {
  Separate();
  comma_ = true;
  out_.append(json);
}

JsonWriter& JsonWriter::Key(std::string_view key) {
  Separate();
  comma_ = false;
  out_.push_back('"');
  out_.append(key).append("\":");
  return *this;
}

}  // namespace rolelint::report
