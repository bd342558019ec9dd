#include "analyzer/text/glob.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace rolelint::text::glob_test {
namespace {

// What the header says, without a thought for speed. ASCII only.
bool Recursive(std::string_view pattern, std::string_view text, bool fold) {
  if (pattern.empty()) return text.empty();
  if (pattern[0] == '*') {
    return Recursive(pattern.substr(1), text, fold) ||
           (!text.empty() && Recursive(pattern, text.substr(1), fold));
  }
  if (text.empty()) return false;
  const bool same = fold ? AsciiLower(pattern[0]) == AsciiLower(text[0]) : pattern[0] == text[0];
  return (pattern[0] == '?' || same) && Recursive(pattern.substr(1), text.substr(1), fold);
}

TEST(Glob, MatchesAsTheRecursiveOne) {
  std::mt19937 random(4);
  auto word = [&](std::string_view letters) {
    std::string text;
    for (size_t i = random() % 7; i > 0; --i) text += letters[random() % letters.size()];
    return text;
  };
  for (int round = 0; round < 200'000; ++round) {
    const std::string pattern = word("abAB*?");
    const std::string text = word(round % 10 == 0 ? "abAB*?" : "abAB");
    ASSERT_EQ(GlobMatches(pattern, text), Recursive(pattern, text, false))
        << pattern << ' ' << text;
    ASSERT_EQ(GlobMatchesFolded(pattern, text), Recursive(pattern, text, true))
        << pattern << ' ' << text;
  }
}

// Letters that a bit tells from others are no other case of them, and words end anywhere.
TEST(Glob, MatchesLongTextsAsTheRecursiveOne) {
  std::mt19937 random(8);
  int matches = 0;
  for (int round = 0; round < 200'000; ++round) {
    std::string text;
    for (size_t i = random() % 30; i > 0; --i) text += "aZ@`[{:1"[random() % 8];
    std::string pattern = text;
    for (char& c : pattern) {
      if (random() % 12 == 0) c = AsciiLower(c);
      if (random() % 40 == 0) c ^= 0x20;
      if (random() % 30 == 0) c = '*';
      if (random() % 60 == 0) c = '?';
    }
    const bool expected = Recursive(pattern, text, true);
    ASSERT_EQ(GlobMatchesFolded(pattern, text), expected) << pattern << ' ' << text;
    ASSERT_EQ(GlobMatches(pattern, text), Recursive(pattern, text, false))
        << pattern << ' ' << text;
    matches += expected ? 1 : 0;
  }
  EXPECT_GT(matches, 50'000);
}

TEST(Glob, AQuestionMarkIsACharacter) {
  EXPECT_TRUE(GlobMatchesFolded("a?c", "a\u00E9c"));
  EXPECT_TRUE(GlobMatchesFolded("a?", "a\u00E9"));
  EXPECT_TRUE(GlobMatchesFolded("?b", "\u00E9B"));
  EXPECT_FALSE(GlobMatchesFolded("a??c", "a\u00E9c"));
}

}  // namespace
}  // namespace rolelint::text::glob_test
