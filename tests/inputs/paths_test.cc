#include "analyzer/inputs/paths.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace rolelint::inputs::paths_test {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class Paths : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "rolelint-paths-XXXXXX").string();
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    root_ = fs::canonical(pattern);
    before_ = fs::current_path();
    fs::current_path(root_);
  }
  void TearDown() override {
    fs::current_path(before_);
    std::error_code ignored;
    fs::remove_all(root_, ignored);
  }

  void Touch(const std::string& name) {
    fs::create_directories((root_ / name).parent_path());
    std::ofstream(root_ / name) << "{}";
  }

  std::vector<std::string> Names(const std::vector<std::string>& arguments) {
    found_ = FindFiles(arguments, BaseFolder("."));
    std::vector<std::string> names;
    for (const FoundFile& file : found_.files) names.push_back(file.display_name);
    return names;
  }

  fs::path root_;
  fs::path before_;
  FoundFiles found_;
};

TEST_F(Paths, FolderIsSearchedInOrder) {
  for (const char* name :
       {"b.json", "a/z.JSON", "a/y.ndjson", "a/x.jsonl.gz", "a/w.json.gz", "a/v.gz", "a/readme.md",
        "c.yaml", ".git/config.json", "a/.cache/k.json", "node_modules/p/package.json", "a.json"}) {
    Touch(name);
  }
  EXPECT_THAT(Names({"."}), ElementsAre("a/w.json.gz", "a/x.jsonl.gz", "a/y.ndjson", "a/z.JSON",
                                        "a.json", "b.json", "c.yaml"));
  for (const FoundFile& file : found_.files) EXPECT_FALSE(file.explicitly_named);
  EXPECT_THAT(found_.errors, IsEmpty());
}

TEST_F(Paths, NamedFilesAreTakenWhateverTheirName) {
  Touch("trust.txt");
  Touch(".hidden/policy");
  EXPECT_THAT(Names({"trust.txt", ".hidden/policy"}), ElementsAre("trust.txt", ".hidden/policy"));
  EXPECT_TRUE(found_.files[0].explicitly_named);
}

TEST_F(Paths, EachFileOnce) {
  Touch("a/b.json");
  EXPECT_THAT(Names({"a", "a/b.json", "./a/../a/b.json"}), ElementsAre("a/b.json"));
  EXPECT_TRUE(found_.files[0].explicitly_named);
}

TEST_F(Paths, MissingFileIsLeftToTheOneWhoOpensIt) {
  EXPECT_THAT(Names({"nowhere.json", "-", "no/where/[a].json/x"}),
              ElementsAre("nowhere.json", "-"));
  EXPECT_TRUE(found_.files[0].explicitly_named);
  EXPECT_EQ(found_.files[1].path, "-");
  ASSERT_THAT(found_.errors, SizeIs(1));
  EXPECT_EQ(found_.errors[0].path, "no/where/[a].json/x");
}

TEST_F(Paths, Patterns) {
  for (const char* name : {"a/one.json", "a/two.json", "a/b/three.json", "a/b/c/four.txt",
                           "top.json", "a/.git/five.json"}) {
    Touch(name);
  }
  EXPECT_THAT(Names({"a/*.json"}), ElementsAre("a/one.json", "a/two.json"));
  EXPECT_THAT(Names({"a/t??.json"}), ElementsAre("a/two.json"));
  EXPECT_THAT(Names({"a/[a-p]*.json"}), ElementsAre("a/one.json"));
  EXPECT_THAT(Names({"**/*.json"}),
              ElementsAre("top.json", "a/one.json", "a/two.json", "a/b/three.json"));
  EXPECT_THAT(Names({"a/**/four.txt"}), ElementsAre("a/b/c/four.txt"));
  EXPECT_THAT(Names({"**/**/b/*.json"}), ElementsAre("a/b/three.json"));
  EXPECT_THAT(Names({"a/**"}), ElementsAre("a/b/three.json", "a/one.json", "a/two.json"));
  EXPECT_THAT(Names({"*/b"}), ElementsAre("a/b/three.json"));
  EXPECT_THAT(Names({(root_ / "a" / "*.json").string()}), ElementsAre("a/one.json", "a/two.json"));
  EXPECT_THAT(Names({"x*"}), IsEmpty());
  ASSERT_THAT(found_.errors, SizeIs(1));
  EXPECT_EQ(found_.errors[0].message, "no file matches this pattern");
}

