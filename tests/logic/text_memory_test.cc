#include "analyzer/logic/text_memory.h"

#include <gtest/gtest.h>

#include <string>

namespace rolelint::logic::text_memory_test {
namespace {

TEST(TextMemoryTest, FactsAreMadeOnceAndStayWhereTheyAre) {
  TextMemory<int> memory;
  std::vector<const int*> places;
  constexpr int kMany = 5000;  // it grows several times
  for (int i = 0; i < kMany; ++i) {
    const std::string text = "text-" + std::to_string(i);
    places.push_back(memory.Get(text, [i] { return i; }));
  }
  EXPECT_EQ(memory.size(), static_cast<size_t>(kMany));
  for (int i = 0; i < kMany; ++i) {
    const std::string text = "text-" + std::to_string(i);
    const int* again = memory.Get(text, [] { return -1; });
    EXPECT_EQ(again, places[static_cast<size_t>(i)]);
    EXPECT_EQ(*again, i);
  }
  EXPECT_EQ(memory.Find("text"), nullptr);
}

TEST(TextMemoryTest, KeepsTextsOfItsOwn) {
  TextMemory<int> memory;
  std::string text = "before";
  memory.Get(text, [] { return 1; });
  text = "after!";
  EXPECT_EQ(memory.Find(text), nullptr);
  ASSERT_NE(memory.Find("before"), nullptr);
  EXPECT_EQ(*memory.Find("before"), 1);
}

TEST(TextMemoryTest, ForgetsAll) {
  TextMemory<int> memory;
  memory.Get("", [] { return 1; });
  memory.Get("a", [] { return 2; });
  memory.Clear();
  EXPECT_EQ(memory.size(), 0U);
  EXPECT_EQ(memory.Find(""), nullptr);
  EXPECT_EQ(*memory.Get("a", [] { return 3; }), 3);
}

}  // namespace
}  // namespace rolelint::logic::text_memory_test
