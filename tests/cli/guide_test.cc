// The guide's two accounts: with its slips every one of them is told, mended they are clean.

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "tests/support/paths.h"
#include "tests/support/process.h"

namespace rolelint::guide_test {
namespace {

using Json = nlohmann::json;

support::RunResult Check(const std::string& folder, const std::string& format) {
  support::RunOptions options;
  options.directory = support::SourceDir();
  return support::RunProgram(support::Program(),
                             {"check", "--no-config", "--format", format, folder}, options);
}

TEST(Guide, AsExportedTellsEverySlip) {
  support::RunResult run = Check("fixtures/guide/as-exported", "concise");
  EXPECT_EQ(run.status, 1);
  std::filesystem::path golden = support::SourceDir() / "fixtures/guide/as-exported.expected";
  if (std::getenv("ROLELINT_UPDATE_EXPECTED") != nullptr) {
    std::ofstream(golden, std::ios::binary) << run.out;
  }
  EXPECT_EQ(run.out, support::ReadFile(golden));
}

TEST(Guide, FixedIsClean) {
  for (const char* format : {"text", "concise"}) {
    support::RunResult run = Check("fixtures/guide/fixed", format);
    EXPECT_EQ(run.status, 0) << run.err;
    EXPECT_EQ(run.out, "");
  }
}

// docs/role-switching.md: the policies that it shows, and the exports that its commands read.
TEST(Guide, RoleSwitchingIsClean) {
  support::RunOptions options;
  options.directory = support::SourceDir();
  const std::vector<std::pair<std::vector<std::string>, int>> cases = {
      {{"--markdown", "docs/role-switching.md"}, 0},
      {{"fixtures/role-switching/hub", "fixtures/role-switching/acme"}, 0},
      {{"fixtures/role-switching/hub-mistyped", "fixtures/role-switching/acme"}, 1},
  };
  for (const auto& [paths, status] : cases) {
    std::vector<std::string> arguments = {"check", "--no-config", "--format", "concise"};
    arguments.insert(arguments.end(), paths.begin(), paths.end());
    const support::RunResult run = support::RunProgram(support::Program(), arguments, options);
    EXPECT_EQ(run.status, status) << run.out << run.err;
    EXPECT_EQ(run.out.empty(), status == 0) << run.out;
  }
}

TEST(Guide, AllFormatsTellTheSameFindings) {
  support::RunResult concise = Check("fixtures/guide/as-exported", "concise");
  auto lines = static_cast<size_t>(std::count(concise.out.begin(), concise.out.end(), '\n'));
  Json json = Json::parse(Check("fixtures/guide/as-exported", "json").out);
  EXPECT_EQ(json["findings"].size(), lines);
  Json sarif = Json::parse(Check("fixtures/guide/as-exported", "sarif").out);
  ASSERT_EQ(sarif["runs"].size(), 1U);
  EXPECT_EQ(sarif["runs"][0]["results"].size(), lines);
  support::RunResult text = Check("fixtures/guide/as-exported", "text");
  size_t heads = 0;
  for (size_t at = 0; (at = text.out.find("\n  = rule: ", at)) != std::string::npos; ++at) ++heads;
  for (size_t at = 0; (at = text.out.find("\n   = rule: ", at)) != std::string::npos; ++at) ++heads;
  for (size_t at = 0; (at = text.out.find("\n    = rule: ", at)) != std::string::npos; ++at)
    ++heads;
  EXPECT_EQ(heads, lines);
}

}  // namespace
}  // namespace rolelint::guide_test
