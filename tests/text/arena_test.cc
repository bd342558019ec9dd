#include "analyzer/text/arena.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "tests/text/random_text.h"

namespace rolelint::text::arena_test {
namespace {

TEST(ArenaTest, PiecesAreAlignedAndApart) {
  std::mt19937 random(11);
  Arena arena;
  for (int round = 0; round < 20; ++round) {
    std::vector<std::pair<std::string_view, std::string>> strings;
    for (int i = 0; i < 500; ++i) {
      size_t align = size_t{1} << Pick(&random, 5);
      void* place = arena.Allocate(Pick(&random, 50), align);
      ASSERT_EQ(reinterpret_cast<uintptr_t>(place) % align, 0U);
      std::string text(Pick(&random, i % 100 == 0 ? 60'000 : 60), static_cast<char>('a' + i % 26));
      strings.emplace_back(arena.Copy(text), text);
      for (int number : arena.AllocateArray<int>(Pick(&random, 20))) ASSERT_EQ(number, 0);
    }
    for (const auto& [copy, text] : strings) ASSERT_EQ(copy, text);
    arena.Reset();
  }
}

TEST(ArenaTest, ResetKeepsTheLargestBlock) {
  Arena arena;
  for (int i = 0; i < 1000; ++i) arena.Allocate(1000, 1);
  arena.Reset();
  size_t kept = arena.bytes_reserved();
  EXPECT_GE(kept, 100'000U);
  for (size_t used = 0; used + 1000 <= kept; used += 1000) arena.Allocate(1000, 1);
  EXPECT_EQ(arena.bytes_reserved(), kept);
}

TEST(ArenaTest, AMovedFromArenaBeginsAnew) {
  Arena first;
  std::string_view kept = first.Copy("kept");
  Arena second = std::move(first);
  std::string_view other = first.Copy("other");  // NOLINT(bugprone-use-after-move): what is tested
  second.Copy("more");
  EXPECT_EQ(kept, "kept");
  EXPECT_EQ(other, "other");
  second = std::move(first);
  EXPECT_EQ(other, "other");
  EXPECT_EQ(first.bytes_reserved(), 0U);  // NOLINT(bugprone-use-after-move)
}

}  // namespace
}  // namespace rolelint::text::arena_test
