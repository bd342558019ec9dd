// `check --fix`, `--diff`, `--unsafe-fixes`, `--principal`: files that are edited, or not.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "tests/support/paths.h"
#include "tests/support/process.h"

namespace rolelint::fix_test {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using Words = std::vector<std::string>;

const char kTwice[] = R"({
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": [
        "s3:GetObject",
        "s3:ListBucket",
        "s3:GetObject"
      ],
      "Resource": ["arn:aws:s3:::reports", "arn:aws:s3:::reports/*"]
    }
  ]
}
)";
const char kOnce[] = R"({
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": [
        "s3:GetObject",
        "s3:ListBucket"
      ],
      "Resource": ["arn:aws:s3:::reports", "arn:aws:s3:::reports/*"]
    }
  ]
}
)";
const char kRoot[] = R"({
  "Version": "2012-10-17",
  "Statement": [{
    "Effect": "Allow",
    "Principal": {"AWS": "arn:aws:iam::444455556666:root"},
    "Action": "sts:AssumeRole",
    "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "true"}}
  }]
}
)";
const char kMisspelt[] = R"({
  "Version": "2012-10-17",
  "Statement": [{"Effect": "Allow", "Action": "s3:HeadObject", "Resource": "arn:aws:s3:::reports/*"}]
}
)";

class FixTest : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = support::NewFolder("fix");
    fs::remove_all(folder_);
    fs::create_directories(folder_ / "tree");
    fs::create_directories(folder_ / "elsewhere");
  }
  void TearDown() override { fs::remove_all(folder_); }

  void Write(const std::string& name, std::string_view text) {
    std::ofstream(folder_ / name, std::ios::binary) << text;
  }
  std::string Read(const std::string& name) { return support::ReadFile(folder_ / name); }

  support::RunResult Check(Words words, const std::string& input = "") {
    words.insert(words.begin(), "check");
    support::RunOptions options;
    options.directory = folder_ / "tree";
    options.input = input;
    return support::RunProgram(support::Program(), words, options);
  }

  fs::path folder_;
};

TEST_F(FixTest, AFileIsEditedAndKeepsItsLayout) {
  Write("tree/a.json", kTwice);
  fs::permissions(folder_ / "tree/a.json", fs::perms(0640));
  const auto run = Check({"a.json", "--fix"});
  EXPECT_EQ(run.status, 0) << run.out << run.err;
  EXPECT_EQ(Read("tree/a.json"), kOnce);
  EXPECT_EQ(fs::status(folder_ / "tree/a.json").permissions(), fs::perms(0640));
  EXPECT_THAT(run.err, HasSubstr("fixed: a.json:9:10: redundant-action: the policy allows the "
                                 "same"));
  EXPECT_THAT(run.err, HasSubstr("fixed 1 finding in 1 file: 1 without a change of what is "
                                 "allowed"));
  const auto again = Check({"a.json", "--fix"});
  EXPECT_EQ(Read("tree/a.json"), kOnce);
  EXPECT_THAT(again.err, HasSubstr("fixed 0 findings"));
}

TEST_F(FixTest, AByteOrderMarkStays) {
  Write("tree/a.json", std::string("\xEF\xBB\xBF") + kTwice);
  EXPECT_EQ(Check({"a.json", "--fix"}).status, 0);
  EXPECT_EQ(Read("tree/a.json"), std::string("\xEF\xBB\xBF") + kOnce);
}

TEST_F(FixTest, DiffWritesNothing) {
  Write("tree/a.json", kTwice);
  const auto run = Check({"a.json", "--diff"});
  EXPECT_EQ(run.status, 1) << run.err;
  EXPECT_EQ(Read("tree/a.json"), kTwice);
  EXPECT_EQ(run.out,
            "--- a/a.json\n+++ b/a.json\n@@ -5,8 +5,7 @@\n       \"Effect\": \"Allow\",\n"
            "       \"Action\": [\n         \"s3:GetObject\",\n-        \"s3:ListBucket\",\n"
            "-        \"s3:GetObject\"\n+        \"s3:ListBucket\"\n       ],\n"
            "       \"Resource\": [\"arn:aws:s3:::reports\", \"arn:aws:s3:::reports/*\"]\n"
            "     }\n");
  EXPECT_THAT(run.err, HasSubstr("would fix 1 finding in 1 file"));
  Write("tree/a.json", kOnce);
  const auto none = Check({"a.json", "--diff"});
  EXPECT_EQ(none.status, 0) << none.err;
  EXPECT_THAT(none.out, IsEmpty());
}

