// The command line as a user meets it: the real binary, its three streams and its exit status.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "analyzer/report/report.h"
#include "tests/support/paths.h"
#include "tests/support/process.h"

namespace rolelint::check_command_test {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

const char kClean[] =
    R"({"Version": "2012-10-17", "Statement": [{"Sid": "ReadBuckets", "Effect": "Allow", "Action": "s3:ListAllMyBuckets", "Resource": "*"}]})";
const char kRoot[] =
    R"({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::345678901234:root"}, "Action": "sts:AssumeRole"}]})";
const char kBroken[] = R"({"Version": "2012-10-17", "Statement": [)";
const char kTruncated[] =
    R"({"UserDetailList": [], "GroupDetailList": [], "RoleDetailList": [], "Policies": [], "IsTruncated": true, "Marker": "m"})";
// A policy that the owner of the stack passes in.
const char kOpen[] =
    "AWSTemplateFormatVersion: '2010-09-09'\n"
    "Parameters: {Doc: {Type: String}}\n"
    "Resources:\n"
    "  P:\n"
    "    Type: AWS::IAM::ManagedPolicy\n"
    "    Properties: {PolicyDocument: !Ref Doc}\n";

class CheckCommandTest : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = support::NewFolder("cli");
    fs::remove_all(folder_);
    fs::create_directories(folder_ / ".git");
    Write("clean.json", kClean);
    Write("root.json", kRoot);
    Write("broken.json", kBroken);
    Write("truncated.json", kTruncated);
    Write("open.yaml", kOpen);
    Write("accept-open.yaml", "allow-unresolved: ['op*.yaml']\n");
    Write("accept-others.yaml", "allow-unresolved: ['modules/*']\n");
  }
  void TearDown() override { fs::remove_all(folder_); }

  void Write(const std::string& name, std::string_view text) {
    fs::create_directories((folder_ / name).parent_path());
    std::ofstream(folder_ / name, std::ios::binary) << text;
  }

  support::RunResult Run(const std::vector<std::string>& arguments, const std::string& input = "",
                         std::vector<std::pair<std::string, std::string>> environment = {}) {
    support::RunOptions options;
    options.input = input;
    options.directory = folder_;
    options.environment = std::move(environment);
    return support::RunProgram(support::Program(), arguments, options);
  }

  // The names of the files that --list-inputs lists, a blank between.
  std::string Listed(std::vector<std::string> arguments, const std::string& input = "") {
    arguments.insert(arguments.begin(), {"check", "--list-inputs", "--format", "json"});
    const support::RunResult result = Run(arguments, input);
    const auto report = nlohmann::json::parse(result.out, nullptr, false);
    if (!report.is_object()) return result.out + result.err;
    std::string names;
    for (const auto& file : report["inputs"]) {
      names += (names.empty() ? "" : " ") + file["file"].get<std::string>();
    }
    return names;
  }

  fs::path folder_;
};

struct StatusCase {
  std::vector<std::string> arguments;
  int status;
};

TEST_F(CheckCommandTest, TheExitStatusIsTheSameInEveryFormat) {
  const StatusCase cases[] = {
      {{"clean.json"}, 0},
      {{"root.json"}, 1},
      {{"root.json", "--fail-on", "high"}, 0},
      {{"root.json", "--fail-on", "medium"}, 1},
      {{"root.json", "--fail-on", "low"}, 1},
      {{"root.json", "--fail-on", "never"}, 0},
      {{"root.json", "--min-severity", "high"}, 0},
      {{"root.json", "--min-severity", "medium"}, 1},
      {{"root.json", "--min-severity", "high", "--fail-on", "low"}, 0},
      {{"broken.json"}, 2},
      {{"broken.json", "--fail-on", "never"}, 2},
      {{"root.json", "broken.json"}, 2},
      {{"truncated.json", "clean.json"}, 2},
      {{"truncated.json", "clean.json", "--allow-incomplete"}, 0},
      {{"truncated.json", "root.json", "--allow-incomplete"}, 1},
      {{"broken.json", "--allow-incomplete"}, 2},
      {{"truncated.json", "--allow-unresolved"}, 2},
      {{"open.yaml"}, 2},
      {{"open.yaml", "--allow-incomplete"}, 2},
      {{"open.yaml", "--allow-unresolved"}, 0},
      {{"open.yaml", "--config", "accept-open.yaml"}, 0},
      {{"open.yaml", "--config", "accept-others.yaml"}, 2},
      {{"absent.json"}, 2},
      {{"root.json", "absent.json"}, 2},
  };
  for (const std::string_view format : report::FormatNames()) {
    for (const StatusCase& item : cases) {
      std::vector<std::string> arguments = {"check", "--format", std::string(format)};
      arguments.insert(arguments.end(), item.arguments.begin(), item.arguments.end());
      support::RunResult result = Run(arguments);
      EXPECT_EQ(result.status, item.status)
          << format << ' ' << ::testing::PrintToString(item.arguments) << '\n'
          << result.err;
    }
  }
}

