// Which items of a list contain others: held to the algebra of patterns, and to lists made to
// exhaust it.

#include "rules/redundancy/contained.h"

#include <gtest/gtest.h>

#include <chrono>
#include <random>
#include <string>
#include <vector>

#include "analyzer/logic/pattern.h"

namespace rolelint::rules::contained_test {
namespace {

class Lists {
 public:
  explicit Lists(std::vector<std::string> items) : items_(std::move(items)) {
    for (const std::string& item : items_) texts_.push_back({item, {}, true});
    list_.items = texts_;
    list_.present = true;
  }
  const policy::TextList& list() const { return list_; }

 private:
  std::vector<std::string> items_;
  std::vector<policy::Text> texts_;
  policy::TextList list_;
};

// `container>contained,contained` of each group.
std::vector<std::string> Groups(std::vector<std::string> items, bool fold = false) {
  const Lists lists(std::move(items));
  std::vector<std::string> told;
  for (const Group& group : FindGroups(lists.list(), fold)) {
    std::string text = std::to_string(group.container) + ">";
    for (uint32_t i : group.contained) text += std::to_string(i) + ",";
    told.push_back(text);
  }
  return told;
}

using Strings = std::vector<std::string>;

TEST(FindGroups, OnePatternThatNothingContainsMakesOneGroup) {
  EXPECT_EQ(Groups({"a", "b", "c*"}), Strings());
  EXPECT_EQ(Groups({"ab", "a*", "a*b", "c"}), Strings({"1>0,2,"}));
  EXPECT_EQ(Groups({"a*", "*b", "ab"}), Strings({"0>2,", "1>2,"}));
  EXPECT_EQ(Groups({"x", "y", "x", "x"}), Strings({"0>2,3,"}));
  EXPECT_EQ(Groups({"x", "x", "*"}), Strings({"2>0,1,"}));
  EXPECT_EQ(Groups({"**", "*"}), Strings({"1>0,"}));
  EXPECT_EQ(Groups({"*", "*"}), Strings({"0>1,"}));
  EXPECT_EQ(Groups({"S3:Get*", "s3:getobject"}, true), Strings({"0>1,"}));
  EXPECT_EQ(Groups({"a:b*", "a:b/c:d"}), Strings({"0>1,"}));
  EXPECT_EQ(Groups({"a${*}", "ab", "a${aws:username}"}), Strings());
  EXPECT_EQ(Groups({"", ""}), Strings());
}

TEST(FindGroups, UnknownItemsAreLeftOut) {
  Lists lists({"a*", "ab"});
  policy::Text texts[] = {lists.list().items[0], lists.list().items[1]};
  texts[0].known = false;
  policy::TextList list = lists.list();
  list.items = texts;
  EXPECT_TRUE(FindGroups(list, false).empty());
}

TEST(FindGroups, MissesNoPairOfAnyLengthOrCase) {
  std::mt19937 dice(11);
  const auto pick = [&dice](std::string_view letters) { return letters[dice() % letters.size()]; };
  int with_groups = 0;
  constexpr int kLists = 20'000;
  for (int round = 0; round < kLists; ++round) {
    const bool fold = dice() % 2 == 0;
    const std::string head = dice() % 2 == 0 ? "" : "service:Begins";
    Strings items;
    for (size_t size = 2 + dice() % (dice() % 8 == 0 ? 80 : 6); items.size() < size;) {
      std::string text = head;
      for (size_t length = dice() % 12; length > 0; --length) {
        text += dice() % 8 == 0 ? pick("*?") : pick("aAbBcd");
      }
      items.push_back(text);
    }
    bool expected = false;
    for (size_t i = 0; i < items.size(); ++i) {
      for (size_t k = 0; k < items.size(); ++k) {
        if (i == k || items[i].empty() || items[k].empty()) continue;
        expected = expected || GlobContains(items[i], items[k], fold);
      }
    }
    const bool found = !Groups(items, fold).empty();
    EXPECT_EQ(found, expected) << testing::PrintToString(items);
    with_groups += found ? 1 : 0;
  }
  EXPECT_GT(with_groups, kLists / 5);
  EXPECT_LT(with_groups, kLists * 4 / 5);
}

TEST(GlobContains, SaysNothingThatIsNotSo) {
  std::mt19937 dice(7);
  const std::string letters = "ab*?";
  int contained = 0;
  for (int i = 0; i < 20000; ++i) {
    std::string texts[2];
    for (std::string& text : texts) {
      const size_t size = dice() % 6;
      for (size_t k = 0; k < size; ++k) text += letters[dice() % letters.size()];
    }
    const logic::Pattern outer = logic::Pattern::Glob(texts[0]);
    const logic::Pattern* list[] = {&outer};
    const bool really =
        logic::Includes(list, logic::Pattern::Glob(texts[1])) == logic::Answer::kYes;
    const bool told = GlobContains(texts[0], texts[1], false);
    EXPECT_TRUE(really || !told) << texts[0] << " " << texts[1];
    // Only where a question mark is in play may it miss something.
    if (texts[0].find('?') == std::string::npos) {
      EXPECT_EQ(really, told) << texts[0] << " " << texts[1];
    }
    contained += told ? 1 : 0;
  }
  EXPECT_GT(contained, 1000);
}

TEST(FindGroups, HostileListsTakeNoLongerThanTheirLength) {
  constexpr int kItems = 50'000;
  std::vector<Strings> hostile(4);
  for (int i = 0; i < kItems; ++i) {
    const std::string number = std::to_string(i);
    hostile[0].push_back("*x" + number + "*");
    hostile[1].push_back(number + "*");
    hostile[2].push_back("same");
    hostile[3].push_back("*a*" + number + "*b*");
  }
  for (Strings& items : hostile) {
    const Lists lists(std::move(items));
    const auto begin = std::chrono::steady_clock::now();
    FindGroups(lists.list(), false);
    const auto took = std::chrono::steady_clock::now() - begin;
    EXPECT_LT(took, std::chrono::seconds(20));
  }
}

}  // namespace
}  // namespace rolelint::rules::contained_test