TEST_F(FixTest, StandardInputGoesToStandardOutput) {
  const auto run = Check({"-", "--fix"}, kTwice);
  EXPECT_EQ(run.out, kOnce);
  EXPECT_EQ(run.status, 0) << run.err;
  EXPECT_EQ(Check({"-", "--fix"}, kOnce).out, kOnce);
  // The findings go to standard error.
  const auto remains = Check({"-", "--fix", "--kind", "trust"}, kRoot);
  EXPECT_EQ(remains.out, kRoot);
  EXPECT_EQ(remains.status, 1);
  EXPECT_THAT(remains.err, HasSubstr("root-principal"));
}

TEST_F(FixTest, AnAccountBecomesAUser) {
  Write("tree/trust.json", kRoot);
  EXPECT_EQ(Check({"trust.json", "--fix"}).status, 1);
  EXPECT_EQ(Read("tree/trust.json"), kRoot) << "nobody says which user";
  const std::string user = "arn:aws:iam::444455556666:user/alice";
  const auto run = Check({"trust.json", "--fix", "--principal", user});
  EXPECT_THAT(Read("tree/trust.json"), HasSubstr("\"AWS\": \"" + user + "\""));
  EXPECT_THAT(run.err, HasSubstr("root-principal: the policy allows less"));
  EXPECT_THAT(run.out, Not(HasSubstr("root-principal")));
  // A user of another account has nothing to do with it.
  Write("tree/trust.json", kRoot);
  Check({"trust.json", "--fix", "--principal", "arn:aws:iam::111122223333:user/alice"});
  EXPECT_EQ(Read("tree/trust.json"), kRoot);
}

TEST_F(FixTest, UnsafeFixesAreAskedFor) {
  Write("tree/a.json", kMisspelt);
  const auto safe = Check({"a.json", "--fix"});
  EXPECT_EQ(Read("tree/a.json"), kMisspelt);
  EXPECT_EQ(safe.status, 1);
  EXPECT_THAT(safe.err, HasSubstr("1 more with --unsafe-fixes"));
  const auto unsafe = Check({"a.json", "--fix", "--unsafe-fixes"});
  EXPECT_THAT(Read("tree/a.json"), HasSubstr("\"s3:GetObject\""));
  EXPECT_THAT(unsafe.err, HasSubstr("the policy allows MORE, such as s3:GetObject on "));
  EXPECT_EQ(unsafe.status, 0) << unsafe.out;
}

TEST_F(FixTest, TheJsonReportSaysWhatWasDone) {
  Write("tree/a.json", kTwice);
  const auto run = Check({"a.json", "--fix", "--format", "json"});
  const auto json = nlohmann::json::parse(run.out, nullptr, false);
  ASSERT_TRUE(json.is_object()) << run.out;
  ASSERT_EQ(json["fixed"].size(), 1U);
  EXPECT_EQ(json["fixed"][0]["rule"], "redundant-action");
  EXPECT_EQ(json["fixed"][0]["access"], "equivalent");
  EXPECT_EQ(json["fixed"][0]["safe"], true);
  EXPECT_TRUE(json["findings"].empty());
  const auto plain = nlohmann::json::parse(Check({"a.json", "--format", "json"}).out);
  EXPECT_FALSE(plain.contains("fixed"));
}

std::string Utf16(std::string_view text) {
  std::string wide = "\xFF\xFE";
  for (char c : text) wide.append({c, '\0'});
  return wide;
}

