#ifndef ROLELINT_TEXT_ASCII_H_
#define ROLELINT_TEXT_ASCII_H_

// Classes of ASCII characters, whatever the locale is.

namespace rolelint::text {

constexpr bool IsDigit(char c) { return c >= '0' && c <= '9'; }
constexpr bool IsUpper(char c) { return c >= 'A' && c <= 'Z'; }
constexpr bool IsLower(char c) { return c >= 'a' && c <= 'z'; }
constexpr bool IsLetter(char c) { return IsUpper(c) || IsLower(c); }
constexpr bool IsLetterOrDigit(char c) { return IsLetter(c) || IsDigit(c); }

}  // namespace rolelint::text

#endif  // ROLELINT_TEXT_ASCII_H_
