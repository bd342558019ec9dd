#include <gtest/gtest.h>

#include "analyzer/fix/diff.h"
#include "analyzer/fix/edits.h"

namespace rolelint::fix::edits_test {
namespace {

engine::Fix FixOf(std::vector<ByteEdit> edits) {
  engine::Fix fix;
  for (ByteEdit& edit : edits) {
    engine::Edit& one = fix.edits.emplace_back();
    one.start_byte = edit.begin;
    one.end_byte = edit.end;
    one.text = std::move(edit.text);
  }
  return fix;
}

TEST(Edits, AreAppliedInTheOrderOfTheirPlaces) {
  EXPECT_EQ(Edited("one two three", {{8, 13, "3"}, {0, 3, "1"}}), "1 two 3");
  EXPECT_EQ(Edited("one", {{3, 3, " more"}, {0, 0, "no "}}), "no one more");
  EXPECT_EQ(Edited("", {}), "");
}

TEST(Edits, OfOneFixMustFit) {
  EXPECT_EQ(EditsOf(FixOf({{4, 5, ""}, {0, 1, ""}}), 5).front().begin, 0U);
  EXPECT_TRUE(EditsOf(FixOf({{0, 6, ""}}), 5).empty()) << "past the end";
  EXPECT_TRUE(EditsOf(FixOf({{3, 2, ""}}), 5).empty());
  EXPECT_TRUE(EditsOf(FixOf({{0, 3, ""}, {2, 4, ""}}), 5).empty()) << "overlap";
  EXPECT_TRUE(EditsOf(FixOf({{2, 2, "a"}, {2, 2, "b"}}), 5).empty()) << "the order is open";
}

TEST(Edits, Overlap) {
  struct Case {
    ByteEdit a, b;
    bool overlap;
  };
  const Case cases[] = {
      {{0, 2, ""}, {2, 4, ""}, false},  {{0, 3, ""}, {2, 4, ""}, true},
      {{2, 2, "a"}, {2, 2, "b"}, true}, {{2, 2, "a"}, {2, 4, ""}, true},
      {{3, 3, "a"}, {2, 4, ""}, true},  {{4, 4, "a"}, {2, 4, ""}, false},
  };
  for (const Case& one : cases) {
    EXPECT_EQ(Overlap({one.a}, {one.b}), one.overlap) << one.a.begin << " " << one.b.begin;
    EXPECT_EQ(Overlap({one.b}, {one.a}), one.overlap) << one.a.begin << " " << one.b.begin;
  }
}

TEST(Diff, IsUnified) {
  const char kBefore[] = "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\nk\nl\n";
  EXPECT_EQ(UnifiedDiff("p", kBefore, kBefore), "");
  EXPECT_EQ(UnifiedDiff("p", kBefore, "a\nB\nc\nd\ne\nf\ng\nh\ni\nj\nk\nl\n"),
            "--- a/p\n+++ b/p\n@@ -1,5 +1,5 @@\n a\n-b\n+B\n c\n d\n e\n");
  // Two runs with few lines between them are one hunk, with many two.
  EXPECT_EQ(UnifiedDiff("p", kBefore, "a\nc\nd\ne\nf\ng\nh\ni\nj\nk\nl\nm\n"),
            "--- a/p\n+++ b/p\n@@ -1,5 +1,4 @@\n a\n-b\n c\n d\n e\n"
            "@@ -10,3 +9,4 @@\n j\n k\n l\n+m\n");
  EXPECT_EQ(UnifiedDiff("p", "a\nb\nc\nd\n", "A\nb\nc\nD\n"),
            "--- a/p\n+++ b/p\n@@ -1,4 +1,4 @@\n-a\n+A\n b\n c\n-d\n+D\n");
}

TEST(Diff, TellsOfAMissingLineEnd) {
  EXPECT_EQ(UnifiedDiff("p", "a", "b\n"),
            "--- a/p\n+++ b/p\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+b\n");
  EXPECT_EQ(UnifiedDiff("p", "", "b\n"), "--- a/p\n+++ b/p\n@@ -0,0 +1 @@\n+b\n");
}

TEST(Diff, QuotesNamesAsGitDoes) {
  const std::string diff = UnifiedDiff("a\n\"b\x1b.json", "a\n", "b\n");
  EXPECT_TRUE(diff.starts_with("--- \"a/a\\012\\\"b\\033.json\"\n")) << diff;
}

// What a line by line comparison finds is what the diff takes out and puts in.
TEST(Diff, LeavesTheSecondText) {
  unsigned state = 7;
  const auto next = [&state] { return (state = state * 1103515245U + 12345U) >> 16; };
  for (int round = 0; round < 300; ++round) {
    std::string before;
    std::string after;
    for (unsigned i = 0, n = next() % 12; i < n; ++i)
      before += std::string(1, 'a' + next() % 4) + "\n";
    for (unsigned i = 0, n = next() % 12; i < n; ++i)
      after += std::string(1, 'a' + next() % 4) + "\n";
    const std::string diff = UnifiedDiff("p", before, after);
    // Hunks are within a dozen lines, so context covers all but what lies outside of the hunks.
    long balance = static_cast<long>(after.size()) - static_cast<long>(before.size());
    size_t at = diff.find("@@");
    while (at < diff.size()) {
      const size_t end = diff.find('\n', at);
      if (diff[at] == '+') balance -= static_cast<long>(end - at);
      if (diff[at] == '-') balance += static_cast<long>(end - at);
      at = end + 1;
    }
    EXPECT_EQ(balance, 0) << before << "---\n" << after << "---\n" << diff;
  }
}

}  // namespace
}  // namespace rolelint::fix::edits_test
