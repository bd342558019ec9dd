#ifndef ROLELINT_LOGIC_PATTERN_MACHINE_H_
#define ROLELINT_LOGIC_PATTERN_MACHINE_H_

// How tokens take text: shared by Pattern::Matches and the algebra. A text is read through a small
// reader, so that the same machine runs over UTF-8, over words of a search and over another
// pattern's tokens. Internal to this room.

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/logic/pattern.h"

namespace rolelint::logic {

// Characters beyond Unicode: a byte that is not UTF-8, and, in searches, a character that occurs in
// no pattern of the question (and is not ':').
inline constexpr char32_t kInvalidByte = 0x110000;
inline constexpr char32_t kFresh = 0x200000;

constexpr bool IsAsciiLetter(char32_t c) { return (c | 0x20) >= U'a' && (c | 0x20) <= U'z'; }
constexpr char32_t FoldAscii(char32_t c) { return c >= U'A' && c <= U'Z' ? c + 0x20 : c; }
constexpr bool IsStar(Pattern::Kind kind) {
  return kind == Pattern::Kind::kStar || kind == Pattern::Kind::kStarInSegment;
}
constexpr bool IsInSegment(Pattern::Kind kind) {
  return kind == Pattern::Kind::kAnyInSegment || kind == Pattern::Kind::kStarInSegment;
}

// Reads the character at `*at` and moves past it.
char32_t ReadCharacterSlow(std::string_view text, size_t* at);
inline char32_t ReadCharacter(std::string_view text, size_t* at) {
  const auto byte = static_cast<unsigned char>(text[*at]);
  if (byte >= 0x80) return ReadCharacterSlow(text, at);
  ++*at;
  return byte;
}
// Appends a character that ReadCharacter() returned.
void AppendCharacter(char32_t c, std::string* text);

constexpr bool TakesCharacter(const Pattern::Token& token, bool fold, char32_t c) {
  switch (token.kind) {
    case Pattern::Kind::kCharacter:
      return token.character == c || (fold && FoldAscii(token.character) == FoldAscii(c));
    case Pattern::Kind::kAny:
    case Pattern::Kind::kStar:
      return true;
    case Pattern::Kind::kAnyInSegment:
    case Pattern::Kind::kStarInSegment:
      return c != U':';
  }
  return false;
}

// Eight bytes with their capital letters in lower case. A byte's high bit is set in `from_a` if its
// low bits are 'A' or above, in `above_z` if they are above 'Z'; bytes that are not ASCII stay.
inline uint64_t FoldEight(uint64_t bytes) {
  constexpr uint64_t kEach = 0x0101010101010101;
  const uint64_t low = bytes & (kEach * 0x7F);
  const uint64_t from_a = low + kEach * (0x80 - 'A');
  const uint64_t above_z = low + kEach * (0x7F - 'Z');
  return bytes | ((from_a & ~above_z & ~bytes & (kEach * 0x80)) >> 2);
}
inline uint64_t LoadEight(const char* bytes) {
  uint64_t word;
  std::memcpy(&word, bytes, sizeof(word));
  return word;
}

struct Utf8Reader {
  std::string_view text;
  using Element = char32_t;
  // Where a star that reaches `*at` must reach at least for `next` to take what follows. False if
  // it cannot.
  bool Seek(Pattern::Kind star, const Pattern::Token& next, bool fold, size_t* at) const {
    if (next.kind != Pattern::Kind::kCharacter || next.character >= 0x80) return true;
    const char c = static_cast<char>(next.character);
    if (star == Pattern::Kind::kStar && !(fold && IsAsciiLetter(next.character))) {
      *at = text.find(c, *at);
      return *at != text.npos;
    }
    for (; *at < text.size(); ++*at) {
      const char now = text[*at];
      if (now == c) return true;
      if (fold && TakesCharacter(next, fold, static_cast<unsigned char>(now))) return true;
      if (now == ':' && star == Pattern::Kind::kStarInSegment) return false;
    }
    return false;
  }
  bool AtEnd(size_t at) const { return at >= text.size(); }
  Element Read(size_t* at) const { return ReadCharacter(text, at); }
  static bool Takes(const Pattern::Token& token, bool fold, Element c) {
    return TakesCharacter(token, fold, c);
  }
};

struct WordReader {
  std::u32string_view word;
  using Element = char32_t;
  static bool Seek(Pattern::Kind, const Pattern::Token&, bool, size_t*) { return true; }
  bool AtEnd(size_t at) const { return at >= word.size(); }
  Element Read(size_t* at) const { return word[(*at)++]; }
  static bool Takes(const Pattern::Token& token, bool fold, Element c) {
    return TakesCharacter(token, fold, c);
  }
};

// Reads a pattern as if it were a text: a token takes an element if it takes every text of it. So a
// match proves that the one pattern includes the other; no match proves nothing.
struct PatternReader {
  std::span<const Pattern::Token> tokens;
  bool fold = false;
  using Element = Pattern::Token;
  static bool Seek(Pattern::Kind, const Pattern::Token&, bool, size_t*) { return true; }
  bool AtEnd(size_t at) const { return at >= tokens.size(); }
  Element Read(size_t* at) const { return tokens[(*at)++]; }
  bool Takes(const Pattern::Token& token, bool token_fold, const Element& element) const {
    using Kind = Pattern::Kind;
    if (token.kind == Kind::kStar) return true;
    if (element.kind == Kind::kCharacter) {
      // Two spellings are one too many for a token without fold.
      if (token.kind == Kind::kCharacter && fold && !token_fold &&
          IsAsciiLetter(element.character)) {
        return false;
      }
      return TakesCharacter(token, token_fold, element.character);
    }
    switch (token.kind) {
      case Kind::kAny:
        return !IsStar(element.kind);
      case Kind::kAnyInSegment:
        return element.kind == Kind::kAnyInSegment;
      case Kind::kStarInSegment:
        return IsInSegment(element.kind);
      default:
        return false;
    }
  }
};

// Do `tokens` take all that `reader` has from `at` on?
//
// Each token takes as little as it can. Where that fails, the last star takes one element more: of
// two ways to get past a star with the same tokens left, the one that took less has more to choose
// from, so stars before the last one are never taken back. A segment star that cannot grow (':')
// hands over to the last `*` before it, which can always grow. That is right unless a kAny stands
// between two segment stars: it may or may not be the ':' that ends the segment, and then less is
// not always better (NeedsSets).
template <class Reader>
bool TakeGreedily(std::span<const Pattern::Token> tokens, bool fold, const Reader& reader,
                  size_t at) {
  using Kind = Pattern::Kind;
  constexpr size_t kNone = static_cast<size_t>(-1);
  constexpr Pattern::Token kSegmentStar{Kind::kStarInSegment, 0};
  size_t token = 0;
  size_t star = kNone;  // the token after the last star, and how far the star reaches
  size_t star_end = 0;
  size_t segment = kNone;  // the same of the last segment star after that
  size_t segment_end = 0;
  while (true) {
    bool stuck = true;
    if (token < tokens.size()) {
      const Pattern::Token& now = tokens[token];
      if (now.kind == Kind::kStar) {
        if (token + 1 == tokens.size()) return true;
        star = ++token;
        star_end = at;
        segment = kNone;
        if (!reader.Seek(Kind::kStar, tokens[star], fold, &star_end)) return false;
        at = star_end;
        stuck = false;
      } else if (now.kind == Kind::kStarInSegment) {
        segment = ++token;
        segment_end = at;
        if (segment == tokens.size() ||
            reader.Seek(Kind::kStarInSegment, tokens[segment], fold, &segment_end)) {
          at = segment_end;
          stuck = false;
        } else {
          segment = kNone;
        }
      } else if (!reader.AtEnd(at)) {
        size_t next = at;
        if (reader.Takes(now, fold, reader.Read(&next))) {
          at = next;
          ++token;
          stuck = false;
        }
      }
    } else if (reader.AtEnd(at)) {
      return true;
    }
    if (!stuck) continue;
    if (segment != kNone && !reader.AtEnd(segment_end) &&
        reader.Takes(kSegmentStar, fold, reader.Read(&segment_end)) &&
        (segment == tokens.size() ||
         reader.Seek(Kind::kStarInSegment, tokens[segment], fold, &segment_end))) {
      at = segment_end;
      token = segment;
      continue;
    }
    segment = kNone;
    if (star == kNone || reader.AtEnd(star_end)) return false;
    reader.Read(&star_end);
    if (!reader.Seek(Kind::kStar, tokens[star], fold, &star_end)) return false;
    at = star_end;
    token = star;
  }
}

// Does TakeGreedily() not do for these tokens?
bool NeedsSets(std::span<const Pattern::Token> tokens);

// The same by the set of places that the tokens may be at; right for all tokens.
template <class Reader>
bool TakeBySets(std::span<const Pattern::Token> tokens, bool fold, const Reader& reader,
                size_t at) {
  constexpr size_t kOnStack = 1024;
  bool on_stack[kOnStack];
  std::vector<char> on_heap;
  bool* here = on_stack;  // here[i]: tokens before i have taken what was read
  if (tokens.size() >= kOnStack) {
    on_heap.resize(tokens.size() + 1);
    here = reinterpret_cast<bool*>(on_heap.data());
  }
  const auto skip_stars = [&] {
    for (size_t i = 0; i < tokens.size(); ++i) {
      if (here[i] && IsStar(tokens[i].kind)) here[i + 1] = true;
    }
  };
  for (size_t i = 0; i <= tokens.size(); ++i) here[i] = i == 0;
  skip_stars();
  while (!reader.AtEnd(at)) {
    const typename Reader::Element element = reader.Read(&at);
    here[tokens.size()] = false;
    for (size_t i = tokens.size(); i-- > 0;) {
      if (!here[i]) continue;
      const bool takes = reader.Takes(tokens[i], fold, element);
      if (IsStar(tokens[i].kind)) {
        here[i] = takes;
      } else {
        here[i] = false;
        if (takes) here[i + 1] = true;
      }
    }
    skip_stars();
  }
  return here[tokens.size()];
}

}  // namespace rolelint::logic

#endif  // ROLELINT_LOGIC_PATTERN_MACHINE_H_
