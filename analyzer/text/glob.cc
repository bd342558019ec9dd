#include "analyzer/text/glob.h"

#include <cstdint>
#include <cstring>

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
      if (p == pattern.size()) return true;
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

// Eight bytes with their capital letters in lower case. A byte's high bit is set in `from_a` if its
// low bits are 'A' or above, in `above_z` if they are above 'Z'; bytes that are not ASCII stay.
uint64_t Folded(uint64_t bytes) {
  constexpr uint64_t kEach = 0x0101010101010101;
  const uint64_t low = bytes & (kEach * 0x7F);
  const uint64_t from_a = low + kEach * (0x80 - 'A');
  const uint64_t above_z = low + kEach * (0x7F - 'Z');
  return bytes | ((from_a & ~above_z & ~bytes & (kEach * 0x80)) >> 2);
}

bool HasByte(uint64_t bytes, char wanted) {
  constexpr uint64_t kEach = 0x0101010101010101;
  const uint64_t zero = bytes ^ (kEach * static_cast<unsigned char>(wanted));
  return ((zero - kEach) & ~zero & (kEach * 0x80)) != 0;
}

// How many letters the two begin with that the pattern has no wildcards in and that are the same,
// by words; npos if a letter before any wildcard differs.
size_t CommonHead(std::string_view pattern, std::string_view text) {
  constexpr size_t kWord = sizeof(uint64_t);
  size_t at = 0;
  for (; at + kWord <= pattern.size() && at + kWord <= text.size(); at += kWord) {
    uint64_t ours = 0;
    uint64_t theirs = 0;
    std::memcpy(&ours, pattern.data() + at, kWord);
    std::memcpy(&theirs, text.data() + at, kWord);
    if (HasByte(ours, '*') || HasByte(ours, '?')) break;
    if (Folded(ours) != Folded(theirs)) return std::string_view::npos;
  }
  return at;
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
  const size_t head = CommonHead(pattern, text);
  if (head == std::string_view::npos) return false;
  return Matches<true>(pattern.substr(head), text.substr(head));
}

}  // namespace rolelint::text
