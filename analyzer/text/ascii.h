#ifndef ROLELINT_TEXT_ASCII_H_
#define ROLELINT_TEXT_ASCII_H_

#include <string_view>

// Classes of ASCII characters, whatever the locale is.

namespace rolelint::text {

constexpr bool IsDigit(char c) { return c >= '0' && c <= '9'; }
constexpr bool IsUpper(char c) { return c >= 'A' && c <= 'Z'; }
constexpr bool IsLower(char c) { return c >= 'a' && c <= 'z'; }
constexpr bool IsLetter(char c) { return IsUpper(c) || IsLower(c); }
constexpr bool IsLetterOrDigit(char c) { return IsLetter(c) || IsDigit(c); }

// `text` without the spaces, tabs and line ends at its beginning and end.
constexpr std::string_view Trim(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n";
  const size_t begin = text.find_first_not_of(kBlanks);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kBlanks) - begin + 1);
}

}  // namespace rolelint::text

#endif  // ROLELINT_TEXT_ASCII_H_
