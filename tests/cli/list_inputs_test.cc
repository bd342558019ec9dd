// `check --list-inputs` and `--markdown`, through the program.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/support/paths.h"
#include "tests/support/process.h"

namespace rolelint::list_inputs_test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using Json = nlohmann::json;

support::RunResult Check(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), {"check", "--no-config"});
  support::RunOptions options;
  options.directory = support::SourceDir() / "fixtures" / "inputs";
  return support::RunProgram(support::Program(), arguments, options);
}

TEST(ListInputs, SaysWhatAndWhy) {
  support::RunResult result = Check({"--list-inputs", "config/snapshot.json", "get-role.json"});
  EXPECT_EQ(result.status, 0);
  EXPECT_THAT(
      result.out,
      HasSubstr("config/snapshot.json: config-items (it has configurationItems): 6 policies "
                "(3 identity, 1 trust, 2 resource)\n"));
  EXPECT_THAT(result.out, HasSubstr("get-role.json: get-role (it has a Role): 1 policy (1 trust)"));
  EXPECT_THAT(result.out + result.err, Not(HasSubstr("mfa")));  // no rule runs
}

TEST(ListInputs, SaysWhatWasNotChecked) {
  support::RunResult result = Check({"--list-inputs", "pulumi/preview.json"});
  EXPECT_EQ(result.status, 2);
  EXPECT_THAT(result.out, HasSubstr("\n  not checked: the policy is known after the update only"));
  EXPECT_THAT(result.out, HasSubstr("(line "));
  EXPECT_EQ(Check({"--list-inputs", "--allow-incomplete", "pulumi/preview.json"}).status, 0);
}

TEST(ListInputs, FoldersAndOtherThings) {
  support::RunResult folder = Check({"--list-inputs", "iam-collect"});
  EXPECT_EQ(folder.status, 0);
  EXPECT_THAT(folder.out, HasSubstr("tags.json: passed over: it holds no policy\n"));
  support::RunResult named = Check({"--list-inputs", "get-policy.json"});
  EXPECT_EQ(named.status, 2);
  EXPECT_THAT(named.out,
              HasSubstr("get-policy.json: not read: this export has no policy document"));
  EXPECT_EQ(Check({"--list-inputs", "absent.json"}).status, 2);
}

TEST(ListInputs, Json) {
  support::RunResult result = Check({"--list-inputs", "--format", "json", "pulumi"});
  EXPECT_EQ(result.status, 2);
  const Json report = Json::parse(result.out, nullptr, false);
  ASSERT_TRUE(report.is_object()) << result.out;
  ASSERT_EQ(report["inputs"].size(), 2U);
  const Json& whole = report["inputs"][0];
  EXPECT_EQ(whole["format"], "pulumi-export");
  EXPECT_EQ(whole["policies"], 8);
  EXPECT_EQ(whole["kinds"]["scp"], 1);
  EXPECT_EQ(whole["passed_over"], false);
  const Json& part = report["inputs"][1]["not_checked"][0];
  EXPECT_EQ(part["pointer"], "/steps/1/newState/inputs/policy");
  EXPECT_GT(part["line"], 1);
  EXPECT_EQ(report["incomplete"], true);
}

// A folder of mixed things: what holds no policy is passed over without a word.
TEST(ListInputs, AFolderOfMixedThings) {
  support::RunResult result = Check({"--list-inputs", "--format", "json", "."});
  const Json report = Json::parse(result.out, nullptr, false);
  ASSERT_TRUE(report.is_object()) << result.out;
  size_t passed_over = 0;
  size_t read = 0;
  for (const Json& input : report["inputs"]) {
    const bool over = input["passed_over"];
    passed_over += over ? 1 : 0;
    read += input["format"].get<std::string>().empty() ? 0 : 1;
    if (!over) continue;
    EXPECT_EQ(input["policies"], 0);
    for (const Json& error : report["errors"]) EXPECT_NE(error["file"], input["file"]);
    EXPECT_THAT(result.err, Not(HasSubstr(input["file"].get<std::string>())));
  }
  EXPECT_GT(passed_over, 8U);
  EXPECT_GT(read, 50U);
}

TEST(Markdown, OptionOfTheCommandLine) {
  EXPECT_EQ(Check({"markdown"}).status, 2) << "nothing to check";
  support::RunResult result = Check({"--markdown", "--format", "json", "markdown/guide.md"});
  const Json report = Json::parse(result.out, nullptr, false);
  ASSERT_TRUE(report.is_object()) << result.out;
  EXPECT_EQ(report["summary"]["policies"], 3);
  // Findings of the folder's broken file are at their lines of the Markdown text.
  result = Check({"--markdown", "--format", "json", "markdown"});
  EXPECT_EQ(result.status, 2);
  EXPECT_THAT(result.err, HasSubstr("markdown/broken.md:2:71"));
}

}  // namespace
}  // namespace rolelint::list_inputs_test