TEST_F(FixTest, WhatCannotBeRewrittenIsLeft) {
  Write("elsewhere/out.json", kTwice);
  fs::create_symlink("../elsewhere/out.json", folder_ / "tree/link.json");
  Write("tree/wide.json", Utf16(kTwice));
  const nlohmann::json wrapped = {
      {"PolicyDocument", kTwice}, {"PolicyName", "p"}, {"UserName", "u"}};
  Write("tree/wrapped.json", wrapped.dump());
  const std::string before = Read("tree/wrapped.json");
  const auto run = Check({".", "--fix"});
  EXPECT_EQ(Read("elsewhere/out.json"), kTwice);
  EXPECT_EQ(Read("tree/wide.json"), Utf16(kTwice));
  EXPECT_EQ(Read("tree/wrapped.json"), before);
  EXPECT_THAT(run.err, HasSubstr("wide.json:9:10: not fixed: the file is compressed, or in another "
                                 "encoding than UTF-8"));
  EXPECT_THAT(run.err, HasSubstr("not fixed: the policy is in a string of the file"));
  const auto link = Check({"link.json", "--fix"});
  EXPECT_EQ(Read("elsewhere/out.json"), kTwice);
  EXPECT_THAT(link.err, HasSubstr("it is a symbolic link to a file outside of the project"));
}

TEST_F(FixTest, APatternBecomesTheOneRoleThatFits) {
  const char kPattern[] = R"({"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
  "Action": "sts:AssumeRole", "Resource": "arn:aws:iam::444455556666:role/acme-*"}]})";
  const char kRoles[] = R"({"UserDetailList": [], "GroupDetailList": [], "Policies": [],
  "RoleDetailList": [{"Path": "/", "RoleName": "acme-audit", "RoleId": "AROAEXAMPLEEXAMPLE123",
   "Arn": "arn:aws:iam::444455556666:role/acme-audit", "CreateDate": "2024-01-01T00:00:00Z",
   "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
    "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}]},
   "InstanceProfileList": [], "RolePolicyList": [], "AttachedManagedPolicies": [], "Tags": []}]})";
  Write("tree/a.json", kPattern);
  Check({"a.json", "--fix"});
  EXPECT_EQ(Read("tree/a.json"), kPattern) << "no export says which roles there are";
  Write("tree/roles.json", kRoles);
  const auto run = Check({"a.json", "roles.json", "--fix"});
  EXPECT_THAT(Read("tree/a.json"), HasSubstr("role/acme-audit\"")) << run.out << run.err;
  EXPECT_THAT(run.err, HasSubstr("assume-role-wildcard: the policy allows less"));
}

TEST_F(FixTest, ANoteSaysWhatIsNotProved) {
  Write("tree/a.yaml",
        "Resources:\n  P:\n    Type: AWS::IAM::ManagedPolicy\n    Properties:\n"
        "      PolicyDocument:\n        Version: 2008-10-17\n        Statement:\n"
        "          - Effect: Allow\n            Action: s3:GetObject\n"
        "            Resource: !Sub 'arn:aws:s3:::${Bucket}/*'\n  Bucket:\n"
        "    Type: AWS::S3::Bucket\n");
  const std::string before = Read("tree/a.yaml");
  const auto run = Check({"a.yaml", "--fix"});
  EXPECT_EQ(Read("tree/a.yaml"), before) << run.err;
  EXPECT_THAT(run.err, HasSubstr("not fixed: outdated-version: a part of the policy is left open"));
}

TEST_F(FixTest, WrongOptionsAreTold) {
  Write("tree/a.json", kOnce);
  const struct {
    Words words;
    const char* message;
  } cases[] = {
      {{"a.json", "--unsafe-fixes"}, "--unsafe-fixes needs --fix or --diff"},
      {{"a.json", "--fix", "--diff"}, "--diff"},
      {{"a.json", "--fix", "--list-inputs"}, "--list-inputs fixes nothing"},
      {{"a.json", "--diff", "--format", "json"}, "leave out --format json"},
      {{"a.json", "--diff", "--output", "x"}, "leave out --output"},
      {{"a.json", "-", "--fix"}, "give it alone"},
      {{"a.json", "--principal", "alice"}, "not the ARN of an IAM user or role"},
      {{"a.json", "--principal", "arn:aws:iam::444455556666:user/*"}, "not the ARN"},
  };
  for (const auto& one : cases) {
    const auto run = Check(one.words, kOnce);
    EXPECT_EQ(run.status, 2) << ::testing::PrintToString(one.words);
    EXPECT_THAT(run.err, HasSubstr(one.message));
    EXPECT_THAT(run.out, IsEmpty());
  }
}

}  // namespace
}  // namespace rolelint::fix_test