TEST_F(CheckCommandTest, BadUsageIsStatusTwoAndSaysSoOnStandardError) {
  const std::vector<std::vector<std::string>> cases = {
      {},
      {"check"},
      {"check", "--format", "pdf", "clean.json"},
      {"check", "--fail-on", "error", "clean.json"},
      {"check", "--min-severity", "never", "clean.json"},
      {"check", "--min-level", "error", "clean.json"},
      {"check", "--kind", "bucket", "clean.json"},
      {"check", "--resource-type", "bucket", "clean.json"},
      {"check", "--resource-type", "AWS::S3::", "clean.json"},
      {"check", "--kind", "trust", "--resource-type", "AWS::S3::Bucket", "clean.json"},
      {"check", "--no-such-option", "clean.json"},
      {"check", "--threads", "-1", "clean.json"},
      {"check", "--config", "absent.yaml", "clean.json"},
      {"check", "--catalog", "absent", "clean.json"},
      {"check", "--files-from", "absent", "clean.json"},
      {"check", "--files-from", ".git", "clean.json"},
      {"check", "--output", "no/such/folder/file", "clean.json"},
      {"check", "no-match-*.json"},
      {"explain", "root-principle"},
      {"explain"},
      {"dance"},
  };
  for (const std::vector<std::string>& arguments : cases) {
    support::RunResult result = Run(arguments);
    EXPECT_EQ(result.status, 2) << ::testing::PrintToString(arguments);
    EXPECT_THAT(result.err, Not(IsEmpty())) << ::testing::PrintToString(arguments);
    EXPECT_THAT(result.out, IsEmpty()) << ::testing::PrintToString(arguments);
  }
}

TEST_F(CheckCommandTest, HelpAndVersionAreStatusZeroOnStandardOutput) {
  for (const std::vector<std::string>& arguments : {std::vector<std::string>{"--help"},
                                                    {"--version"},
                                                    {"check", "--help"},
                                                    {"explain", "--help"}}) {
    support::RunResult result = Run(arguments);
    EXPECT_EQ(result.status, 0);
    EXPECT_THAT(result.out, Not(IsEmpty()));
    EXPECT_THAT(result.err, IsEmpty());
  }
  EXPECT_THAT(Run({"--version"}).out, StartsWith("rolelint "));
  EXPECT_THAT(Run({"check", "--help"}).out, HasSubstr("Exit status"));
}

TEST_F(CheckCommandTest, FindingsGoToStandardOutputAndTheRestToStandardError) {
  support::RunResult result = Run({"check", "--format", "concise", "root.json", "broken.json"});
  EXPECT_THAT(result.out, HasSubstr("root.json:1:"));
  EXPECT_THAT(result.out, HasSubstr("[root-principal, "));
  EXPECT_THAT(result.out, Not(HasSubstr("findings (")));
  EXPECT_THAT(result.out, HasSubstr("broken.json:1:"));
  EXPECT_THAT(result.err, HasSubstr("in 1 policy of 2 files"));
  EXPECT_THAT(result.err, Not(HasSubstr("[root-principal, ")));
  // A clean run says nothing on standard output.
  support::RunResult clean = Run({"check", "clean.json"});
  EXPECT_EQ(clean.out, "");
  EXPECT_THAT(clean.err, Not(IsEmpty()));
}

TEST_F(CheckCommandTest, JsonIsOneDocumentWhateverHappens) {
  for (const char* file :
       {"clean.json", "root.json", "broken.json", "absent.json", "truncated.json"}) {
    support::RunResult result = Run({"check", "--format", "json", file});
    nlohmann::json document = nlohmann::json::parse(result.out, nullptr, false);
    ASSERT_FALSE(document.is_discarded()) << result.out;
    EXPECT_EQ(document["schema_version"], 1);
    EXPECT_EQ(document["errors"].empty(), result.status != 2) << file;
  }
}

