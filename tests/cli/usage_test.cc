// What a mistyped command line is answered with.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "tests/support/paths.h"
#include "tests/support/process.h"

namespace rolelint::usage_test {
namespace {

namespace fs = std::filesystem;

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

class UsageTest : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = support::NewFolder("usage");
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    Write("policy.json", "{\"Version\": \"2012-10-17\", \"Statement\": []}");
    Write("broken.json", "{\"Version\": \"2012-10-17\", \"Statement\": [");
    Write("README.md", "# Policies\n\n```json\n{\"Statement\": [], \"Version\": \"x\"}\n```\n");
  }
  void TearDown() override { fs::remove_all(folder_); }

  void Write(const std::string& name, const std::string& text) const {
    std::ofstream(folder_ / name, std::ios::binary) << text;
  }

  support::RunResult Run(const std::vector<std::string>& arguments) const {
    support::RunOptions options;
    options.directory = folder_;
    return support::RunProgram(support::Program(), arguments, options);
  }

  fs::path folder_;
};

TEST_F(UsageTest, HintsNameWhatIsMeant) {
  struct Case {
    std::vector<std::string> arguments;
    std::string message;
  };
  const Case cases[] = {
      {{"chek"}, "there is no command \"chek\"; did you mean \"check\"?"},
      {{"policy.json"}, "`rolelint check policy.json` checks a file or folder"},
      {{"absent.json"}, "`rolelint check absent.json` checks a file or folder"},
      {{"help"}, "use `rolelint --help` or `rolelint COMMAND --help`"},
      {{"version"}, "did you mean \"--version\"?"},
      {{"dance"}, "`rolelint --help` lists them"},
      {{"prove", "not-grantd"}, "did you mean \"not-granted\"?"},
      {{"prove", "dance"}, "`rolelint prove --help` lists them"},
      {{"-V"}, "there is no option \"-V\"; did you mean \"--version\"?"},
      {{"check", "-V", "policy.json"}, "`rolelint --version` prints the version"},
      {{"--versoin"}, "did you mean \"--version\"?"},
      {{"check", "--fromat", "json", "policy.json"},
       "there is no option \"--fromat\"; did you mean \"--format\"?"},
      {{"check", "--fromat=json", "policy.json"}, "did you mean \"--format\"?"},
      {{"--format", "json", "check", "policy.json"}, "did you mean \"rolelint check --format\"?"},
      {{"check", "--wholly-other", "policy.json"}, "`rolelint check --help` lists them"},
      {{"check", "--format", "jsno", "policy.json"},
       "--format: \"jsno\" is not text, concise, json, jsonl, sarif, github, gitlab, junit, "
       "markdown, csv or html; did you mean \"json\"?"},
      {{"check", "--threads", "-1", "policy.json"}, "--threads"},
      {{"explain"}, "`rolelint explain --help` says more"},
      {{"explain", "root-principle"}, "did you mean \"root-principal\"?"},
      {{"explain", "access-analyzer:INVALID_ACTOIN"},
       "did you mean \"access-analyzer:INVALID_ACTION\"?"},
      {{"check", "README.md"}, "--markdown"},
  };
  for (const Case& item : cases) {
    const support::RunResult result = Run(item.arguments);
    EXPECT_EQ(result.status, 2) << ::testing::PrintToString(item.arguments);
    EXPECT_THAT(result.out, IsEmpty());
    EXPECT_THAT(result.err, HasSubstr(item.message)) << ::testing::PrintToString(item.arguments);
  }
}

TEST_F(UsageTest, ExplainKnowsTheCodesOfOtherTools) {
  const std::string page =
      support::ReadFile(support::SourceDir() / "docs" / "rules" / "unknown-action.md");
  for (const char* name : {"access-analyzer:INVALID_ACTION", "INVALID_ACTION",
                           "access-analyzer:invalid_action", "UnknownAction"}) {
    const support::RunResult result = Run({"explain", name});
    EXPECT_EQ(result.status, 0) << name;
    EXPECT_THAT(result.out, HasSubstr(page)) << name;
    EXPECT_THAT(result.err, StartsWith("note: " + std::string(name) + " is ")) << name;
    EXPECT_THAT(result.err, HasSubstr("unknown-action")) << name;
  }
}

TEST_F(UsageTest, SyntaxErrorsArePrintedOnce) {
  const auto count = [](const std::string& text) {
    constexpr std::string_view kPlace = "broken.json:1:";
    size_t found = 0;
    for (size_t at = 0; (at = text.find(kPlace, at)) != std::string::npos; ++at) ++found;
    return found;
  };
  for (const char* format : {"text", "concise"}) {
    const support::RunResult result =
        Run({"check", "--no-config", "--format", format, "broken.json"});
    EXPECT_EQ(result.status, 2);
    EXPECT_EQ(count(result.out + result.err), 1U) << result.out << result.err;
  }
  // What the report does not show is told on standard error.
  const support::RunResult result =
      Run({"check", "--no-config", "--min-severity", "critical", "broken.json"});
  EXPECT_EQ(result.status, 2);
  EXPECT_THAT(result.out, IsEmpty());
  EXPECT_EQ(count(result.err), 1U) << result.err;
}

}  // namespace
}  // namespace rolelint::usage_test
