// `rolelint demo` and `rolelint --version`, which an installed user tries first.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "analyzer/catalog/catalog.h"
#include "tests/support/paths.h"
#include "tests/support/process.h"

namespace rolelint::demo_test {
namespace {

using Json = nlohmann::json;
using ::testing::HasSubstr;
using ::testing::MatchesRegex;

support::RunResult RunHere(const std::vector<std::string>& arguments) {
  support::RunOptions options;
  options.directory = support::NewFolder("demo");
  support::RunResult run = support::RunProgram(support::Program(), arguments, options);
  std::filesystem::remove_all(options.directory);
  return run;
}

TEST(Demo, FindsWhatTheExampleOfTheGuideHas) {
  const support::RunResult run = RunHere({"demo", "--format", "concise"});
  EXPECT_EQ(run.status, 0);
  std::string expected =
      support::ReadFile(support::SourceDir() / "fixtures/guide/as-exported.expected");
  const std::string folder = "fixtures/guide/as-exported/";
  for (size_t at = 0; (at = expected.find(folder, at)) != std::string::npos;) {
    expected.replace(at, folder.size(), "demo/");
  }
  EXPECT_EQ(run.out, expected);
  EXPECT_THAT(run.err, HasSubstr("`rolelint check PATH` checks your policies and exports"));
}

TEST(Demo, KnowsTheFormatsOfCheck) {
  for (const char* format : {"text", "json", "jsonl", "sarif"}) {
    const support::RunResult run = RunHere({"demo", "--format", format});
    EXPECT_EQ(run.status, 0) << format;
    EXPECT_THAT(run.out, HasSubstr("demo/hub/account.json")) << format;
  }
  EXPECT_FALSE(Json::parse(RunHere({"demo", "--format", "json"}).out)["findings"].empty());
  EXPECT_EQ(RunHere({"demo", "--format", "jsno"}).status, 2);
}

TEST(Version, NamesCommitAndCatalogue) {
  const support::RunResult run = RunHere({"--version"});
  EXPECT_EQ(run.status, 0);
  EXPECT_THAT(run.out,
              MatchesRegex("rolelint [0-9.]+ \\(commit (unknown|[0-9a-f]+), AWS catalogue of "
                           "[0-9]+-[0-9]+-[0-9]+\\)\n"));
  EXPECT_THAT(run.out, HasSubstr(std::string(catalog::Catalog::BuiltIn().date())));
}

}  // namespace
}  // namespace rolelint::demo_test