TEST_F(CheckCommandTest, JsonPlacesAreRight) {
  support::RunResult result = Run({"check", "--format", "json", "root.json"});
  nlohmann::json document = nlohmann::json::parse(result.out);
  bool found = false;
  for (const nlohmann::json& finding : document["findings"]) {
    if (finding["rule"] != "root-principal") continue;
    found = true;
    size_t begin = finding["location"]["start_byte"];
    size_t end = finding["location"]["end_byte"];
    EXPECT_EQ(std::string(kRoot).substr(begin, end - begin), "arn:aws:iam::345678901234:root");
    EXPECT_EQ(finding["location"]["start_column"], begin + 1);
    EXPECT_EQ(finding["pointer"], "/Statement/0/Principal/AWS");
    EXPECT_EQ(finding["policy"]["kind"], "trust");
  }
  EXPECT_TRUE(found);
}

TEST_F(CheckCommandTest, TheOutputFileHoldsWhatStandardOutputWould) {
  support::RunResult direct = Run({"check", "--format", "json", "root.json"});
  support::RunResult file = Run({"check", "--format", "json", "--output", "out.json", "root.json"});
  EXPECT_EQ(file.status, direct.status);
  EXPECT_EQ(file.out, "");
  EXPECT_EQ(support::ReadFile(folder_ / "out.json"), direct.out);
}

TEST_F(CheckCommandTest, StandardInput) {
  support::RunResult result = Run({"check", "--format", "concise", "-"}, kRoot);
  EXPECT_EQ(result.status, 1);
  EXPECT_THAT(result.out, StartsWith("stdin:1:"));
  result = Run({"check", "--format", "concise", "--stdin-filename", "policies/x.json", "-"}, kRoot);
  EXPECT_THAT(result.out, StartsWith("policies/x.json:1:"));
  EXPECT_EQ(Run({"check", "-"}, "").status, 2);
  support::RunResult unnamed = Run({"check"}, kRoot);
  EXPECT_EQ(unnamed.status, 2);
  EXPECT_THAT(unnamed.err, HasSubstr("or - to read standard input"));
}

TEST_F(CheckCommandTest, FoldersGlobsAndLists) {
  Write("tree/a/one.json", kRoot);
  Write("tree/b/two.json", kClean);
  Write("tree/b/notes.txt", "no policy");
  Write("tree/b/package.json", "{\"name\": \"x\"}");
  Write("tree/node_modules/p/three.json", kRoot);
  EXPECT_EQ(Listed({"tree"}), "tree/a/one.json tree/b/package.json tree/b/two.json");
  EXPECT_EQ(Run({"check", "tree"}).status, 1);
  EXPECT_EQ(Run({"check", "tree/b"}).status, 0)
      << "a file without a policy is passed over in a folder";
  EXPECT_EQ(Run({"check", "tree/b/package.json"}).status, 2) << "but not if it is named";
  EXPECT_EQ(Listed({"tree/*/*e.json"}), "tree/a/one.json tree/b/package.json");
  EXPECT_EQ(Listed({"tree/**/t*.json"}), "tree/b/two.json");
  EXPECT_EQ(Listed({"tree/a", "tree/a/one.json", "./tree/../tree/a/one.json"}), "tree/a/one.json");
  EXPECT_EQ(Listed({"--files-from", "-"}, "clean.json\r\n\nroot.json\n"), "clean.json root.json");
  EXPECT_EQ(Listed({"--files-from", "-"}, std::string("clean.json\0root.json\0", 21)),
            "clean.json root.json");
  fs::create_directories(folder_ / "empty");
  EXPECT_EQ(Run({"check", "empty"}).status, 2) << "nothing to check";
}

TEST_F(CheckCommandTest, LevelsAreNoSeverities) {
  struct Case {
    std::vector<std::string> arguments;
    std::string hint;
  };
  const Case cases[] = {
      {{"--fail-on", "error"},
       "--fail-on: \"error\" is a level, not a severity; did you mean "
       "\"high\"?"},
      {{"--fail-on", "warning"}, "did you mean \"medium\"?"},
      {{"--min-severity", "suggestion"}, "did you mean \"low\"?"},
      {{"--fail-on", "hihg"}, "\"hihg\" is not a severity; did you mean \"high\"?"},
      {{"--min-severity", "never"}, "is not critical, high, medium or low"},
      {{"--min-level", "error"}, "use --min-severity critical|high|medium|low"},
  };
  for (const Case& item : cases) {
    std::vector<std::string> arguments = {"check", "clean.json"};
    arguments.insert(arguments.end(), item.arguments.begin(), item.arguments.end());
    const support::RunResult result = Run(arguments);
    EXPECT_EQ(result.status, 2);
    EXPECT_THAT(result.err, HasSubstr(item.hint));
  }
}

