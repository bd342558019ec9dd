// The algebra against all texts up to a length: whatever text answers a question must not be
// denied, and whatever is claimed to answer it must.

#include <gtest/gtest.h>

#include <bitset>
#include <random>

#include "analyzer/logic/pattern.h"
#include "analyzer/logic/pattern_machine.h"
#include "analyzer/logic/pattern_search.h"
#include "tests/logic/naive.h"
#include "tests/support/rounds.h"

namespace rolelint::logic::pattern_brute_test {
namespace {

using Kind = Pattern::Kind;

// 'x' is the character that patterns never name.
constexpr std::string_view kTextAlphabet = "ab:Ax";
constexpr size_t kLongest = 6;
constexpr size_t kMostTexts = 1 + 5 + 25 + 125 + 625 + 3125 + 15625;
using TextSet = std::bitset<kMostTexts>;

// Every text over the alphabet of up to six characters.
std::vector<std::string> ShortTexts() {
  std::vector<std::string> all = {""};
  for (size_t i = 0; all[i].size() < kLongest; ++i) {
    for (char c : kTextAlphabet) all.push_back(all[i] + c);
  }
  return all;
}

// ARNs, so that there is a fifth ':', and some texts that are nearly ARNs.
std::vector<std::string> ArnTexts() {
  std::vector<std::string> all = {"", "arn:", "arn::::", "arn:x:x:x"};
  std::vector<std::string> heads = {"arn:"};
  for (int segment = 0; segment < 4; ++segment) {
    std::vector<std::string> longer;
    for (const std::string& head : heads) {
      for (const char* text : {":", "a:", "x:", "xa:"}) longer.push_back(head + text);
    }
    heads = std::move(longer);
  }
  const char* const kLasts[] = {"",    "a",   ":",   "x",   "aa",  "a:",  "ax",  ":a",
                                "::",  ":x",  "xa",  "x:",  "xx",  "a:a", "x:x", "a:x",
                                "x:a", "xxx", "aaa", ":::", "a::", "::a"};
  for (const std::string& head : heads) {
    for (const char* last : kLasts) all.push_back(head + last);
  }
  return all;
}

// Which wildcards a random pattern may have.
enum class Sort { kStars, kPlain, kSegment, kCut, kMixed, kArn };

struct Known {
  Pattern pattern;
  TextSet texts;
};

std::vector<Pattern::Token> RandomTokens(Sort sort, std::mt19937* random) {
  const auto below = [&](uint32_t n) { return static_cast<uint32_t>((*random)() % n); };
  const std::vector<Kind> wildcards =
      sort == Sort::kStars   ? std::vector{Kind::kStar}
      : sort == Sort::kPlain ? std::vector{Kind::kStar, Kind::kAny}
      : sort == Sort::kSegment
          ? std::vector{Kind::kStarInSegment, Kind::kAnyInSegment}
          : std::vector{Kind::kStar, Kind::kAny, Kind::kStarInSegment, Kind::kAnyInSegment};
  std::vector<Pattern::Token> tokens;
  for (uint32_t size = below(6); size > 0; --size) {
    if (below(2) == 0) {
      tokens.push_back({wildcards[below(static_cast<uint32_t>(wildcards.size()))], 0});
    } else {
      tokens.push_back({Kind::kCharacter, U"aab:A"[below(5)]});
    }
  }
  return tokens;
}

// Cut by ':' as an ARN is, with only one segment before the last.
std::vector<Pattern::Token> RandomCut(std::mt19937* random) {
  std::vector<Pattern::Token> tokens = RandomTokens(Sort::kSegment, random);
  std::erase(tokens, Pattern::Token{Kind::kCharacter, U':'});
  tokens.resize(std::min<size_t>(tokens.size(), 3));
  tokens.push_back({Kind::kCharacter, U':'});
  for (const Pattern::Token& token : RandomTokens(Sort::kPlain, random)) tokens.push_back(token);
  return tokens;
}

// By the text that a policy would have; now and then one that crosses segments.
Pattern RandomArn(std::mt19937* random) {
  const auto below = [&](uint32_t n) { return static_cast<uint32_t>((*random)() % n); };
  std::string text = "arn";
  const uint32_t segments = below(8) == 0 ? below(4) : 4;
  const bool singles = below(2) == 0;
  for (uint32_t i = 0; i < segments; ++i) {
    const char* const kSegments[] = {"", "a", "*", "*", "*a", "a*", "?", "?*"};
    text += std::string(":") + kSegments[below(singles ? 8 : 6)];
  }
  text += ":";
  for (uint32_t size = below(4); size > 0; --size) text += (singles ? "a:*?" : "a:**")[below(4)];
  return below(8) == 0 ? Pattern::Glob(text) : Pattern::Arn(text);
}

Known RandomPattern(Sort sort, bool fold, const std::vector<std::string>& texts,
                    std::mt19937* random) {
  Known known;
  known.pattern = sort == Sort::kArn   ? RandomArn(random)
                  : sort == Sort::kCut ? Pattern::OfTokens(RandomCut(random), fold)
                                       : Pattern::OfTokens(RandomTokens(sort, random), fold);
  for (size_t i = 0; i < texts.size(); ++i) {
    known.texts[i] = NaiveMatches(known.pattern, Characters(texts[i]));
  }
  return known;
}

std::string Show(const Pattern& pattern) {
  std::string text = pattern.fold() ? "i\"" : "\"";
  for (const Pattern::Token& token : pattern.tokens()) {
    switch (token.kind) {
      case Kind::kCharacter:
        AppendCharacter(token.character, &text);
        break;
      case Kind::kAny:
        text += "?";
        break;
      case Kind::kAnyInSegment:
        text += "¿";
        break;
      case Kind::kStar:
        text += "*";
        break;
      case Kind::kStarInSegment:
        text += "°";
        break;
    }
  }
  return text + "\"";
}

struct Case {
  const char* name;
  Sort sort;
  int folded;  // of four patterns, how many
  int questions;
};

class PatternBruteTest : public testing::TestWithParam<Case> {
 protected:
  void SetUp() override {
    std::mt19937 random(20);
    for (int i = 0; i < 64; ++i) {
      pool_.push_back(RandomPattern(GetParam().sort, i % 4 < GetParam().folded, texts_, &random));
    }
  }

