#include "analyzer/text/spelling.h"

#include <gtest/gtest.h>

#include <string>

namespace rolelint::text {
namespace {

TEST(EditDistance, CountsEditsUpToTheLimit) {
  EXPECT_EQ(EditDistance("", "", 2), 0U);
  EXPECT_EQ(EditDistance("Action", "action", 2), 0U);
  EXPECT_EQ(EditDistance("Action", "Actions", 2), 1U);
  EXPECT_EQ(EditDistance("Principal", "Principle", 2), 2U);
  EXPECT_EQ(EditDistance("kitten", "sitting", 5), 3U);
  EXPECT_EQ(EditDistance("kitten", "sitting", 2), 3U);
  EXPECT_EQ(EditDistance("", "abc", 5), 3U);
  EXPECT_EQ(EditDistance("abc", "abcdefgh", 2), 3U);
  EXPECT_EQ(EditDistance(std::string(65, 'a'), std::string(65, 'a'), 2), 3U);
}

TEST(ClosestWord, PrefersTheNearestAndDemandsNearness) {
  constexpr std::string_view kWords[] = {"Sid", "Effect", "Action", "NotAction", "Condition"};
  EXPECT_EQ(ClosestWord("effect", kWords), "Effect");
  EXPECT_EQ(ClosestWord("Efect", kWords), "Effect");
  EXPECT_EQ(ClosestWord("Conditions", kWords), "Condition");
  EXPECT_EQ(ClosestWord("SID", kWords), "Sid");
  EXPECT_EQ(ClosestWord("Si", kWords), "Sid");
  // Two edits in a word of three letters are another word.
  EXPECT_EQ(ClosestWord("Id", kWords), "");
  EXPECT_EQ(ClosestWord("Description", kWords), "");
  EXPECT_EQ(ClosestWord("", kWords), "");
}

}  // namespace
}  // namespace rolelint::text
