#include "analyzer/engine/line_hash.h"

#include <gtest/gtest.h>

#include <iterator>
#include <random>
#include <string>

#include "analyzer/text/line_index.h"

namespace rolelint::engine {
namespace {

std::vector<uint32_t> BeginsOf(std::string_view text, const std::vector<uint32_t>& lines) {
  text::LineIndex index(text);
  std::vector<uint32_t> begins;
  begins.reserve(lines.size());
  for (uint32_t line : lines) begins.push_back(index.LineBegin(line));
  return begins;
}

std::vector<uint32_t> FirstLines(uint32_t count) {
  std::vector<uint32_t> lines;
  for (uint32_t line = 1; line <= count; ++line) lines.push_back(line);
  return lines;
}

std::vector<std::string> Format(const std::vector<LineHash>& hashes) {
  std::vector<std::string> texts;
  texts.reserve(hashes.size());
  for (const LineHash& hash : hashes) {
    texts.push_back(FormatLineHash(hash.hash, hash.number) + "/" + std::to_string(hash.total));
  }
  return texts;
}

std::vector<std::string> HashesOf(std::string_view text, uint32_t lines) {
  std::vector<std::string> hashes;
  for (const LineHash& hash : LineHashes(text, BeginsOf(text, FirstLines(lines)))) {
    hashes.push_back(FormatLineHash(hash.hash, hash.number));
  }
  return hashes;
}

using Hashes = std::vector<std::string>;

// The values that GitHub's own tests expect.
TEST(LineHashTest, GivesGitHubsValues) {
  EXPECT_EQ(HashesOf("", 1), Hashes{"c129715d7a2bc9a3:1"});
  EXPECT_EQ(HashesOf(" a\nb\n  \t\tc\n d", 4), (Hashes{"271789c17abda88f:1", "54703d4cd895b18:1",
                                                       "180aee12dab6264:1", "a23a3dc5e078b07b:1"}));
}

TEST(LineHashTest, CountsEqualLines) {
  std::string text;
  for (int i = 0; i < 5; ++i) text += std::string(120, 'x') + "\n";
  std::vector<LineHash> hashes = LineHashes(text, BeginsOf(text, {1, 3, 5}));
  ASSERT_EQ(hashes.size(), 3U);
  // The windows of lines 1 to 5 lie inside the line, all alike.
  EXPECT_EQ(hashes[0].hash, hashes[1].hash);
  EXPECT_EQ(hashes[0].number, 1U);
  EXPECT_EQ(hashes[1].number, 3U);
  EXPECT_EQ(hashes[2].number, 5U);
  EXPECT_EQ(hashes[2].total, 5U);
}

TEST(LineHashTest, LineBreaksAndIndentationDoNotMatter) {
  Hashes unix_lines = HashesOf("{\n  \"a\": 1,\n  \"b\": 2\n}\n", 4);
  EXPECT_EQ(HashesOf("{\r\n  \"a\": 1,\r\n  \"b\": 2\r\n}\r\n", 4), unix_lines);
  EXPECT_EQ(HashesOf("{\r\t\"a\": 1,\r\t\"b\": 2\r}\r", 4), unix_lines);
  EXPECT_NE(HashesOf("{\n  \"a\": 1,\n  \"c\": 2\n}\n", 4), unix_lines);
}

TEST(LineHashTest, CountsInUtf16) {
  // One character of two units moves the window as two characters of one do.
  std::string tail(98, 'y');
  EXPECT_EQ(HashesOf("\xF0\x9F\x98\x80" + tail + "z", 1),
            HashesOf("\xF0\x9F\x98\x80" + tail + "w", 1));
  EXPECT_NE(HashesOf("é" + tail + "z", 1), HashesOf("é" + tail + "w", 1));
}

TEST(LineHashTest, HashingLineByLineGivesWhatRollingGives) {
  std::mt19937 random(11);
  const std::string pieces[] = {"\n",
                                "\n",
                                "\r\n",
                                "\r",
                                " ",
                                "\t",
                                "é",
                                "\u2028",
                                "😀",
                                ": [",
                                "}",
                                "\v",
                                "x",
                                "\"Action\"",
                                "\"Effect\": \"Allow\",\n",
                                "\x7F",
                                std::string(20, ' ')};
  for (int round = 0; round < 200; ++round) {
    std::string text;
    for (size_t i = random() % 400; i > 0; --i) text += pieces[random() % std::size(pieces)];
    const uint32_t count = text::LineIndex(text).LineCount();
    std::vector<uint32_t> lines;
    for (uint32_t line : FirstLines(count)) {
      if (random() % 4 == 0) lines.push_back(line);
    }
    const std::vector<uint32_t> begins = BeginsOf(text, lines);
    EXPECT_EQ(Format(LineHashes(text, begins)), Format(RollingLineHashes(text, begins))) << text;
  }
}

// More lines alike than the quick way is meant for.
TEST(LineHashTest, CountsEmptyLines) {
  const std::string text = std::string(100'000, '\n') + "a\n\n";
  const std::vector<uint32_t> begins = BeginsOf(text, {1, 2, 99'990, 100'001, 100'002, 100'003});
  const std::vector<std::string> hashes = Format(LineHashes(text, begins));
  EXPECT_EQ(hashes, Format(RollingLineHashes(text, begins)));
  EXPECT_TRUE(hashes[1].ends_with(":2/99901")) << hashes[1];
}

}  // namespace
}  // namespace rolelint::engine