TEST_F(Paths, FileWithAStarInItsName) {
  Touch("a*.json");
  Touch("ab.json");
  EXPECT_THAT(Names({"a*.json"}), ElementsAre("a*.json"));
}

TEST_F(Paths, LoopsOfLinksEnd) {
  Touch("a/one.json");
  fs::create_directory_symlink(root_ / "a", root_ / "a" / "self");
  fs::create_directory_symlink("..", root_ / "a" / "up");
  fs::create_symlink(root_ / "gone", root_ / "a" / "dangling.json");
  EXPECT_THAT(Names({"a"}), ElementsAre("a/one.json"));
  EXPECT_THAT(Names({"**/*.json"}), ElementsAre("a/one.json"));
  EXPECT_THAT(found_.errors, IsEmpty());
}

TEST_F(Paths, LinkedFolderIsFollowedOnce) {
  Touch("real/one.json");
  fs::create_directory_symlink("real", root_ / "link");
  EXPECT_THAT(Names({"link"}), SizeIs(1));
  EXPECT_THAT(Names({"."}), SizeIs(1));
}

TEST_F(Paths, NamesAreRelativeToTheRepository) {
  Touch("repo/.git/HEAD");
  Touch("repo/sub/p.json");
  Touch("other/q.json");
  fs::current_path(root_ / "repo" / "sub");
  EXPECT_EQ(BaseFolder("."), (root_ / "repo").string());
  EXPECT_THAT(Names({"p.json", "../../other/q.json", (root_ / "other" / "q.json").string()}),
              ElementsAre("sub/p.json", "../other/q.json"));
  fs::current_path(root_ / "other");
  EXPECT_EQ(BaseFolder(""), (root_ / "other").string());
  EXPECT_THAT(Names({"q.json"}), ElementsAre("q.json"));
}

TEST_F(Paths, BytesThatAreNotUtf8) {
  Touch("caf\xE9.json");
  Touch("caf\xC3\xA9.json");
  EXPECT_THAT(Names({"."}), ElementsAre("caf\xC3\xA9.json", "caf%E9.json"));
  EXPECT_EQ(PrintablePath("a\xFF\xC3"), "a%FF%C3");
}

TEST_F(Paths, UnreadableFolder) {
  Touch("closed/one.json");
  fs::permissions(root_ / "closed", fs::perms::none);
  const bool root_reads_all = ::access((root_ / "closed").c_str(), R_OK) == 0;
  std::vector<std::string> names = Names({"closed"});
  fs::permissions(root_ / "closed", fs::perms::owner_all);
  if (root_reads_all) {
    EXPECT_THAT(names, SizeIs(1));
    return;
  }
  EXPECT_THAT(names, IsEmpty());
  ASSERT_THAT(found_.errors, SizeIs(1));
  EXPECT_THAT(found_.errors[0].message, testing::HasSubstr("cannot be searched"));
}

TEST_F(Paths, MarkdownAndScriptsOfAFolder) {
  for (const char* name :
       {"a.md", "b.Markdown", "c.md.gz", "scoutsuite_results_aws-x.js", "d.js"}) {
    Touch(name);
  }
  EXPECT_THAT(Names({"."}), ElementsAre("scoutsuite_results_aws-x.js"));
  FoundFiles found = FindFiles({"."}, BaseFolder("."), true);
  EXPECT_EQ(found.files.size(), 4U);
}

TEST_F(Paths, TooManyFiles) {
  for (const char* name : {"a.json", "b.json", "c.json", "d.json"}) Touch(name);
  FoundFiles found = FindFiles({".", "a.json"}, BaseFolder("."), false, 3);
  EXPECT_EQ(found.files.size(), 3U);
  ASSERT_EQ(found.errors.size(), 1U);
  EXPECT_EQ(found.errors[0].message, "more than 3 files: check them in several runs");
  EXPECT_THAT(FindFiles({"."}, BaseFolder("."), false, 4).errors, IsEmpty());
}

}  // namespace
}  // namespace rolelint::inputs::paths_test