TEST_F(CheckCommandTest, EveryFormatSaysTheSeverity) {
  struct Case {
    const char* format;
    const char* text;
  };
  const Case cases[] = {
      {"text", "medium[root-principal]: "},
      {"concise", ": warning: "},
      {"concise", " [root-principal, medium]\n"},
      {"json", R"("rule":"root-principal","level":"security","severity":"medium")"},
      {"jsonl", R"("rule":"root-principal","level":"security","severity":"medium")"},
      {"sarif", R"("level":"security","severity":"medium")"},
  };
  for (const Case& item : cases) {
    EXPECT_THAT(Run({"check", "--format", item.format, "root.json"}).out, HasSubstr(item.text));
  }
  const nlohmann::json report =
      nlohmann::json::parse(Run({"check", "--format", "json", "root.json"}).out);
  EXPECT_EQ(report["summary"]["severities"]["critical"], 0);
  EXPECT_GE(report["summary"]["severities"]["medium"], 1);
}

TEST_F(CheckCommandTest, PathsFollowTheFormat) {
  Write("deep/er/policy.json", kRoot);
  support::RunOptions options;
  options.directory = folder_ / "deep";
  const auto run = [&](const char* format, std::vector<std::string> paths) {
    paths.insert(paths.begin(), {"check", "--format", format});
    return support::RunProgram(support::Program(), paths, options);
  };
  EXPECT_THAT(run("concise", {"er/policy.json"}).out, StartsWith("er/policy.json:1:"));
  EXPECT_THAT(run("concise", {(folder_ / "deep/er/policy.json").string()}).out,
              StartsWith("er/policy.json:1:"));
  EXPECT_THAT(run("text", {"../root.json"}).out, HasSubstr("--> ../root.json:1:"));
  EXPECT_THAT(run("json", {"er/policy.json"}).out, HasSubstr("\"file\":\"deep/er/policy.json\""));
  EXPECT_THAT(run("sarif", {"er/policy.json"}).out, HasSubstr("\"uri\":\"deep/er/policy.json\""));
  for (const char* format : {"text", "json"}) {
    EXPECT_THAT(run(format, {"er/absent.json"}).err, HasSubstr("error: er/absent.json: "));
  }
  EXPECT_THAT(run("json", {"../broken.json"}).err, HasSubstr("error: ../broken.json:1:"));
  options.input = kRoot;
  EXPECT_THAT(run("concise", {"-"}).out, StartsWith("stdin:1:"));
  EXPECT_THAT(run("text", {"--list-inputs", "../clean.json"}).out,
              StartsWith("../clean.json: policy ("));
}

TEST_F(CheckCommandTest, WithoutARepositoryPathsAreRelativeToTheWorkingDirectory) {
  fs::remove_all(folder_ / ".git");
  Write("deep/policy.json", kRoot);
  support::RunOptions options;
  options.directory = folder_ / "deep";
  for (const char* format : {"concise", "json"}) {
    EXPECT_THAT(
        support::RunProgram(support::Program(),
                            {"check", "--no-config", "--format", format, "policy.json"}, options)
            .out,
        Not(HasSubstr("deep/policy.json")));
  }
}

TEST_F(CheckCommandTest, TheConfigurationIsFoundAndItsErrorsHaveAPlace) {
  Write("rolelint.yaml", "rules:\n  root-principal: off\n  mfa-not-required: off\n");
  EXPECT_EQ(Run({"check", "root.json", "--fail-on", "medium"}).status, 0);
  EXPECT_EQ(Run({"check", "root.json", "--fail-on", "medium", "--no-config"}).status, 1);
  Write("other.yaml", "rules:\n  root-principle: off\n");
  support::RunResult result = Run({"check", "root.json", "--config", "other.yaml"});
  EXPECT_EQ(result.status, 2);
  EXPECT_EQ(result.out, "");
  EXPECT_THAT(result.err, HasSubstr("other.yaml:2:3: error: unknown rule \"root-principle\"; did "
                                    "you mean \"root-principal\"?"));
}

