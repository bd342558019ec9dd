#include "analyzer/text/spelling.h"

#include <gtest/gtest.h>

#include <string>

namespace rolelint::text::spelling_test {
namespace {

TEST(FoldedEditDistance, CountsEditsUpToTheLimit) {
  EXPECT_EQ(FoldedEditDistance("", "", 2), 0U);
  EXPECT_EQ(FoldedEditDistance("Action", "action", 2), 0U);
  EXPECT_EQ(FoldedEditDistance("Action", "Actions", 2), 1U);
  EXPECT_EQ(FoldedEditDistance("Principal", "Principle", 2), 2U);
  EXPECT_EQ(FoldedEditDistance("kitten", "sitting", 5), 3U);
  EXPECT_EQ(FoldedEditDistance("kitten", "sitting", 2), 3U);
  EXPECT_EQ(FoldedEditDistance("", "abc", 5), 3U);
  EXPECT_EQ(FoldedEditDistance("abc", "abcdefgh", 2), 3U);
  EXPECT_EQ(FoldedEditDistance(std::string(65, 'a'), std::string(65, 'a'), 2), 3U);
}

TEST(ClosestWord, PrefersTheNearestAndDemandsNearness) {
  constexpr std::string_view kWords[] = {"Sid", "Effect", "Action", "NotAction", "Condition"};
  EXPECT_EQ(ClosestWord("effect", kWords), "Effect");
  EXPECT_EQ(ClosestWord("Efect", kWords), "Effect");
  EXPECT_EQ(ClosestWord("Conditions", kWords), "Condition");
  EXPECT_EQ(ClosestWord("SID", kWords), "Sid");
  EXPECT_EQ(ClosestWord("Si", kWords), "Sid");
  // Two edits in a word of three letters are another word.
  EXPECT_EQ(ClosestWord("Six", kWords), "Sid");
  EXPECT_EQ(ClosestWord("Ix", kWords), "");
  EXPECT_EQ(ClosestWord("Description", kWords), "");
  EXPECT_EQ(ClosestWord("", kWords), "");
}

}  // namespace
}  // namespace rolelint::text::spelling_test