  static int Questions() { return support::Rounds(GetParam().questions / 3); }

  std::vector<const Known*> Draw(size_t size) {
    std::vector<const Known*> drawn;
    while (drawn.size() < size) drawn.push_back(&pool_[random_() % pool_.size()]);
    return drawn;
  }

  static std::vector<const Pattern*> PatternsOf(const std::vector<const Known*>& knowns) {
    std::vector<const Pattern*> patterns;
    patterns.reserve(knowns.size());
    for (const Known* known : knowns) patterns.push_back(&known->pattern);
    return patterns;
  }

  static TextSet UnionOf(const std::vector<const Known*>& knowns) {
    TextSet texts;
    for (const Known* known : knowns) texts |= known->texts;
    return texts;
  }

  static std::string ShowAll(const std::vector<const Known*>& knowns) {
    std::string text = "{";
    for (const Known* known : knowns) text += " " + Show(known->pattern);
    return text + " }";
  }

  const std::vector<std::string> texts_ = GetParam().sort == Sort::kArn ? ArnTexts() : ShortTexts();
  std::vector<Known> pool_;
  std::mt19937 random_{7};
};

TEST_P(PatternBruteTest, Matches) {
  for (const Known& known : pool_) {
    for (size_t i = 0; i < texts_.size(); ++i) {
      ASSERT_EQ(known.pattern.Matches(texts_[i]), known.texts[i])
          << Show(known.pattern) << " " << texts_[i];
    }
  }
}

TEST_P(PatternBruteTest, CanonicalFormMatchesTheSame) {
  std::mt19937 random(3);
  for (int i = 0; i < 60; ++i) {
    const auto raw =
        RandomTokens(GetParam().sort >= Sort::kMixed ? Sort::kMixed : GetParam().sort, &random);
    const Pattern pattern = Pattern::OfTokens(raw);
    EXPECT_EQ(Pattern::OfTokens(pattern.tokens()), pattern);
    for (size_t t = 0; t < texts_.size(); t += 3) {
      const std::u32string text = Characters(texts_[t]);
      ASSERT_EQ(TakeBySets(std::span(raw), false, WordReader{text}, 0), pattern.Matches(texts_[t]))
          << Show(pattern) << " " << texts_[t];
    }
  }
}

TEST_P(PatternBruteTest, Includes) {
  int yes = 0;
  for (int i = 0; i < Questions(); ++i) {
    const auto outer = Draw(random_() % 5);
    const Known* inner = Draw(1)[0];
    const Answer answer = Includes(PatternsOf(outer), inner->pattern);
    ASSERT_NE(answer, Answer::kTooHard);
    yes += answer == Answer::kYes;
    const TextSet missed = inner->texts & ~UnionOf(outer);
    if (missed.any()) {
      ASSERT_EQ(answer, Answer::kNo)
          << ShowAll(outer) << " " << Show(inner->pattern) << " " << texts_[missed._Find_first()];
    }
  }
  EXPECT_GT(yes, Questions() / 50);
}

TEST_P(PatternBruteTest, Intersect) {
  for (int i = 0; i < Questions(); ++i) {
    const auto patterns = Draw(random_() % 4 + 1);
    const Answer answer = Intersect(PatternsOf(patterns));
    ASSERT_NE(answer, Answer::kTooHard);
    TextSet common = patterns[0]->texts;
    for (const Known* known : patterns) common &= known->texts;
    if (common.any()) {
      ASSERT_EQ(answer, Answer::kYes) << ShowAll(patterns);
    }
  }
}

TEST_P(PatternBruteTest, FindText) {
  for (int i = 0; i < Questions(); ++i) {
    std::vector<std::vector<const Known*>> in(random_() % 4);
    TextSet left;
    for (size_t t = 0; t < texts_.size(); ++t) left.set(t);
    std::vector<std::vector<const Pattern*>> patterns;
    for (auto& list : in) {
      list = Draw(random_() % 4 + (random_() % 8 != 0));
      left &= UnionOf(list);
      patterns.push_back(PatternsOf(list));
    }
    const std::vector<PatternList> lists(patterns.begin(), patterns.end());
    const auto out = Draw(random_() % 5);
    const auto out_patterns = PatternsOf(out);
    left &= ~UnionOf(out);

    std::string question;
    for (const auto& list : in) question += ShowAll(list) + " & ";
    question += "not " + ShowAll(out);
    const Found found = FindText(lists, out_patterns);
    ASSERT_NE(found.answer, Answer::kTooHard) << question;
    if (left.any()) {
      ASSERT_EQ(found.answer, Answer::kYes) << question << " " << texts_[left._Find_first()];
    }
    if (found.answer == Answer::kYes) {
      const std::u32string text = Characters(found.text);
      for (const auto& list : in) {
        ASSERT_TRUE(
            std::any_of(list.begin(), list.end(),
                        [&](const Known* known) { return NaiveMatches(known->pattern, text); }))
            << question << " " << found.text;
      }
      for (const Known* known : out) {
        ASSERT_FALSE(NaiveMatches(known->pattern, text)) << question << " " << found.text;
      }
    }
    // The search by itself says the same.
    SearchBudget budget;
    std::u32string word;
    const bool absent = std::any_of(in.begin(), in.end(), [](const auto& l) { return l.empty(); });
    ASSERT_EQ(absent ? Answer::kNo : SearchWord(lists, out_patterns, &budget, &word), found.answer)
        << question;
  }
}

INSTANTIATE_TEST_SUITE_P(
    Sorts, PatternBruteTest,
    testing::Values(Case{"Stars", Sort::kStars, 0, 4000}, Case{"Plain", Sort::kPlain, 0, 4000},
                    Case{"Segment", Sort::kSegment, 0, 4000}, Case{"Cut", Sort::kCut, 0, 4000},
                    Case{"Arn", Sort::kArn, 0, 12000}, Case{"Mixed", Sort::kMixed, 0, 6000},
                    Case{"Folded", Sort::kPlain, 4, 4000},
                    Case{"SomeFolded", Sort::kPlain, 2, 6000},
                    Case{"SomeFoldedMixed", Sort::kMixed, 2, 6000}),
    [](const auto& param_info) { return param_info.param.name; });

}  // namespace
}  // namespace rolelint::logic::pattern_brute_test
