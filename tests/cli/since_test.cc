// `check --since`: what a change introduces, told from git.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "tests/support/paths.h"
#include "tests/support/process.h"

namespace rolelint::since_test {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using Json = nlohmann::json;
using Arguments = std::vector<std::string>;

const char kRead[] =
    R"({"Version": "2012-10-17", "Statement": [{"Sid": "Read", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/*"}]})";
const char kReadElsewhere[] =
    R"({"Version": "2012-10-17", "Statement": [{"Sid": "Read", "Effect": "Allow", "Action": ["s3:GetObject", "s3:DeleteObject"], "Resource": "arn:aws:s3:::reports/*"}]})";
const char kAdmin[] =
    R"({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]})";

class SinceTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ROLELINT_REQUIRE(support::RunProgram("git", {"--version"}).status == 0, "git");
    folder_ = support::NewFolder("since");
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    Git({"init", "--quiet", "--initial-branch=main"});
    Write("policies/admin.json", kAdmin);
    Write("policies/read.json", kRead);
    Commit("first");
  }
  void TearDown() override { fs::remove_all(folder_); }

  void Write(const std::string& name, std::string_view text) {
    fs::create_directories((folder_ / name).parent_path());
    std::ofstream(folder_ / name, std::ios::binary) << text;
  }

  support::RunResult Git(Arguments arguments) {
    support::RunOptions options;
    options.directory = folder_;
    options.environment = {{"GIT_CONFIG_GLOBAL", "/dev/null"}, {"GIT_CONFIG_SYSTEM", "/dev/null"}};
    arguments.insert(arguments.begin(), {"-c", "user.name=t", "-c", "user.email=t@example.com"});
    return support::RunProgram("git", arguments, options);
  }

  void Commit(const std::string& title) {
    Git({"add", "--all"});
    const auto run = Git({"commit", "--quiet", "--allow-empty", "-m", title});
    ASSERT_EQ(run.status, 0) << run.err;
  }

  support::RunResult Check(Arguments more) {
    Arguments arguments = {"check", "policies", "--since", "main"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    support::RunOptions options;
    options.directory = folder_;
    return support::RunProgram(support::Program(), arguments, options);
  }

  fs::path folder_;
};

TEST_F(SinceTest, WhatWasThereBeforeIsNoNews) {
  const auto run = Check({});
  EXPECT_EQ(run.status, 0) << run.out << run.err;
  EXPECT_THAT(run.out, IsEmpty());
}

TEST_F(SinceTest, AChangeInLayoutAloneIsNone) {
  Write("policies/admin.json", Json::parse(kAdmin).dump(4));
  fs::rename(folder_ / "policies/read.json", folder_ / "policies/moved.json");
  const auto run = Check({"--fail-on-new-access"});
  EXPECT_EQ(run.status, 0) << run.out << run.err;
  EXPECT_THAT(run.err, Not(HasSubstr("access")));
}

TEST_F(SinceTest, WhatAChangeIntroducesIsTold) {
  Write("policies/other.json", kAdmin);
  const auto run = Check({"--format", "concise"});
  EXPECT_EQ(run.status, 1);
  EXPECT_THAT(run.out, HasSubstr("policies/other.json:"));
  EXPECT_THAT(run.out, Not(HasSubstr("policies/admin.json:")));
}

TEST_F(SinceTest, AWidenedPolicyIsToldWithAWitness) {
  Write("policies/read.json", kReadElsewhere);
  auto run = Check({"--fail-on", "never"});
  EXPECT_EQ(run.status, 0);
  EXPECT_THAT(run.err, HasSubstr("(policies/read.json, changed) grants new access: it now allows "
                                 "s3:DeleteObject on arn:aws:s3:::reports/"));
  EXPECT_EQ(Check({"--fail-on", "never", "--fail-on-new-access"}).status, 1);
  const Json json = Json::parse(Check({"--format", "json"}).out);
  ASSERT_EQ(json["changes"].size(), 1U);
  EXPECT_EQ(json["changes"][0]["access"], "new");
  EXPECT_EQ(json["changes"][0]["file"], "policies/read.json");
}

TEST_F(SinceTest, ANarrowedPolicyGrantsNothingNew) {
  Commit("all");
  std::string text = kRead;
  text.replace(text.find("reports/*"), 9, "reports/2025/*");
  Write("policies/read.json", text);
  const auto run = Check({"--fail-on-new-access"});
  EXPECT_EQ(run.status, 0) << run.out << run.err;
  EXPECT_THAT(run.err, HasSubstr("(policies/read.json, changed) grants nothing new"));
}

TEST_F(SinceTest, ItComparesWithTheCommitInCommonAndLeavesTheTreeAlone) {
  Git({"switch", "--quiet", "-c", "work"});
  Write("policies/other.json", kAdmin);
  Commit("work");
  Git({"switch", "--quiet", "main"});
  Write("policies/third.json", kAdmin);
  Commit("meanwhile");
  Git({"switch", "--quiet", "work"});
  const std::string before = Git({"status", "--porcelain=v2"}).out;
  const auto run = Check({"--format", "concise"});
  EXPECT_THAT(run.out, HasSubstr("other.json"));
  EXPECT_EQ(Git({"status", "--porcelain=v2"}).out, before);
  EXPECT_FALSE(fs::exists(folder_ / "policies/third.json"));
}

TEST_F(SinceTest, OfTerraformTheValuesOfThenCount) {
  const auto module = [this](const char* file, const char* bucket) {
    Write("policies/main.tf", R"(variable "bucket" {}
resource "aws_iam_policy" "p" {
  name   = "p"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::${var.bucket}/*" }]
  })
}
)");
    Write(std::string("policies/") + file, std::string("bucket = \"") + bucket + "\"\n");
  };
  module("terraform.tfvars", "one");
  Commit("terraform");
  EXPECT_EQ(Check({"--fail-on-new-access"}).status, 0);
  module("terraform.tfvars", "other");
  const auto run = Check({"--fail-on-new-access"});
  EXPECT_EQ(run.status, 1) << run.out << run.err;
  EXPECT_THAT(run.err, HasSubstr("it now allows s3:GetObject on arn:aws:s3:::other/"));
}

TEST_F(SinceTest, AWrongRefIsAnError) {
  support::RunOptions options;
  options.directory = folder_;
  for (const char* ref : {"missing", "--output=x", "-x", "main:policies/read.json"}) {
    const auto run = support::RunProgram(
        support::Program(), {"check", "policies", std::string("--since=") + ref}, options);
    EXPECT_EQ(run.status, 2) << ref << run.err;
  }
  EXPECT_FALSE(fs::exists(folder_ / "x"));
  options.input = kAdmin;
  EXPECT_EQ(
      support::RunProgram(support::Program(), {"check", "-", "--since", "main"}, options).status,
      2);
}

}  // namespace
}  // namespace rolelint::since_test
