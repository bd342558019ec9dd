#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/support/paths.h"
#include "tests/support/process.h"

namespace rolelint::support::support_test {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(SupportTest, SourceDirIsTheRootOfTheCheckout) {
  EXPECT_THAT(ReadFile(SourceDir() / "CMakeLists.txt"), HasSubstr("project(rolelint"));
}

TEST(SupportTest, RunCapturesBothOutputsAndTheStatus) {
  RunResult result = RunProgram("sh", {"-c", "echo out; echo err >&2; exit 7"});
  EXPECT_EQ(result.status, 7);
  EXPECT_EQ(result.out, "out\n");
  EXPECT_EQ(result.err, "err\n");
}

TEST(SupportTest, RunPassesArgumentsUnchanged) {
  EXPECT_EQ(RunProgram("printf", {"%s|", "a b", "$HOME", "*"}).out, "a b|$HOME|*|");
}

TEST(SupportTest, RunFeedsInputLargerThanAPipe) {
  std::string input(1 << 20, 'x');
  RunResult result = RunProgram("cat", {}, {.input = input, .directory = {}, .environment = {}});
  EXPECT_EQ(result.status, 0);
  EXPECT_EQ(result.out, input);
}

TEST(SupportTest, RunOutlivesAProgramThatIgnoresItsInput) {
  RunResult result = RunProgram(
      "true", {}, {.input = std::string(1 << 20, 'x'), .directory = {}, .environment = {}});
  EXPECT_EQ(result.status, 0);
}

TEST(SupportTest, RunTellsSignalsAndMissingPrograms) {
  EXPECT_EQ(RunProgram("sh", {"-c", "kill -KILL $$"}).status, 128 + 9);
  EXPECT_EQ(RunProgram("no-such-program-here", {}).status, 127);
}

TEST(SupportTest, RunSetsEnvironmentAndDirectory) {
  RunResult result =
      RunProgram("sh", {"-c", "echo $GREETING; pwd"},
                 {.input = {}, .directory = "/", .environment = {{"GREETING", "hello"}}});
  EXPECT_EQ(result.out, "hello\n/\n");
  EXPECT_THAT(result.err, IsEmpty());
}

}  // namespace
}  // namespace rolelint::support::support_test
