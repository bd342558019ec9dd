#ifndef ROLELINT_TEXT_GLOB_H_
#define ROLELINT_TEXT_GLOB_H_

// Wildcard matching as IAM does it: '*' any run of characters (also none), '?' exactly one
// character, all else literal. Runs in O(pattern × text) at worst and without allocation.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html

#include <cstddef>
#include <string_view>

namespace rolelint::text {

constexpr char AsciiLower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

constexpr bool EqualsFolded(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  for (size_t i = 0; i < a.size(); ++i) {
    if (AsciiLower(a[i]) != AsciiLower(b[i])) return false;
  }
  return true;
}

// A loop of its own: find_first_of() calls memchr for every character.
constexpr std::size_t FirstWildcard(std::string_view pattern) {
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] == '*' || pattern[i] == '?') return i;
  }
  return std::string_view::npos;
}
constexpr bool HasWildcard(std::string_view pattern) {
  return FirstWildcard(pattern) != std::string_view::npos;
}

// Case-sensitive; `?` stands for one UTF-8 character.
bool GlobMatches(std::string_view pattern, std::string_view text);
// ASCII case folded, as action names are compared.
bool GlobMatchesFoldedBeyondFirst(std::string_view pattern, std::string_view text);
inline bool GlobMatchesFolded(std::string_view pattern, std::string_view text) {
  // Actions mostly differ in their first letter, which spares the call.
  if (!pattern.empty() && !text.empty() && pattern[0] != '*' && pattern[0] != '?' &&
      AsciiLower(pattern[0]) != AsciiLower(text[0])) {
    return false;
  }
  return GlobMatchesFoldedBeyondFirst(pattern, text);
}

}  // namespace rolelint::text

#endif  // ROLELINT_TEXT_GLOB_H_
