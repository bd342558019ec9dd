#include "analyzer/logic/pattern.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "analyzer/logic/pattern_search.h"

namespace rolelint::logic::pattern_test {
namespace {

using Kind = Pattern::Kind;

// A pattern in a table: "glob", "i:glob" folded, "=text" literal, "arn:…" an ARN pattern.
Pattern P(std::string_view text) {
  if (text.starts_with("i:")) return Pattern::Glob(text.substr(2), true);
  if (text.starts_with("=")) return Pattern::Literal(text.substr(1));
  if (text.starts_with("arn:")) return Pattern::Arn(text);
  return Pattern::Glob(text);
}

struct Patterns {
  explicit Patterns(const std::vector<const char*>& texts) {
    for (const char* text : texts) patterns.push_back(P(text));
    for (const Pattern& pattern : patterns) pointers.push_back(&pattern);
  }
  operator PatternList() const { return pointers; }  // NOLINT(google-explicit-constructor)
  std::vector<Pattern> patterns;
  std::vector<const Pattern*> pointers;
};

TEST(PatternTest, Matches) {
  const struct {
    const char* pattern;
    std::vector<const char*> yes;
    std::vector<const char*> no;
  } cases[] = {
      {"", {""}, {"a"}},
      {"*", {"", "a", "a:b/c"}, {}},
      {"=a*b?", {"a*b?"}, {"axby", "a*b"}},
      {"a*", {"a", "ab", "a:b"}, {"", "ba", "A"}},
      {"*b", {"b", "ab", "bb"}, {"", "ba"}},
      {"a*a", {"aa", "aba"}, {"a", "ab"}},
      {"?", {"a", ":", "é", "語", "😀"}, {"", "ab", "éé"}},
      {"a?c*e", {"abce", "a:cde"}, {"ace", "abcd"}},
      {"*a*b*", {"ab", "xaxbx", "aab"}, {"ba", "a", ""}},
      {"*ab*ab", {"abab", "ababab", "xabyab"}, {"ab", "aab", "abba"}},
      {"i:s3:Get*", {"s3:GetObject", "S3:GETOBJECT", "s3:get"}, {"s3:PutObject", "s3:Ge"}},
      {"i:iam:PassRole", {"iam:passrole", "IAM:PASSROLE"}, {"iam:PassRoles", "iam:Pass"}},
      {"i:[é`{", {"[é`{"}, {"{é`{", "[É`{", "[é@{"}},
      {"i:abcdefghijklmnopqrstuvwxyz*",
       {"ABCDEFGHIJKLMNOPQRSTUVWXYZ"},
       {"ABCDEFGHIJKLMNOPQRSTUVWXY"}},
      {"arn:aws:s3:::b/*",
       {"arn:aws:s3:::b/", "arn:aws:s3:::b/k:1"},
       {"arn:aws:s3:::b", "arn:aws:s3:::B/"}},
      {"arn:aws:iam::*:role/r",
       {"arn:aws:iam::1:role/r", "arn:aws:iam:::role/r"},
       {"arn:aws:iam::1:x:role/r"}},
      {"arn:aws:sqs",
       {"arn:aws:sqs:::", "arn:aws:sqs:r:a:q:x"},
       {"arn:aws:sqs", "arn:aws:sqs::", "arn:aws:sns:::"}},
      {"arn:aws:s3:*", {"arn:aws:s3:r:a:b", "arn:aws:s3:::"}, {"arn:aws:s3", "arn:aws:s3::"}},
      {"arn:*:s?:::*:x",
       {"arn:aws:s3:::a:b:x", "arn::sn::::x"},
       {"arn:aws:s::::x", "arn:a:w:s3:::x"}},
      {"*:x", {":x", "a:b:x"}, {"x"}},
  };
  for (const auto& c : cases) {
    for (const char* text : c.yes) {
      EXPECT_TRUE(P(c.pattern).Matches(text)) << c.pattern << " " << text;
    }
    for (const char* text : c.no) {
      EXPECT_FALSE(P(c.pattern).Matches(text)) << c.pattern << " " << text;
    }
  }
}

TEST(PatternTest, ArnsAreFilledUp) {
  EXPECT_EQ(Pattern::Arn("arn:aws:sqs"), Pattern::Arn("arn:aws:sqs:*:*:*"));
  EXPECT_EQ(Pattern::Arn("arn:*"), Pattern::Arn("arn:*:*:*:*:*"));
  EXPECT_EQ(Pattern::Arn("arn:"), Pattern::Arn("arn::*:*:*:*"));
  EXPECT_EQ(Pattern::Arn("arn:aws:s3:*"), Pattern::Arn("arn:aws:s3:*:*:*"));
  EXPECT_NE(Pattern::Arn("arn:aws:s3:::"), Pattern::Arn("arn:aws:s3:::*"));
  EXPECT_TRUE(Pattern::Arn("*").matches_all());
  EXPECT_TRUE(Pattern::Arn("***").matches_all());
  EXPECT_EQ(Pattern::Arn("*:b"), Pattern::Glob("*:b"));
  EXPECT_EQ(Pattern::Arn(""), Pattern());
}

TEST(PatternTest, CanonicalForm) {
  EXPECT_EQ(P("a**b"), P("a*b"));
  EXPECT_EQ(P("a*?*?b"), P("a??*b"));
  EXPECT_EQ(P("*?").tokens()[0].kind, Kind::kAny);
  EXPECT_EQ(P("arn:*?*:s3").tokens()[4].kind, Kind::kAnyInSegment);
  EXPECT_EQ(Pattern::OfTokens({{Kind::kStarInSegment, 0}, {Kind::kStar, 0}}), P("*"));
  EXPECT_EQ(Pattern::OfTokens({{Kind::kStar, 0}, {Kind::kStarInSegment, 0}}), P("*"));
  // These do not commute: a text may end with ':' in one of them only.
  EXPECT_NE(Pattern::OfTokens({{Kind::kStar, 0}, {Kind::kAnyInSegment, 0}}),
            Pattern::OfTokens({{Kind::kAnyInSegment, 0}, {Kind::kStar, 0}}));
  EXPECT_EQ(P("i:S3:Get*"), P("i:s3:get*"));
  EXPECT_EQ(P("i:S3:Get*").Hash(), P("i:s3:get*").Hash());
  EXPECT_NE(P("S3:Get*"), P("s3:get*"));
  EXPECT_NE(P("i:a"), P("a"));
  EXPECT_TRUE(P("abc").is_literal());
  EXPECT_FALSE(P("ab?").is_literal());
  EXPECT_EQ(P("i:Ab*Cd").prefix(), "ab");
  EXPECT_EQ(P("i:Ab*Cd").suffix(), "cd");
  EXPECT_EQ(P("abc").suffix(), "abc");
}

TEST(PatternTest, InvalidBytesAreCharacters) {
  EXPECT_TRUE(P("?").Matches("\xC3"));
  EXPECT_FALSE(P("?").Matches("\xC3\x28"));
  EXPECT_TRUE(P("??").Matches("\xE2\x82"));
  EXPECT_TRUE(P("\xC3*").Matches("\xC3z"));
  EXPECT_FALSE(P("\xC3*").Matches("é"));  // whose bytes begin so
  EXPECT_TRUE(P("?").Matches("\xF4\x8F\xBF\xBF"));
  EXPECT_FALSE(P("?").Matches("\xF4\x90\x80\x80"));  // above U+10FFFF
  EXPECT_FALSE(P("?").Matches("\xED\xA0\x80"));      // a surrogate
  EXPECT_FALSE(P("?").Matches("\xC0\x80"));          // too long
  const Patterns split({"\xC3*\xA9"});
  const PatternList list = split;
  const Found found = FindText({&list, 1}, {});
  EXPECT_TRUE(found.answer == Answer::kTooHard || split.patterns[0].Matches(found.text));
}

TEST(PatternTest, ManyStarsTakeNoLongTime) {
  const std::string text(4000, 'a');
  EXPECT_FALSE(P("*a*a*a*a*a*a*a*a*a*a*a*ab*a").Matches(text));
  EXPECT_TRUE(P("*a*a*a*a*a*a*a*a*a*a*a*a?a").Matches(text));
}

TEST(PatternTest, Includes) {
  const struct {
    std::vector<const char*> outer;
    const char* inner;
    Answer answer;
  } cases[] = {
      {{}, "a", Answer::kNo},
      {{"*"}, "arn:aws:s3:::b/*", Answer::kYes},
      {{"arn:*"}, "*", Answer::kNo},
      {{"a*", "b*"}, "a*c", Answer::kYes},
      {{"*a", "*b"}, "*", Answer::kNo},
      {{"?*"}, "*a", Answer::kYes},
      {{"", "?*"}, "*", Answer::kYes},
      {{"", "?", "??*"}, "*", Answer::kYes},
      {{"", "??*"}, "*", Answer::kNo},
      {{"a", "a??*"}, "a*", Answer::kNo},
      {{"*?b", "b"}, "*b", Answer::kYes},
      {{"i:a*"}, "A*", Answer::kYes},
      {{"a", "A"}, "i:a", Answer::kYes},
      {{"a"}, "i:a", Answer::kNo},
      {{"ab", "aB", "A?"}, "i:ab", Answer::kYes},
      {{"arn:aws:s3:::*"}, "arn:aws:s3:::b/*", Answer::kYes},
      {{"arn:aws:s3:::b/*"}, "arn:aws:s3:::*", Answer::kNo},
      {{"arn:aws:*"}, "arn:aws:s3:::b*", Answer::kYes},
      {{"arn:aws:iam::*:role/*"}, "arn:aws:iam::1:role/a:b", Answer::kYes},
      {{"arn:aws:iam::*:role/*"}, "arn:aws:iam:*:1:role/a", Answer::kNo},
      {{"arn:aws:s3:*:*:b"}, "arn:aws:s3:::?", Answer::kNo},
      {{"arn:aws:s3:::??*", "arn:aws:s3:::?", "arn:aws:s3:::"}, "arn:aws:s3:::*", Answer::kYes},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(Includes(Patterns(c.outer), P(c.inner)), c.answer)
        << c.inner << " in " << testing::PrintToString(c.outer);
  }
  // A star that crosses ':' against one that does not.
  const Patterns glob({"*:*:*:*:*:*"});
  EXPECT_EQ(Includes(glob, P("arn:aws:sqs")), Answer::kYes);
  const Patterns arns({"arn:*"});
  EXPECT_EQ(Includes(arns, Pattern::Glob("arn:*")), Answer::kNo);
  EXPECT_EQ(Includes(arns, Pattern::Glob("arn:*:*:*:*:*")), Answer::kYes);
}

TEST(PatternTest, Intersect) {
  const struct {
    std::vector<const char*> patterns;
    Answer answer;
  } cases[] = {
      {{}, Answer::kYes},
      {{"a*", "*b"}, Answer::kYes},
      {{"a*", "b*"}, Answer::kNo},
      {{"*a", "*b"}, Answer::kNo},
      {{"*a*", "*b*", "*c*"}, Answer::kYes},
      {{"a?c", "ab?"}, Answer::kYes},
      {{"a?c", "ab??"}, Answer::kNo},
      {{"i:ab*", "*B"}, Answer::kYes},
      {{"arn:aws:s3:::*", "arn:*:s3:::b", "*b"}, Answer::kYes},
      {{"arn:aws:iam::1*:role/*", "arn:aws:iam::*2:*/admin"}, Answer::kYes},
      {{"arn:aws:iam::*:role/*", "arn:aws:iam:*:x:y/*"}, Answer::kNo},
      {{"*aXb*", "*bXa*", "?????"}, Answer::kYes},
      {{"*aXb*", "*bXa*", "????"}, Answer::kNo},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(Intersect(Patterns(c.patterns)), c.answer) << testing::PrintToString(c.patterns);
  }
}

TEST(PatternTest, WitnessesArePlain) {
  const struct {
    std::vector<std::vector<const char*>> in;
    std::vector<const char*> out;
    const char* text;
  } cases[] = {
      {{}, {}, "x"},
      {{{"i:s3:Get*"}}, {"i:s3:GetObject*"}, "s3:Getx"},
      {{{"i:s3:GetObject"}}, {"i:s3:Put*"}, "s3:GetObject"},
      {{{"arn:aws:s3:::b/*"}}, {"arn:aws:s3:::b/public/*"}, "arn:aws:s3:::b/x"},
      {{{"arn:aws:iam::*:role/*"}}, {"arn:aws:iam::1:role/*"}, "arn:aws:iam::111122223333:role/x"},
      {{{"*"}, {"arn:*"}}, {}, "arn:aws:s3:us-east-1:111122223333:x"},
      {{{"arn:aws:sqs"}}, {"arn:aws:sqs:us-east-1"}, "arn:aws:sqs:x:x:x"},
      {{{"a*", "b*"}, {"*c"}}, {"a*"}, "bxc"},
      {{{"a*", "b*"}, {"*c", "b"}}, {"a*", "*c"}, "b"},
      {{{"x*"}}, {"*x"}, "xy"},
      {{{"*"}}, {"*x*", "*y*", "*z*"}, "a"},
  };
  for (const auto& c : cases) {
    std::vector<Patterns> unions;
    for (const auto& list : c.in) unions.emplace_back(list);
    std::vector<PatternList> in;
    for (Patterns& list : unions) {
      list.pointers.clear();
      for (const Pattern& pattern : list.patterns) list.pointers.push_back(&pattern);
      in.emplace_back(list);
    }
    const Found found = FindText(in, Patterns(c.out));
    EXPECT_EQ(found.answer, Answer::kYes);
    EXPECT_EQ(found.text, c.text) << testing::PrintToString(c.in);
  }
}

TEST(PatternTest, WhereNoLetterIsLeftAnotherCharacterIs) {
  std::vector<Pattern> named;
  for (char c = '!'; c <= '~'; ++c)
    named.push_back(Pattern::OfTokens(
        {{Kind::kStar, 0}, {Kind::kCharacter, static_cast<char32_t>(c)}, {Kind::kStar, 0}}));
  std::vector<const Pattern*> out;
  out.reserve(named.size());
  for (const Pattern& pattern : named) out.push_back(&pattern);
  const Pattern some = Pattern::Glob("?");
  const Pattern* pointer = &some;
  const PatternList list(&pointer, 1);
  const Found found = FindText({&list, 1}, out);
  EXPECT_EQ(found.answer, Answer::kYes);
  EXPECT_EQ(found.text, "à");
}

TEST(PatternTest, SaysWhenItIsTooHard) {
  const Pattern pattern = Pattern::Glob("*a?????????b*");
  const Pattern* pointer = &pattern;
  const PatternList list(&pointer, 1);
  std::u32string word;
  SearchBudget enough;
  EXPECT_EQ(SearchWord({&list, 1}, {}, &enough, &word), Answer::kYes);
  EXPECT_EQ(word.size(), 11u);
  EXPECT_LT(enough.states, kMaxSearchStates);
  SearchBudget little;
  little.states = 5;
  EXPECT_EQ(SearchWord({&list, 1}, {}, &little, &word), Answer::kTooHard);
  EXPECT_EQ(SearchWord({&list, 1}, {}, &little, &word), Answer::kTooHard);
}

TEST(PatternTest, LargeUnionsOfOneSortAreNotTooHard) {
  std::vector<Pattern> patterns;
  for (int i = 0; i < 300; ++i) {
    patterns.push_back(Pattern::Arn("arn:aws:s3:::bucket-" + std::to_string(i) + "/*"));
    patterns.push_back(Pattern::Arn("arn:aws:iam::*:role/*-" + std::to_string(i) + "*"));
  }
  std::vector<const Pattern*> all;
  all.reserve(patterns.size());
  for (const Pattern& pattern : patterns) all.push_back(&pattern);
  for (const Pattern& pattern : patterns) EXPECT_EQ(Includes(all, pattern), Answer::kYes);
  const PatternList in[] = {all, all};
  EXPECT_EQ(FindText(in, all).answer, Answer::kNo);
  EXPECT_EQ(FindText(in, PatternList(all).subspan(1)).text, "arn:aws:s3:::bucket-0/x");
}

}  // namespace
}  // namespace rolelint::logic::pattern_test
