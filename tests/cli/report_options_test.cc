// Reports of many findings as a user asks for them: folded, grouped, counted, cut, split by
// account.

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <thread>

#include "analyzer/cli/progress.h"
#include "analyzer/report/report.h"
#include "tests/support/estate_json.h"
#include "tests/support/paths.h"
#include "tests/support/process.h"

namespace rolelint::report_options_test {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using support::Allow;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr int kAccounts = 6;

std::string AccountNumber(int i) { return std::to_string(234567890120 + i); }

// The same role in every account, each with the same mistakes, and a file of no account.
class ReportOptionsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = support::NewFolder("reports");
    fs::create_directories(folder_ / ".git");
    for (int i = 0; i < kAccounts; ++i) {
      support::AccountJson account(AccountNumber(i));
      account.Role("deploy-" + std::to_string(i),
                   {support::Trusts("arn:aws:iam::345678901234:root")}, {Allow("*", "*")});
      Write("dumps/" + account.id() + ".json", account.text());
    }
    Write("bare.json", support::Policy({Allow("s3:GetObjec", "*")}).dump());
  }
  void TearDown() override { fs::remove_all(folder_); }

  void Write(const std::string& name, std::string_view text) const {
    fs::create_directories((folder_ / name).parent_path());
    std::ofstream(folder_ / name, std::ios::binary) << text;
  }

  support::RunResult Run(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), "check");
    support::RunOptions options;
    options.directory = folder_;
    return support::RunProgram(support::Program(), arguments, options);
  }

  json Report(std::vector<std::string> arguments) const {
    arguments.insert(arguments.end(), {"--format", "json"});
    return json::parse(Run(arguments).out, nullptr, false);
  }

  fs::path folder_;
};

size_t Count(std::string_view text, std::string_view part) {
  size_t count = 0;
  for (size_t at = 0; (at = text.find(part, at)) != text.npos; at += part.size()) ++count;
  return count;
}

TEST_F(ReportOptionsTest, TextFoldsAndJsonHasAll) {
  const std::string folded = Run({"dumps"}).out;
  EXPECT_EQ(Count(folded, "[admin-access]: "), 1U);
  EXPECT_THAT(folded,
              HasSubstr("= more: and 5 more places in 6 accounts: dumps/234567890121.json:"));
  EXPECT_EQ(Count(Run({"dumps", "--no-fold"}).out, "[admin-access]: "), 6U);
  EXPECT_EQ(Count(Run({"dumps", "--format", "json"}).out, "\"rule\":\"admin-access\""), 6U);
}

TEST_F(ReportOptionsTest, EveryFormatHasTheSameStatusAndFindings) {
  const size_t all = Report({"dumps", "bare.json"})["findings"].size();
  const auto run = [&](const char* format) {
    return Run({"dumps", "bare.json", "--format", format});
  };
  for (const std::string_view name : report::FormatNames()) {
    EXPECT_EQ(run(std::string(name).c_str()).status, 1) << name;
  }
  EXPECT_EQ(Count(run("concise").out, "\n"), all);
  EXPECT_EQ(Count(run("github").out, "\n::") + 1, all);
  EXPECT_EQ(json::parse(run("gitlab").out).size(), all);
  EXPECT_EQ(Count(run("junit").out, "<failure "), all);
  EXPECT_EQ(Count(run("csv").out, "\r\n"), all + 1);
  EXPECT_EQ(Count(run("html").out, "{\"rule\":\""), all);
  EXPECT_EQ(Count(Run({"dumps", "bare.json", "--compat", "parliament"}).out, "\n"), all);
  EXPECT_EQ(Count(Run({"dumps", "bare.json", "--format", "markdown", "--no-fold"}).out, "\n- **"),
            all);
}

TEST_F(ReportOptionsTest, MaxResultsKeepsTheStatusAndSaysWhatIsMissing) {
  const json whole = Report({"dumps", "bare.json"});
  const json some = Report({"dumps", "bare.json", "--max-results", "2"});
  EXPECT_EQ(some["findings"].size(), 2U);
  EXPECT_EQ(some["summary"], whole["summary"]);
  EXPECT_THAT(some["notes"].dump(), HasSubstr("left out by --max-results 2"));
  EXPECT_EQ(some["findings"][0]["severity"], "high");
  const auto text = Run({"dumps", "bare.json", "--max-results", "1", "--fail-on", "low"});
  EXPECT_EQ(text.status, 1);
  EXPECT_THAT(text.err, HasSubstr(" left out by --max-results 1\n"));
  EXPECT_THAT(text.err, HasSubstr(std::to_string(whole["findings"].size()) + " findings ("));
  // A finding that is left out decides as well.
  EXPECT_EQ(Run({"bare.json", "dumps", "--max-results", "1"}).status, 1);
}

