#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "analyzer/fix/file_bytes.h"
#include "tests/support/paths.h"

namespace rolelint::fix::file_bytes_test {
namespace {

namespace fs = std::filesystem;

class FileBytes : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = support::NewFolder("file_bytes");
    fs::remove_all(folder_);
    fs::create_directories(folder_ / "tree");
    fs::create_directories(folder_ / "elsewhere");
  }
  void TearDown() override { fs::remove_all(folder_); }

  std::string Write(const std::string& name, std::string_view text) {
    std::ofstream(folder_ / name, std::ios::binary) << text;
    return (folder_ / name).string();
  }

  std::string Root() const { return fs::canonical(folder_ / "tree").string(); }

  size_t FilesInTree() const {
    return static_cast<size_t>(std::distance(fs::directory_iterator(folder_ / "tree"), {}));
  }

  fs::path folder_;
};

TEST_F(FileBytes, AFileIsReplacedWithItsMode) {
  const std::string path = Write("tree/a.json", "old");
  ASSERT_EQ(::chmod(path.c_str(), 0640), 0);
  std::string error;
  EXPECT_TRUE(ReplaceFile(path, "old", "new", &error)) << error;
  EXPECT_EQ(support::ReadFile(path), "new");
  EXPECT_EQ(fs::status(path).permissions(), fs::perms(0640));
  EXPECT_EQ(FilesInTree(), 1U) << "no temporary file stays";
}

TEST_F(FileBytes, WhatWasChangedMeanwhileStays) {
  const std::string path = Write("tree/a.json", "edited by hand");
  std::string error;
  EXPECT_FALSE(ReplaceFile(path, "old", "new", &error));
  EXPECT_EQ(error, "it was changed while it was checked");
  EXPECT_EQ(support::ReadFile(path), "edited by hand");
  EXPECT_EQ(FilesInTree(), 1U);
}

TEST_F(FileBytes, ALinkStaysALink) {
  const std::string target = Write("tree/a.json", "old");
  const fs::path link = folder_ / "tree" / "link.json";
  fs::create_symlink("a.json", link);
  EXPECT_EQ(WhyNotReplaced(link.string(), Root()), "");
  std::string error;
  EXPECT_TRUE(ReplaceFile(link.string(), "old", "new", &error)) << error;
  EXPECT_TRUE(fs::is_symlink(link));
  EXPECT_EQ(support::ReadFile(target), "new");
}

TEST_F(FileBytes, SomeFilesAreRefused) {
  const std::string outside = Write("elsewhere/a.json", "old");
  const std::string plain = Write("tree/a.json", "old");
  const fs::path link = folder_ / "tree" / "out.json";
  fs::create_symlink("../elsewhere/a.json", link);
  EXPECT_EQ(WhyNotReplaced(plain, Root()), "");
  EXPECT_EQ(WhyNotReplaced(outside, Root()), "") << "named as it is";
  EXPECT_EQ(WhyNotReplaced(link.string(), Root()),
            "it is a symbolic link to a file outside of the project");
  EXPECT_EQ(WhyNotReplaced(Root(), Root()), "it is not a regular file");
  EXPECT_NE(WhyNotReplaced((folder_ / "none.json").string(), Root()), "");
}

TEST_F(FileBytes, AreReadWhole) {
  const std::string long_text(200'000, 'x');
  std::string bytes;
  std::string error;
  EXPECT_TRUE(ReadFileBytes(Write("tree/a.json", long_text), &bytes, &error));
  EXPECT_EQ(bytes, long_text);
  EXPECT_FALSE(ReadFileBytes(Root(), &bytes, &error));
  EXPECT_FALSE(ReadFileBytes((folder_ / "none").string(), &bytes, &error));
  EXPECT_NE(error, "");
}

}  // namespace
}  // namespace rolelint::fix::file_bytes_test
