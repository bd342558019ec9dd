// A large file that several threads read is the file that one reads, or the same error.

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <optional>
#include <string>

#include "analyzer/text/source.h"

namespace rolelint::text::parallel_read_test {
namespace {

constexpr size_t kLarge = size_t{5} << 20;

class ParallelReadTest : public testing::Test {
 protected:
  void SetUp() override {
    path_ = (std::filesystem::temp_directory_path() /
             ("rolelint-parallel-read-" + std::to_string(getpid())))
                .string();
    while (bytes_.size() < kLarge) bytes_ += "{\"a\": [1, 2, 3]}\n";
  }
  void TearDown() override { std::filesystem::remove(path_); }

  std::optional<Source> Read(int threads, SourceError* error) {
    return Source::FromFile(path_, "file", error, threads);
  }

  void ExpectSame() {
    std::ofstream(path_, std::ios::binary) << bytes_;
    SourceError error{};
    SourceError other_error{};
    std::optional<Source> one = Read(1, &error);
    std::optional<Source> several = Read(3, &other_error);
    ASSERT_EQ(one.has_value(), several.has_value());
    if (!one) {
      EXPECT_EQ(error.code, other_error.code);
      EXPECT_EQ(error.disk_offset, other_error.disk_offset);
      EXPECT_EQ(error.message, other_error.message);
      return;
    }
    EXPECT_TRUE(one->text() == several->text());
    EXPECT_EQ(one->encoding(), several->encoding());
    for (size_t at = 0; at <= one->text().size(); at += 99'991) {
      const auto offset = static_cast<uint32_t>(at);
      EXPECT_EQ(one->Locate(offset).line, several->Locate(offset).line);
      EXPECT_EQ(one->Locate(offset).column, several->Locate(offset).column);
    }
    EXPECT_EQ(one->LineCount(), several->LineCount());
  }

  std::string path_;
  std::string bytes_;
};

TEST_F(ParallelReadTest, Ascii) { ExpectSame(); }

TEST_F(ParallelReadTest, OtherCharacters) {
  // Also across the borders of the pieces that are read.
  for (size_t at = 1; at + 4 < bytes_.size(); at += (size_t{256} << 10) - 2) {
    bytes_.replace(at, 3, "\u20AC");
  }
  ExpectSame();
}

TEST_F(ParallelReadTest, OtherCharactersInTheHeadOnly) {
  bytes_.replace(100, 2, "\u00E9");
  ExpectSame();
}

TEST_F(ParallelReadTest, ByteOrderMark) {
  bytes_.insert(0, "\xEF\xBB\xBF");
  ExpectSame();
}

TEST_F(ParallelReadTest, BadBytes) {
  for (size_t at : {size_t{3}, bytes_.size() / 2, bytes_.size() - 1}) {
    const char before = bytes_[at];
    for (char bad : {'\xFF', '\0', '\xC3'}) {
      bytes_[at] = bad;
      ExpectSame();
    }
    bytes_[at] = before;
  }
}

}  // namespace
}  // namespace rolelint::text::parallel_read_test