TEST_F(ReportOptionsTest, GroupsHaveHeadings) {
  EXPECT_THAT(Run({"dumps", "bare.json", "--group-by", "account"}).out,
              StartsWith("== account 234567890120: "));
  EXPECT_THAT(Run({"dumps", "--group-by", "rule"}).out,
              HasSubstr("== rule admin-access: 6 findings"));
  EXPECT_THAT(Run({"dumps", "--group-by", "file"}).out,
              HasSubstr("== file dumps/234567890123.json: "));
  EXPECT_THAT(Run({"dumps", "--group-by", "owner", "--format", "markdown"}).out,
              HasSubstr("#### `owner arn:aws:iam::234567890123:role/deploy-3`: "));
}

TEST_F(ReportOptionsTest, StatisticsCountAndKeepTheStatus) {
  const auto text = Run({"dumps", "--statistics"});
  EXPECT_EQ(text.status, 1);
  EXPECT_THAT(text.out, HasSubstr("severity  rule "));
  EXPECT_THAT(text.out, testing::ContainsRegex("admin-access +6 +6 +1\n"));
  const json report = Report({"dumps", "--statistics"});
  EXPECT_EQ(report["principals"].size(), 6U);
  EXPECT_EQ(Run({"dumps", "--statistics", "--fail-on", "never"}).status, 0);
}

TEST_F(ReportOptionsTest, SplitWritesAFileForEachAccount) {
  for (const std::string format : {"json", "text", "html", "sarif"}) {
    const std::string out = "out-" + format;
    const auto run = Run({"--split-by", "account", out, "dumps", "bare.json", "--format", format});
    EXPECT_EQ(run.status, 1);
    EXPECT_EQ(run.out, "");
    const json index = json::parse(support::ReadFile(folder_ / out / "index.json"));
    ASSERT_EQ(index["reports"].size(), 7U);
    EXPECT_EQ(index["reports"][0]["account"], "234567890120");
    EXPECT_TRUE(index["reports"][6]["account"].is_null());
    for (const json& one : index["reports"]) {
      EXPECT_TRUE(fs::is_regular_file(folder_ / out / one["file"].get<std::string>())) << one;
    }
    EXPECT_EQ(fs::exists(folder_ / out / "index.html"), format == "html");
  }
  const json one = json::parse(support::ReadFile(folder_ / "out-json" / "234567890123.json"));
  ASSERT_EQ(one["inputs"].size(), 1U);
  EXPECT_EQ(one["inputs"][0]["file"], "dumps/234567890123.json");
  for (const json& finding : one["findings"]) {
    EXPECT_EQ(finding["location"]["file"], "dumps/234567890123.json");
  }
}

TEST_F(ReportOptionsTest, TheIndexIsWhatItsSchemaSays) {
  ROLELINT_REQUIRE(support::RunProgram("python3", {"-c", "import jsonschema"}).status == 0,
                   "python3-jsonschema");
  Run({"--split-by", "account", "out", "dumps", "bare.json"});
  support::RunOptions options;
  options.input = support::ReadFile(folder_ / "out" / "index.json");
  const fs::path root = support::SourceDir();
  const auto run = support::RunProgram("python3",
                                       {(root / "tests/report/validate.py").string(),
                                        (root / "docs/schema/index.schema.json").string()},
                                       options);
  EXPECT_EQ(run.status, 0) << run.out << run.err;
}

TEST_F(ReportOptionsTest, SplitNeverReplacesAnInputNorLeavesItsFolder) {
  const auto run = Run({"--split-by", "account", "dumps", "dumps", "--format", "json"});
  EXPECT_EQ(run.status, 2);
  EXPECT_THAT(run.err, HasSubstr("would replace the input dumps/234567890120.json"));
  EXPECT_FALSE(fs::exists(folder_ / "dumps" / "index.json"));
  // An account field that is no account.
  Write(
      "odd.json",
      R"({"Role": {"RoleName": "x", "Arn": "arn:aws:iam::../../evil:role/x", "AssumeRolePolicyDocument":
        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "sts:AssumeRole"}]}}})");
  EXPECT_EQ(Run({"--split-by", "account", "a/b", "odd.json"}).status, 1);
  EXPECT_TRUE(fs::exists(folder_ / "a" / "b" / "no-account.txt"));
  EXPECT_FALSE(fs::exists(folder_ / "evil.txt"));
}

struct UsageCase {
  std::vector<std::string> arguments;
  const char* err;
};

TEST_F(ReportOptionsTest, OptionsThatDoNotGoTogether) {
  const UsageCase cases[] = {
      {{"--format", "githb"}, "did you mean \"github\"?"},
      {{"--group-by", "acount"}, "did you mean \"account\"?"},
      {{"--group-by", "rule", "--format", "json"}, "--group-by is for text and markdown"},
      {{"--max-results", "0"}, "--max-results"},
      {{"--max-results", "x"}, "--max-results"},
      {{"--statistics", "--format", "sarif"}, "--statistics writes text or json, not sarif"},
      {{"--statistics", "--max-results", "3"}, "leave out --max-results"},
      {{"--sarif-category", "x"}, "--sarif-category is for --format sarif"},
      {{"--compat", "parlament"}, "did you mean \"parliament\"?"},
      {{"--compat", "parliament", "--format", "json"}, "leave out --format"},
      {{"--split-by", "rule", "out"}, "use --split-by account FOLDER"},
      {{"--split-by", "account", ""}, "an empty name is not a folder"},
      {{"--split-by", "account", "out", "--output", "x"}, "leave out --output"},
      {{"--split-by", "account", "bare.json"}, "cannot make the folder bare.json"},
  };
  for (const UsageCase& item : cases) {
    std::vector<std::string> arguments = {"bare.json"};
    arguments.insert(arguments.end(), item.arguments.begin(), item.arguments.end());
    const auto run = Run(arguments);
    EXPECT_EQ(run.status, 2) << ::testing::PrintToString(arguments);
    EXPECT_THAT(run.err, HasSubstr(item.err)) << ::testing::PrintToString(arguments);
    EXPECT_EQ(run.out, "");
  }
}

