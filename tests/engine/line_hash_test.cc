#include "analyzer/engine/line_hash.h"

#include <gtest/gtest.h>

namespace rolelint::engine {
namespace {

std::vector<std::string> HashesOf(std::string_view text, uint32_t lines) {
  std::vector<uint32_t> wanted;
  for (uint32_t line = 1; line <= lines; ++line) wanted.push_back(line);
  std::vector<std::string> hashes;
  for (const auto& [line, hash] : LineHashes(text, wanted)) {
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
  std::map<uint32_t, LineHash> hashes = LineHashes(text, {1, 3, 5});
  ASSERT_EQ(hashes.size(), 3U);
  // The windows of lines 1 to 5 lie inside the line, all alike.
  EXPECT_EQ(hashes[1].hash, hashes[3].hash);
  EXPECT_EQ(hashes[1].number, 1U);
  EXPECT_EQ(hashes[3].number, 3U);
  EXPECT_EQ(hashes[5].number, 5U);
  EXPECT_EQ(hashes[5].total, 5U);
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

}  // namespace
}  // namespace rolelint::engine
