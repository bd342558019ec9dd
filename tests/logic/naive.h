#ifndef ROLELINT_TESTS_LOGIC_NAIVE_H_
#define ROLELINT_TESTS_LOGIC_NAIVE_H_

// What a pattern matches, told as plainly as can be: the oracle of the pattern tests.

#include <string_view>

#include "analyzer/logic/pattern.h"
#include "analyzer/logic/pattern_machine.h"

namespace rolelint::logic {

inline char32_t NaiveFold(char32_t c) { return c >= U'A' && c <= U'Z' ? c + 32 : c; }

inline bool NaiveMatches(const Pattern& pattern, std::u32string_view text, size_t token = 0) {
  const auto& tokens = pattern.tokens();
  if (token == tokens.size()) return text.empty();
  switch (tokens[token].kind) {
    case Pattern::Kind::kStar:
    case Pattern::Kind::kStarInSegment:
      if (NaiveMatches(pattern, text, token + 1)) return true;
      if (text.empty()) return false;
      if (tokens[token].kind == Pattern::Kind::kStarInSegment && text[0] == U':') return false;
      return NaiveMatches(pattern, text.substr(1), token);
    case Pattern::Kind::kAny:
      return !text.empty() && NaiveMatches(pattern, text.substr(1), token + 1);
    case Pattern::Kind::kAnyInSegment:
      return !text.empty() && text[0] != U':' && NaiveMatches(pattern, text.substr(1), token + 1);
    case Pattern::Kind::kCharacter: {
      if (text.empty()) return false;
      const char32_t c = tokens[token].character;
      const bool same = pattern.fold() ? NaiveFold(c) == NaiveFold(text[0]) : c == text[0];
      return same && NaiveMatches(pattern, text.substr(1), token + 1);
    }
  }
  return false;
}

inline std::u32string Characters(std::string_view text) {
  std::u32string characters;
  for (size_t at = 0; at < text.size();) characters.push_back(ReadCharacter(text, &at));
  return characters;
}

}  // namespace rolelint::logic

#endif  // ROLELINT_TESTS_LOGIC_NAIVE_H_
