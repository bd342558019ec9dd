// What we write is SARIF that GitHub takes: checked by Microsoft's validator with GitHub's rules,
// and by the JSON schema (gate.py).

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "analyzer/cli/check_command.h"
#include "analyzer/cli/prove_command.h"
#include "analyzer/cli/streams.h"
#include "analyzer/report/report.h"
#include "tests/support/paths.h"
#include "tests/support/process.h"
#include "tests/support/report_sample.h"

namespace rolelint::report::gate_test {
namespace {

std::string Sarif(const engine::CheckResult& result) {
  std::ostringstream out;
  Write(Format::kSarif, result, support::SampleRules(), support::SampleOptions(), out);
  return out.str();
}

std::string Replace(std::string text, std::string_view from, std::string_view to) {
  const size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

class SarifGate : public testing::Test {
 protected:
  void SetUp() override {
    package_ = support::NpmPackage("@microsoft/sarif-multitool-linux");
    ROLELINT_REQUIRE(package_, "the npm package @microsoft/sarif-multitool-linux");
    ROLELINT_REQUIRE(support::RunProgram("python3", {"-c", "import jsonschema"}).status == 0,
                     "python3-jsonschema");
  }

  support::RunResult Gate(const std::string& log) {
    const std::string path = testing::TempDir() + "rolelint-gate-" +
                             testing::UnitTest::GetInstance()->current_test_info()->name() +
                             ".sarif";
    std::ofstream(path, std::ios::binary) << log;
    return support::RunProgram("python3",
                               {(support::SourceDir() / "tests" / "sarif" / "gate.py").string(),
                                package_->string(), path});
  }

  std::optional<std::filesystem::path> package_;
};

TEST_F(SarifGate, TakesTheSample) {
  const auto run = Gate(Sarif(support::SampleResult()));
  EXPECT_EQ(run.status, 0) << run.out << run.err;
}

TEST_F(SarifGate, TakesACleanRun) {
  const auto run = Gate(Sarif({}));
  EXPECT_EQ(run.status, 0) << run.out << run.err;
}

TEST_F(SarifGate, TakesARunThatCouldReadNothing) {
  engine::CheckResult result;
  result.errors.push_back({"no such \xFF file.json", "cannot open", std::nullopt});
  result.incomplete = true;
  const auto run = Gate(Sarif(result));
  EXPECT_EQ(run.status, 0) << run.out << run.err;
}

// The real catalogue with its pages, and the findings of all fixtures: in two runs, since the
// validator takes GitHub's former limit of a thousand results for today's.
TEST_F(SarifGate, TakesWhatCheckWrites) {
  const std::filesystem::path fixtures = support::SourceDir() / "fixtures";
  std::vector<std::string> halves[2];
  for (const auto& entry : std::filesystem::directory_iterator(fixtures / "rules")) {
    halves[entry.path().filename().string() < "m" ? 0 : 1].push_back(entry.path().string());
  }
  for (const char* other : {"guide", "inputs"}) halves[0].push_back((fixtures / other).string());
  for (std::vector<std::string>& arguments : halves) {
    std::ostringstream out;
    std::ostringstream err;
    const cli::Streams streams{out, err};
    int status = -1;
    const cli::CommandLine line("", "test");
    cli::AddCheckCommand(line.root(), streams, &status);
    std::sort(arguments.begin(), arguments.end());
    arguments.insert(arguments.begin(), {"check", "--format", "sarif"});
    line.Parse(arguments, streams, &status);
    EXPECT_GT(out.str().size(), 10'000U) << err.str();
    const auto run = Gate(out.str());
    EXPECT_EQ(run.status, 0) << run.out << run.err;
  }
}

// Refuted, with several requests, and undecided.
TEST_F(SarifGate, TakesWhatProveWrites) {
  const std::filesystem::path fixtures = support::SourceDir() / "fixtures" / "prove";
  cli::ProveArguments refuted;
  refuted.question = cli::Question::kNoNewAccess;
  refuted.policies = {(fixtures / "old.json").string(), (fixtures / "new.json").string()};
  refuted.witnesses = 5;
  cli::ProveArguments undecided;
  undecided.question = cli::Question::kNotGranted;
  undecided.policies = {(fixtures / "placeholder.json").string()};
  undecided.resources = {"arn:aws:s3:::x/*"};
  for (cli::ProveArguments arguments : {refuted, undecided}) {
    arguments.format = "sarif";
    std::ostringstream out;
    std::ostringstream err;
    EXPECT_NE(cli::RunProve(arguments, {out, err}), cli::kOk);
    EXPECT_GT(out.str().size(), 1'000U) << err.str();
    const auto run = Gate(out.str());
    EXPECT_EQ(run.status, 0) << run.out << run.err;
  }
}

// Switches, paths with their steps, and changes.
TEST_F(SarifGate, TakesWhatMapWrites) {
  const std::filesystem::path fixtures = support::SourceDir() / "fixtures" / "map";
  const std::string hub = (fixtures / "hub").string();
  const std::string client = (fixtures / "client").string();
  const std::vector<std::vector<std::string>> kQuestions = {
      {"switches", hub, client},
      {"paths", "--from", "arn:aws:iam::462719580364:user/nora", "--to", "admin", hub, client},
      {"diff", (fixtures / "hub-later").string(), hub},
  };
  for (std::vector<std::string> arguments : kQuestions) {
    SCOPED_TRACE(arguments[0]);
    arguments.insert(arguments.begin(), "map");
    arguments.insert(arguments.end(), {"--format", "sarif"});
    const auto map = support::RunProgram(support::Program(), arguments);
    EXPECT_EQ(map.status, 1) << map.err;
    const auto run = Gate(map.out);
    EXPECT_EQ(run.status, 0) << run.out << run.err;
    const auto log = nlohmann::json::parse(map.out);
    const auto& results = log["runs"][0]["results"];
    ASSERT_FALSE(results.empty());
    for (const auto& result : results) {
      EXPECT_TRUE(result["ruleId"].get<std::string>().starts_with("map-"));
      EXPECT_FALSE(result["locations"].empty()) << result.dump(1);
    }
    if (arguments[1] == "paths") {
      EXPECT_TRUE(results[0].contains("relatedLocations"));
    }
  }
}

// The gate itself is one only if it refuses what is wrong: by the schema, by GitHub's rules, by the
// validator's own.
TEST_F(SarifGate, RefusesWhatTheSchemaDoesNotKnow) {
  const auto run = Gate(Replace(Sarif(support::SampleResult()), R"("level":"warning","message")",
                                R"("level":"fatal","message")"));
  EXPECT_EQ(run.status, 1) << run.err;
  EXPECT_NE(run.out.find("schema"), std::string::npos) << run.out;
}

TEST_F(SarifGate, RefusesAResultWithoutRegion) {
  const auto run =
      Gate(Replace(Sarif(support::SampleResult()),
                   R"("startLine":6,"startColumn":30,"endLine":6,"endColumn":60,)", ""));
  EXPECT_EQ(run.status, 1) << run.err;
  EXPECT_NE(run.out.find("GH1003"), std::string::npos) << run.out;
}

TEST_F(SarifGate, RefusesARuleWhoseNameIsItsId) {
  const auto run = Gate(Replace(Sarif(support::SampleResult()), R"("name":"PublicTrust")",
                                R"("name":"public-trust")"));
  EXPECT_EQ(run.status, 1) << run.err;
  EXPECT_NE(run.out.find("SARIF1001"), std::string::npos) << run.out;
}

TEST_F(SarifGate, RefusesWhatIsNotJson) { EXPECT_EQ(Gate("{").status, 1); }

}  // namespace
}  // namespace rolelint::report::gate_test
