#include "analyzer/text/glob.h"

namespace rolelint::text {
namespace {

size_t CharacterSize(std::string_view text, size_t at) {
  size_t size = 1;
  while (at + size < text.size() && (static_cast<unsigned char>(text[at + size]) & 0xC0) == 0x80) {
    ++size;
  }
  return size;
}

// Greedy with one remembered star: a later star makes any choice of an earlier one as good as
// another, so only the last star ever needs to be reconsidered.
template <bool kFold>
bool Matches(std::string_view pattern, std::string_view text) {
  size_t p = 0;
  size_t t = 0;
  size_t star = std::string_view::npos;
  size_t star_text = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      star_text = t;
      continue;
    }
    if (p < pattern.size() && pattern[p] == '?') {
      ++p;
      t += CharacterSize(text, t);
      continue;
    }
    if (p < pattern.size() &&
        (kFold ? AsciiLower(pattern[p]) == AsciiLower(text[t]) : pattern[p] == text[t])) {
      ++p;
      ++t;
      continue;
    }
    if (star == std::string_view::npos) return false;
    p = star + 1;
    star_text += CharacterSize(text, star_text);
    t = star_text;
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

bool IsWildcard(char c) { return c == '*' || c == '?'; }

bool DiffersAsLiteral(char pattern, char text) {
  return !IsWildcard(pattern) && AsciiLower(pattern) != AsciiLower(text);
}

}  // namespace

bool GlobMatches(std::string_view pattern, std::string_view text) {
  return Matches<false>(pattern, text);
}

bool GlobMatchesFoldedBeyondFirst(std::string_view pattern, std::string_view text) {
  // Most pairs are told apart by their second or their last byte, or are the same.
  if (pattern == text) return true;
  if (!pattern.empty() && !text.empty()) {
    if (DiffersAsLiteral(pattern.back(), text.back())) return false;
    if (pattern.size() > 1 && text.size() > 1 && !IsWildcard(pattern[0]) &&
        DiffersAsLiteral(pattern[1], text[1])) {
      return false;
    }
  }
  return Matches<true>(pattern, text);
}

}  // namespace rolelint::text
