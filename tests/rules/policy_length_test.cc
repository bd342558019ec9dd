#include "rules/grammar/policy_length.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace rolelint::rules::policy_length_test {
namespace {

// A letter at a time.
int64_t Counted(std::string_view json) {
  int64_t count = 0;
  bool in_string = false;
  for (size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    const bool whole = (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    if (in_string && c == '\\') {
      count += 2;
      ++i;
      continue;
    }
    if (c == '"') in_string = !in_string;
    if (in_string || (c != ' ' && c != '\t' && c != '\n' && c != '\r')) count += whole ? 1 : 0;
  }
  return count;
}

TEST(PolicyLengthTest, BlanksOutsideOfStringsDoNotCount) {
  EXPECT_EQ(CharactersWithoutBlanks(R"({ "a" :  "b c" })"), 11);
  EXPECT_EQ(CharactersWithoutBlanks("{\n\t\"a\": \"\\\" b\"\r\n}"), 12);
  EXPECT_EQ(CharactersWithoutBlanks("{\"\u00e9\": \"\u20ac \"}"), 10);
  EXPECT_EQ(CharactersWithoutBlanks(""), 0);
}

TEST(PolicyLengthTest, FastCountsAgreeWithTheSlowOne) {
  constexpr std::string_view kPieces[] = {"{",  "\"a b\"", "\"\\\" \"",   "\n    ", " ",
                                          "\t", "1",       "\"\u00e9 \"", "\n",     "}"};
  std::mt19937 random(7);
  for (int round = 0; round < 2000; ++round) {
    std::string json;
    for (size_t i = random() % 20; i > 0; --i) {
      json += kPieces[random() % std::size(kPieces)];
    }
    const int64_t count = Counted(json);
    EXPECT_EQ(CharactersWithoutBlanks(json), count) << json;
    EXPECT_GE(AtMostWithoutBlanks(json), count) << json;
  }
}

}  // namespace
}  // namespace rolelint::rules::policy_length_test
