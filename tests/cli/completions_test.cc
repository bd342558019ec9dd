// `rolelint completions` and `rolelint man`: made from the options, so they have all of them.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <sstream>

#include "tests/support/paths.h"
#include "tests/support/process.h"

namespace rolelint::completions_test {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

support::RunResult RunHere(const std::vector<std::string>& arguments) {
  support::RunOptions options;
  options.directory = support::SourceDir() / "fixtures";
  return support::RunProgram(support::Program(), arguments, options);
}

// What bash proposes for the last word.
std::multiset<std::string> Proposed(const std::vector<std::string>& words) {
  std::string script = RunHere({"completions", "bash"}).out + "\nCOMP_WORDS=(rolelint";
  for (const std::string& word : words) script += " '" + word + "'";
  script += ")\nCOMP_CWORD=" + std::to_string(words.size()) +
            "\n_rolelint\nprintf '%s\\n' \"${COMPREPLY[@]}\"\n";
  support::RunOptions options;
  options.directory = support::SourceDir() / "fixtures";
  const support::RunResult run = support::RunProgram("bash", {"-c", script}, options);
  EXPECT_EQ(run.status, 0) << run.err;
  EXPECT_EQ(run.err, "");
  std::istringstream out(run.out);
  std::multiset<std::string> proposed;
  for (std::string line; std::getline(out, line);) proposed.insert(line);
  return proposed;
}

TEST(Completions, BashProposesCommandsOptionsWordsAndFiles) {
  EXPECT_THAT(Proposed({"ch"}), ::testing::ElementsAre("check"));
  EXPECT_THAT(Proposed({""}), Contains("completions"));
  EXPECT_THAT(Proposed({""}), Not(Contains("guide")));
  EXPECT_THAT(Proposed({"check", "--for"}), ::testing::ElementsAre("--format"));
  EXPECT_THAT(Proposed({"check", "--format", "js"}), ::testing::ElementsAre("json", "jsonl"));
  EXPECT_THAT(Proposed({"check", "gui"}), Contains("guide"));
  EXPECT_THAT(Proposed({"prove", "not-"}), ::testing::ElementsAre("not-granted", "not-public"));
  EXPECT_THAT(Proposed({"prove", "not-granted", "--act"}), ::testing::ElementsAre("--action"));
  EXPECT_THAT(Proposed({"completions", "z"}), Contains("zsh"));
}

TEST(Completions, OtherShellsCanReadTheirs) {
  for (const char* shell : {"zsh", "fish"}) {
    const support::RunResult run = RunHere({"completions", shell});
    EXPECT_EQ(run.status, 0);
    EXPECT_THAT(run.out, HasSubstr("not-granted")) << shell;
    EXPECT_THAT(run.out, HasSubstr("sarif")) << shell;
    if (support::RunProgram(shell, {"-c", "true"}).status != 0) continue;
    support::RunOptions options;
    options.input = run.out;
    const support::RunResult read = support::RunProgram(shell, {"-n", "/dev/stdin"}, options);
    EXPECT_EQ(read.status, 0) << read.err;
  }
  EXPECT_THAT(RunHere({"completions", "fishh"}).err, HasSubstr("did you mean \"fish\"?"));
}

TEST(Man, HasEveryOptionOfTheHelp) {
  const support::RunResult man = RunHere({"man"});
  EXPECT_EQ(man.status, 0);
  std::string page = man.out;
  for (size_t at = 0; (at = page.find("\\-", at)) != std::string::npos;) page.erase(at, 1);
  for (const char* command : {"check", "simulate", "why", "worker", "lsp", "demo"}) {
    EXPECT_THAT(page, HasSubstr(std::string(".SS ") + command + "\n"));
    std::istringstream help(RunHere({command, "--help"}).out);
    for (std::string word; help >> word;) {
      if (!word.starts_with("--") ||
          word.find_first_not_of("-abcdefghijklmnopqrstuvwxyz") != std::string::npos) {
        continue;
      }
      EXPECT_THAT(page, HasSubstr(word)) << command;
    }
  }
}

TEST(Man, IsFineForGroff) {
  ROLELINT_REQUIRE(support::RunProgram("groff", {"--version"}).status == 0, "groff");
  support::RunOptions options;
  options.input = RunHere({"man"}).out;
  const support::RunResult run =
      support::RunProgram("groff", {"-man", "-Tutf8", "-ww", "-z"}, options);
  EXPECT_EQ(run.status, 0);
  EXPECT_EQ(run.err, "");
}

}  // namespace
}  // namespace rolelint::completions_test
