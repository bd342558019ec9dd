#include "analyzer/text/choices.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rolelint::text::choices_test {
namespace {

using testing::ElementsAre;

// What the three questions come to in each world.
std::vector<std::string> All(size_t most, bool* cut_short) {
  const std::string_view kAllowed[] = {"dev", "prod", "test"};
  std::vector<std::string> told;
  Worlds worlds(most);
  do {
    Choices& now = worlds.choices();
    std::string answers;
    answers += now.Ask("full", "", false) ? "full " : "";
    answers += now.Ask("stage", "prod", false, kAllowed) ? "prod " : "";
    answers += now.Ask("stage", "dev", true, kAllowed) ? "dev " : "";
    answers += now.Ask("stage", "test", false, kAllowed) ? "test " : "";
    told.push_back(answers + "| " + now.Tell());
  } while (worlds.Next());
  *cut_short = worlds.cut_short();
  return told;
}

TEST(Choices, EveryWorldOnce) {
  bool cut_short = true;
  EXPECT_THAT(All(20, &cut_short),
              ElementsAre("dev | ", "full dev | full is true", "prod | stage is prod",
                          "test | stage is not dev",
                          "full prod | full is true and stage is prod and stage is not dev",
                          "full prod | full is true and stage is prod",
                          "full test | full is true and stage is not dev"));
  EXPECT_FALSE(cut_short);
}

TEST(Choices, NoMoreThanWanted) {
  bool cut_short = false;
  EXPECT_EQ(All(3, &cut_short).size(), 3U);
  EXPECT_TRUE(cut_short);
}

TEST(Choices, OneAnswerPerWorld) {
  Choices choices({{"a", "", false}});
  EXPECT_FALSE(choices.Ask("a", "", true));
  EXPECT_TRUE(choices.Ask("b", "x", true));
  EXPECT_FALSE(choices.Ask("b", "y", true));
  EXPECT_TRUE(choices.Ask("b", "x", false));
  EXPECT_EQ(choices.met().size(), 2U);
}

}  // namespace
}  // namespace rolelint::text::choices_test
