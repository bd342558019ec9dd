#include "analyzer/inputs/gitignore.h"

#include <gtest/gtest.h>

#include <string>

#include "analyzer/inputs/paths.h"

namespace rolelint::inputs::gitignore_test {
namespace {

bool Ignored(const std::string& lines, const std::string& path, bool is_folder = false) {
  GitIgnore ignore;
  ignore.Add("", lines);
  return ignore.Ignores(path, is_folder);
}

TEST(GitIgnoreTest, PatternsAreReadAsGitReadsThem) {
  struct Case {
    const char* lines;
    const char* path;
    bool ignored;
  };
  for (const auto& [lines, path, ignored] : {
           Case{"*.json", "a/b.json", true},
           Case{"*.json", "a/b.yaml", false},
           Case{"/a.json", "a.json", true},
           Case{"/a.json", "b/a.json", false},
           Case{"b/a.json", "c/b/a.json", false},
           Case{"**/b/a.json", "c/b/a.json", true},
           Case{"b/**", "b/c/d.json", true},
           Case{"b/**/d.json", "b/d.json", true},
           Case{"b/**/d.json", "b/x/y/d.json", true},
           Case{"b/**/d.json", "b/x/y/e.json", false},
           Case{"a?.json", "ab.json", true},
           Case{"[ab].json", "b.json", true},
           Case{"b*", "b/c.json", false},  // its folder is passed over, not the file by itself
           Case{"a/*", "a/b/c.json", false},
           Case{"# a.json\n\n", "a.json", false},
           Case{"\\#a.json", "#a.json", true},
           Case{"*.json\n!keep.json", "keep.json", false},
           Case{"!keep.json\n*.json", "keep.json", true},
           Case{"a.json  \r\n", "a.json", true},
       }) {
    EXPECT_EQ(Ignored(lines, path), ignored) << lines << " " << path;
  }
}

TEST(GitIgnoreTest, ASlashAtTheEndMeansFolders) {
  EXPECT_TRUE(Ignored("out/", "x/out", true));
  EXPECT_FALSE(Ignored("out/", "x/out", false));
}

TEST(GitIgnoreTest, ADeeperFileGoesBeforeOneFurtherUpAndCountsInItsFolderOnly) {
  GitIgnore ignore;
  ignore.Add("", "*.json");
  ignore.Add("a", "!b.json\n/c");
  EXPECT_FALSE(ignore.Ignores("a/b.json", false));
  EXPECT_TRUE(ignore.Ignores("b.json", false));
  EXPECT_TRUE(ignore.Ignores("a/c", true));
  EXPECT_FALSE(ignore.Ignores("c", true));
  ignore.Leave("a");
  EXPECT_TRUE(ignore.Ignores("a/b.json", false));
}

TEST(GitIgnoreTest, AHostilePatternTakesNoTime) {
  std::string pattern;
  for (int i = 0; i < 12; ++i) pattern += "**/a/";
  std::string path;
  for (int i = 0; i < 2000; ++i) path += "a/";
  EXPECT_FALSE(FitsPathPattern(pattern + "b", path + "c"));
}

TEST(IsExcludedTest, AFolderTakesItsFilesAlong) {
  EXPECT_TRUE(IsExcluded({"vendor/"}, "a/vendor/b/c.json"));
  EXPECT_TRUE(IsExcluded({"a/**/c.json"}, "a/b/c.json"));
  EXPECT_FALSE(IsExcluded({"vendor/"}, "vendor"));
  EXPECT_FALSE(IsExcluded({}, "a"));
}

}  // namespace
}  // namespace rolelint::inputs::gitignore_test
