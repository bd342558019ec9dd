// What is too large, too deep or endless: each limit says by itself what it is, and nothing hangs.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <fstream>

#include "tests/support/paths.h"
#include "tests/support/process.h"
#include "tests/text/random_text.h"

namespace rolelint::limits_test {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

class LimitsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = support::NewFolder("limits");
    fs::remove_all(folder_);
    fs::create_directories(folder_ / ".git");
  }
  void TearDown() override { fs::remove_all(folder_); }

  // Status 2 and a message that names the limit, within seconds.
  void Expect(const std::string& name, std::string_view bytes, const char* says) {
    std::ofstream(folder_ / name, std::ios::binary) << bytes;
    support::RunOptions options;
    options.directory = folder_;
    const auto begin = std::chrono::steady_clock::now();
    const support::RunResult run =
        support::RunProgram(support::Program(), {"check", "--no-config", name}, options);
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(30));
    EXPECT_EQ(run.status, 2) << name;
    EXPECT_THAT(run.out + run.err, HasSubstr(says)) << name;
  }

  fs::path folder_;
};

TEST_F(LimitsTest, Nesting) {
  Expect("deep.json", "{\"Statement\": " + std::string(100000, '['), "deeper than 512");
  std::string yaml = "Statement:\n";
  for (int i = 0; i < 1000; ++i) yaml += std::string(static_cast<size_t>(i) + 1, ' ') + "a:\n";
  Expect("deep.yaml", yaml, "deeper than 512");
}

// A document quoted and quoted again.
TEST_F(LimitsTest, DecodedDepth) {
  std::string text = R"({"Statement": [{"Effect": "Allow", "Action": "*"}]})";
  for (int i = 0; i < 10; ++i) {
    std::string quoted = "\"";
    for (char c : text) {
      if (c == '"' || c == '\\') quoted += '\\';
      quoted += c;
    }
    text = quoted + "\"";
  }
  Expect("layers.json",
         "{\"Role\": {\"RoleName\": \"r\", \"AssumeRolePolicyDocument\": " + text + "}}",
         "more than 8 layers of encoding");
}

TEST_F(LimitsTest, InflatedSize) {
  Expect("bomb.json.gz", text::Gzip(std::string(size_t{96} << 20, ' '), 9), "times");
}

// Ten anchors of ten aliases each.
TEST_F(LimitsTest, Aliases) {
  std::string yaml = "a0: &a0 {Effect: Allow}\n";
  for (int i = 1; i < 12; ++i) {
    const std::string before = "*a" + std::to_string(i - 1);
    yaml += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + before;
    for (int n = 1; n < 10; ++n) yaml += ", " + before;
    yaml += "]\n";
  }
  Expect("laughs.yaml", yaml + "Statement: *a11\n", "alias");
}

TEST_F(LimitsTest, LoopsOfLinks) {
  fs::create_directories(folder_ / "tree");
  fs::create_directory_symlink("..", folder_ / "tree" / "up");
  fs::create_directory_symlink(".", folder_ / "tree" / "self");
  Expect("tree/x.json", "{\"Statement\": [", "ends inside");
  support::RunOptions options;
  options.directory = folder_;
  const support::RunResult run = support::RunProgram(
      support::Program(), {"check", "--no-config", "--list-inputs", "tree"}, options);
  // Once, by its shortest name.
  EXPECT_EQ(run.out.find("x.json"), run.out.rfind("x.json")) << run.out;
}

}  // namespace
}  // namespace rolelint::limits_test
