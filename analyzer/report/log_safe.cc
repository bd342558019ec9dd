#include "analyzer/report/log_safe.h"

namespace rolelint::report {

bool LogSafeBuffer::Completes(char c) {
  if (c == '\n' || c == '\r') {
    blank_ = true;
    colon_ = false;
    number_signs_ = 0;
    return false;
  }
  const bool bracket = c == '[' && number_signs_ >= 2;
  const bool colon = c == ':' && colon_;
  // The runner trims Unicode's blanks too; in front of a colon every other character is taken for
  // one.
  const bool other = static_cast<unsigned char>(c) <= ' ' || static_cast<unsigned char>(c) >= 0x7F;
  colon_ = c == ':' && blank_;
  blank_ = blank_ && other;
  number_signs_ = c == '#' ? number_signs_ + 1 : 0;
  return bracket || colon;
}

std::streamsize LogSafeBuffer::xsputn(const char* text, std::streamsize size) {
  std::streamsize written = 0;
  for (std::streamsize i = 0; i < size; ++i) {
    if (IsInText()) {
      while (i < size && text[i] != '\n' && text[i] != '\r' && text[i] != '#') ++i;
      if (i == size) break;
    }
    if (!Completes(text[i])) continue;
    target_.write(text + written, i - written);
    target_ << (text[i] == '[' ? "\\x{5b}" : "\\x{3a}");
    written = i + 1;
  }
  target_.write(text + written, size - written);
  return target_ ? size : 0;
}

LogSafeBuffer::int_type LogSafeBuffer::overflow(int_type c) {
  if (traits_type::eq_int_type(c, traits_type::eof())) return traits_type::not_eof(c);
  const char byte = traits_type::to_char_type(c);
  return xsputn(&byte, 1) == 1 ? c : traits_type::eof();
}

int LogSafeBuffer::sync() { return target_.flush() ? 0 : -1; }

}  // namespace rolelint::report