TEST_F(CheckCommandTest, ColorByOptionAndEnvironment) {
  const std::string escape = "\x1b[";
  EXPECT_THAT(Run({"check", "root.json"}).out, Not(HasSubstr(escape)));
  EXPECT_THAT(Run({"check", "--color", "always", "root.json"}).out, HasSubstr(escape));
  EXPECT_THAT(Run({"check", "root.json"}, "", {{"FORCE_COLOR", "1"}}).out, HasSubstr(escape));
  EXPECT_THAT(Run({"check", "root.json"}, "", {{"FORCE_COLOR", "1"}, {"NO_COLOR", "1"}}).out,
              HasSubstr(escape));
  EXPECT_THAT(Run({"check", "--color", "never", "root.json"}, "", {{"FORCE_COLOR", "1"}}).out,
              Not(HasSubstr(escape)));
  EXPECT_THAT(Run({"check", "--color", "always", "--format", "json", "root.json"}).out,
              Not(HasSubstr(escape)));
}

TEST_F(CheckCommandTest, TheKindCanBeSaid) {
  // As a resource policy the root of an account is nothing special.
  EXPECT_THAT(Run({"check", "--format", "concise", "root.json"}).out,
              HasSubstr("[root-principal, "));
  EXPECT_THAT(Run({"check", "--format", "concise", "--kind", "resource", "root.json"}).out,
              Not(HasSubstr("[root-principal, ")));
  EXPECT_THAT(
      Run({"check", "--format", "concise", "--resource-type", "AWS::S3::Bucket", "root.json"}).out,
      Not(HasSubstr("[root-principal, ")));
  EXPECT_THAT(Run({"check", "--format", "concise", "--resource-type",
                   "AWS::IAM::AssumeRolePolicyDocument", "root.json"})
                  .out,
              HasSubstr("[root-principal, "));
}

TEST_F(CheckCommandTest, ThreadsChangeNoByte) {
  for (int i = 0; i < 40; ++i)
    Write("many/" + std::to_string(i) + ".json", i % 3 == 0   ? kRoot
                                                 : i % 7 == 0 ? kBroken
                                                              : kClean);
  for (const char* format : {"text", "json", "sarif"}) {
    support::RunResult one =
        Run({"check", "--format", format, "--threads", "1", "many", "root.json"});
    support::RunResult four =
        Run({"check", "--format", format, "--threads", "4", "many", "root.json"});
    EXPECT_EQ(one.out, four.out);
    EXPECT_EQ(one.err, four.err);
    EXPECT_EQ(one.status, four.status);
  }
}

TEST_F(CheckCommandTest, HostileNamesReachNoTerminal) {
  Write("e\x1b[2Jvil.json", kRoot);
  support::RunResult result = Run({"check", "e\x1b[2Jvil.json", "absent\x1b[2J.json"});
  EXPECT_THAT(result.out + result.err, Not(HasSubstr("\x1b[2J")));
  EXPECT_EQ(Run({"check", "--list-inputs", "e\x1b[2Jvil.json"}).out.find('\x1b'),
            std::string::npos);
}

TEST(RulesCommandTest, ListsAllRules) {
  support::RunResult text = support::RunProgram(support::Program(), {"rules"});
  EXPECT_EQ(text.status, 0);
  EXPECT_THAT(text.out, HasSubstr("root-principal"));
  support::RunResult json = support::RunProgram(support::Program(), {"rules", "--format", "json"});
  nlohmann::json document = nlohmann::json::parse(json.out);
  EXPECT_EQ(document["schema_version"], 1);
  bool found = false;
  for (const nlohmann::json& rule : document["rules"]) {
    EXPECT_FALSE(rule["summary"].get<std::string>().empty());
    if (rule["id"] != "root-principal") continue;
    found = true;
    EXPECT_EQ(rule["name"], "RootPrincipal");
    EXPECT_EQ(rule["level"], "security");
    EXPECT_EQ(rule["severity"], "medium");
    EXPECT_EQ(rule["kinds"], nlohmann::json::array({"trust"}));
    EXPECT_EQ(rule["security_severity"], "5.5");
  }
  EXPECT_TRUE(found);
}

TEST(ExplainCommandTest, PrintsThePage) {
  support::RunResult result =
      support::RunProgram(support::Program(), {"explain", "root-principal"});
  EXPECT_EQ(result.status, 0);
  EXPECT_EQ(result.out,
            support::ReadFile(support::SourceDir() / "docs" / "rules" / "root-principal.md"));
}

TEST(ExplainCommandTest, SuggestsTheRuleMeant) {
  support::RunResult result =
      support::RunProgram(support::Program(), {"explain", "root-principle"});
  EXPECT_EQ(result.status, 2);
  EXPECT_THAT(result.err, HasSubstr("did you mean \"root-principal\"?"));
}

}  // namespace
}  // namespace rolelint::check_command_test