TEST_F(ReportOptionsTest, SarifCategory) {
  const auto run = Run({"dumps", "--format", "sarif", "--sarif-category", "nightly"});
  EXPECT_THAT(run.out, HasSubstr("\"automationDetails\": {\"id\": \"nightly/\"}"));
}

TEST_F(ReportOptionsTest, ParliamentsCodes) {
  const auto run = Run({"bare.json", "--compat", "parliament"});
  const json first = json::parse(run.out.substr(0, run.out.find('\n')));
  EXPECT_EQ(first["issue"], "UNKNOWN_ACTION");
  EXPECT_EQ(first["location"]["filepath"], "bare.json");
}

// What a terminal is told by a process whose work takes so long.
std::string OnTerminal(std::chrono::milliseconds work, bool wanted, const char* term) {
  const int terminal = posix_openpt(O_RDWR | O_NOCTTY);
  if (terminal < 0 || grantpt(terminal) != 0 || unlockpt(terminal) != 0) return "openpt";
  const int child_end = open(ptsname(terminal), O_RDWR | O_NOCTTY);
  const pid_t child = fork();
  if (child == 0) {
    setenv("TERM", term, 1);
    dup2(child_end, STDERR_FILENO);
    {
      const cli::Progress progress(wanted, 1200);
      std::this_thread::sleep_for(work);
    }
    _exit(write(STDERR_FILENO, "end", 3) == 3 ? 0 : 1);
  }
  close(child_end);
  std::string told;
  char buffer[4096];
  for (ssize_t n = 0; (n = read(terminal, buffer, sizeof(buffer))) > 0;) {
    told.append(buffer, static_cast<size_t>(n));
  }
  waitpid(child, nullptr, 0);
  close(terminal);
  return told;
}

TEST(Progress, ATerminalSeesThatALongRunGoesOn) {
  const auto slow = std::chrono::milliseconds(1500);
  const std::string told = OnTerminal(slow, true, "xterm");
  EXPECT_THAT(told, StartsWith("\rchecking 1200 files: 1 s"));
  EXPECT_THAT(told, EndsWith("\r\x1b[Kend"));
  EXPECT_EQ(OnTerminal(slow, false, "xterm"), "end");
  EXPECT_EQ(OnTerminal(slow, true, "dumb"), "end");
  EXPECT_EQ(OnTerminal(std::chrono::milliseconds(0), true, "xterm"), "end");
}

TEST_F(ReportOptionsTest, NoProgressWithoutATerminal) {
  EXPECT_THAT(Run({"dumps"}).err, Not(HasSubstr("checking")));
}

TEST(RulesFrom, OtherToolsCodes) {
  const auto run = [](const std::vector<std::string>& arguments) {
    return support::RunProgram(support::Program(), arguments);
  };
  struct FromCase {
    const char* tool;
    const char* code;
    const char* rule;
  };
  const FromCase cases[] = {
      {"parliament", "UNKNOWN_ACTION", "unknown-action "},
      {"parliament", "unknown_action", "unknown-action "},
      {"access-analyzer", "INVALID_ACTION", "unknown-action "},
      {"cloudsplaining", "PrivilegeEscalation", "escalation-"},
      {"boogy", "invalid_action", "unknown-action "},
      {"boogy", "boogy:invalid_action", "unknown-action "},
  };
  for (const FromCase& item : cases) {
    const auto result = run({"rules", "--from", item.tool, item.code});
    EXPECT_EQ(result.status, 0) << item.tool << ' ' << item.code << result.err;
    EXPECT_THAT(result.out, HasSubstr(item.rule));
  }
  const auto unknown = run({"rules", "--from", "parliament", "UNKNOWN_ACTOIN"});
  EXPECT_EQ(unknown.status, 2);
  EXPECT_THAT(unknown.err, HasSubstr("did you mean \"UNKNOWN_ACTION\"?"));
  const auto tool = run({"rules", "--from", "parlament", "X"});
  EXPECT_EQ(tool.status, 2);
  EXPECT_THAT(tool.err, HasSubstr("did you mean \"parliament\"?"));
  const json rules =
      json::parse(run({"rules", "--from", "parliament", "MALFORMED", "--format", "json"}).out);
  EXPECT_GE(rules["rules"].size(), 3U);
}

}  // namespace
}  // namespace rolelint::report_options_test
