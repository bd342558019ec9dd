// What a process may be started with: streams that are closed, endless, folders or full, names that
// lead nowhere, no memory, no threads. Every run ends with a message and status 2, none by a signal
// or an exception.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "tests/support/paths.h"
#include "tests/support/process.h"

namespace rolelint::hostile_process_test {
namespace {

namespace fs = std::filesystem;
using ::testing::AnyOf;
using ::testing::HasSubstr;

constexpr char kPolicy[] =
    R"({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-reports/q1.csv"}]})";

class HostileProcessTest : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = support::NewFolder("hostile");
    fs::remove_all(folder_);
    fs::create_directories(folder_ / ".git");
    Write("ok.json", kPolicy);
  }
  void TearDown() override { fs::remove_all(folder_); }

  void Write(const std::string& name, std::string_view bytes) {
    std::ofstream(folder_ / name, std::ios::binary) << bytes;
  }
  std::string Read(const std::string& name) {
    std::ifstream in(folder_ / name, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  }

  // A shell's line, in which $R is the program.
  support::RunResult Shell(const std::string& line) {
    support::RunOptions options;
    options.directory = folder_;
    options.environment = {{"R", support::Program()}};
    const auto begin = std::chrono::steady_clock::now();
    support::RunResult run = support::RunProgram("/bin/sh", {"-c", line}, options);
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(60)) << line;
    return run;
  }

  void ExpectError(const std::string& line, const char* says) {
    const support::RunResult run = Shell(line);
    EXPECT_EQ(run.status, 2) << line << "\n" << run.err;
    EXPECT_THAT(run.out + run.err, HasSubstr(says)) << line;
  }

  fs::path folder_;
};

TEST_F(HostileProcessTest, StandardInputThatIsClosedOrAFolder) {
  ExpectError("$R check --no-config - <&-", "standard input cannot be read");
  ExpectError("$R check --no-config - <.", "standard input cannot be read");
  ExpectError("$R check --no-config --files-from - <.", "cannot read the list");
  // A file that is opened later is not taken for it.
  ExpectError("$R check --no-config - ok.json <&-", "standard input cannot be read");
}

TEST_F(HostileProcessTest, EndlessInput) {
  fs::create_symlink("/dev/zero", folder_ / "zero.json");
  ExpectError("$R check --no-config zero.json", "NUL");
  ExpectError("$R check --no-config - </dev/zero", "NUL");
}

TEST_F(HostileProcessTest, PipesAreReadWhole) {
  ASSERT_EQ(::mkfifo((folder_ / "pipe.json").c_str(), 0600), 0);
  const support::RunResult run =
      Shell("cat ok.json >pipe.json & $R check --no-config pipe.json; s=$?; wait; exit $s");
  EXPECT_EQ(run.status, 0) << run.err;
  EXPECT_THAT(run.err, HasSubstr("1 policy"));
}

// A pipe that a pattern or a folder holds has nobody who writes to it.
TEST_F(HostileProcessTest, PipesInFoldersAreNotWaitedFor) {
  fs::create_directories(folder_ / "in");
  ASSERT_EQ(::mkfifo((folder_ / "in" / "pipe.json").c_str(), 0600), 0);
  Write("in/ok.json", kPolicy);
  EXPECT_EQ(Shell("timeout 20 $R check --no-config in").status, 0);
  EXPECT_THAT(Shell("timeout 20 $R check --no-config 'in/*.json'").status, AnyOf(0, 2));
}

TEST_F(HostileProcessTest, NamesThatLeadNowhere) {
  fs::create_symlink("nothing.json", folder_ / "dangling.json");
  fs::create_symlink("loop.json", folder_ / "loop.json");
  ExpectError("$R check --no-config dangling.json", "dangling.json");
  ExpectError("$R check --no-config loop.json", "loop.json");
  const std::string far(5000, 'a');
  ExpectError("$R check --no-config " + far, "too long");
  ExpectError("$R check --no-config d/" + far + "/x.json", "too long");
  ExpectError("$R check --config . ok.json", "configuration");
  ExpectError("$R check --no-config --files-from . ok.json", "cannot read the list");
}

TEST_F(HostileProcessTest, OutputThatIsFull) {
  ExpectError("$R --version >/dev/full", "cannot write to standard output");
  ExpectError("$R check --no-config ok.json >/dev/full --format json",
              "cannot write to standard output");
  ExpectError("$R check --no-config --output /dev/full --format json ok.json",
              "cannot write /dev/full");
}

TEST_F(HostileProcessTest, ReportsReplaceTheirFileWholeOrNotAtAll) {
  Write("report.json", "old");
  fs::permissions(folder_ / "report.json", fs::perms::owner_read | fs::perms::owner_write);
  EXPECT_EQ(Shell("$R check --no-config --format json --output report.json ok.json").status, 0);
  EXPECT_THAT(Read("report.json"), HasSubstr("schema_version"));
  EXPECT_EQ(fs::status(folder_ / "report.json").permissions(),
            fs::perms::owner_read | fs::perms::owner_write);
  // A link stays one.
  fs::create_symlink("report.json", folder_ / "link.json");
  EXPECT_EQ(Shell("$R check --no-config --format sarif --output link.json ok.json").status, 0);
  EXPECT_TRUE(fs::is_symlink(folder_ / "link.json"));
  EXPECT_THAT(Read("report.json"), HasSubstr("sarif"));
  // No file grows beyond this: the old report stays, and nothing lies beside it.
  Write("report.json", "old");
  const support::RunResult run = Shell(
      "trap '' XFSZ; ulimit -f 1; $R check --no-config --format sarif --output report.json "
      "ok.json");
  EXPECT_EQ(run.status, 2) << run.err;
  EXPECT_EQ(Read("report.json"), "old");
  size_t files = 0;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder_)) {
    files += entry.path().filename().string().starts_with("report.json") ? 1 : 0;
  }
  EXPECT_EQ(files, size_t{1});
  ExpectError("$R check --no-config --output no/such/folder ok.json",
              "cannot write no/such/folder");
}

TEST_F(HostileProcessTest, LittleMemoryAndFewThreads) {
  // Threads whose stacks do not fit are not started; the others do the work.
  EXPECT_EQ(Shell("ulimit -v 400000; $R check --no-config --threads 256 ok.json").status, 0);
  Write("large.json", R"({"Statement": [")" + std::string(size_t{200} << 20, 'a') + R"("]})");
  const support::RunResult run = Shell("ulimit -v 150000; $R check --no-config large.json");
  EXPECT_EQ(run.status, 2);
  EXPECT_THAT(run.out, HasSubstr("memory"));
}

}  // namespace
}  // namespace rolelint::hostile_process_test
