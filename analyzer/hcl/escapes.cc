#include "analyzer/hcl/escapes.h"

#include <algorithm>
#include <charconv>
#include <string>

namespace rolelint::hcl {
namespace {

using text::Span;

void AppendUtf8(uint32_t code, std::string* out) {
  // What is no character, or NUL, which no text may hold.
  if (code == 0 || code > 0x10FFFF || (code >= 0xD800 && code < 0xE000)) code = 0xFFFD;
  if (code < 0x80) {
    out->push_back(static_cast<char>(code));
  } else if (code < 0x800) {
    out->push_back(static_cast<char>(0xC0 | (code >> 6)));
    out->push_back(static_cast<char>(0x80 | (code & 0x3F)));
  } else if (code < 0x10000) {
    out->push_back(static_cast<char>(0xE0 | (code >> 12)));
    out->push_back(static_cast<char>(0x80 | ((code >> 6) & 0x3F)));
    out->push_back(static_cast<char>(0x80 | (code & 0x3F)));
  } else {
    out->push_back(static_cast<char>(0xF0 | (code >> 18)));
    out->push_back(static_cast<char>(0x80 | ((code >> 12) & 0x3F)));
    out->push_back(static_cast<char>(0x80 | ((code >> 6) & 0x3F)));
    out->push_back(static_cast<char>(0x80 | (code & 0x3F)));
  }
}

// The bytes of the escape at the beginning of `rest`, and what it stands for; 0 if it is none.
uint32_t Escape(std::string_view rest, std::string* decoded) {
  if (rest.size() < 2) return 0;
  switch (rest[1]) {
    case 'n':
      *decoded = "\n";
      return 2;
    case 'r':
      *decoded = "\r";
      return 2;
    case 't':
      *decoded = "\t";
      return 2;
    case '"':
    case '\\':
      *decoded = rest[1];
      return 2;
    case 'u':
    case 'U': {
      const size_t digits = rest[1] == 'u' ? 4 : 8;
      uint32_t code = 0;
      if (rest.size() < 2 + digits) return 0;
      const char* end = rest.data() + 2 + digits;
      if (std::from_chars(rest.data() + 2, end, code, 16).ptr != end) return 0;
      decoded->clear();
      AppendUtf8(code, decoded);
      return static_cast<uint32_t>(2 + digits);
    }
    default:
      return 0;
  }
}

}  // namespace

void DecodeEscapes(std::string_view text, Span raw, bool heredoc, text::ViewBuilder* builder) {
  uint32_t copied = raw.begin;
  uint32_t at = raw.begin;
  std::string decoded;
  while (at < raw.end) {
    const std::string_view rest = text.substr(at, raw.end - at);
    uint32_t size = 0;
    if (rest[0] == '\\' && !heredoc) {
      size = Escape(rest, &decoded);
    } else if (rest.starts_with("$${") || rest.starts_with("%%{")) {
      size = 3;
      decoded.assign(rest.substr(1, 2));
    }
    if (size == 0) {
      ++at;
      continue;
    }
    if (copied < at) builder->Copy({copied, at});
    builder->Put(decoded, {at, at + size});
    at += size;
    copied = at;
  }
  if (copied < raw.end) builder->Copy({copied, raw.end});
}

}  // namespace rolelint::hcl
