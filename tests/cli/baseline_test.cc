// Accepting findings as a user does: baselines, suppressions, comments.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "tests/support/paths.h"
#include "tests/support/process.h"

namespace rolelint::baseline_test {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using Json = nlohmann::json;
using Arguments = std::vector<std::string>;

std::string Policy(const std::string& statements) {
  return R"({"Version": "2012-10-17", "Statement": [)" + statements + "]}";
}

const char kAdmin[] = R"({"Sid": "All", "Effect": "Allow", "Action": "*", "Resource": "*"})";
const char kKeys[] =
    R"({"Effect": "Allow", "Action": "iam:CreateAccessKey", "Resource": "arn:aws:iam::111122223333:user/deploy"})";
const char kMoreKeys[] = R"({"Effect": "Allow", "Action": "iam:CreateAccessKey", "Resource": "*"})";

class BaselineTest : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = support::NewFolder("baseline");
    fs::remove_all(folder_);
    fs::create_directories(folder_ / ".git");
  }
  void TearDown() override { fs::remove_all(folder_); }

  void Write(const std::string& name, std::string_view text) {
    fs::create_directories((folder_ / name).parent_path());
    std::ofstream(folder_ / name, std::ios::binary) << text;
  }

  support::RunResult Run(const Arguments& arguments, const std::string& day = "1767225600") {
    support::RunOptions options;
    options.directory = folder_;
    options.environment = {{"SOURCE_DATE_EPOCH", day}};  // 2026-01-01
    return support::RunProgram(support::Program(), arguments, options);
  }

  fs::path folder_;
};

TEST_F(BaselineTest, WhatIsAcceptedIsCountedAndPasses) {
  Write("policies/admin.json", Policy(kAdmin));
  EXPECT_EQ(Run({"check", "policies"}).status, 1);
  const auto written = Run({"baseline", "write", "policies", "-o", "base.json"});
  EXPECT_EQ(written.status, 0) << written.err;
  EXPECT_THAT(written.err, HasSubstr("accepted in base.json"));
  const auto run = Run({"check", "policies", "--baseline", "base.json"});
  EXPECT_EQ(run.status, 0) << run.out;
  EXPECT_THAT(run.out, IsEmpty());
  EXPECT_THAT(run.err, HasSubstr("baselined"));
}

TEST_F(BaselineTest, AMovedMinifiedAndReorderedFileStaysAcceptedAWiderOneDoesNot) {
  Write("policies/keys.json", Policy(kKeys));
  ASSERT_EQ(Run({"baseline", "write", "policies", "-o", "base.json"}).status, 0);
  fs::remove(folder_ / "policies/keys.json");
  Write("policies/new/name.json",
        R"({"Statement":{"Sid":"Keys","Resource":["arn:aws:iam::111122223333:user/deploy"],)"
        R"("Action":["iam:createaccesskey"],"Effect":"Allow"},"Version":"2012-10-17"})");
  auto run = Run({"check", "policies", "--baseline", "base.json"});
  EXPECT_EQ(run.status, 0) << run.out;
  Write("policies/new/name.json", Policy(kMoreKeys));
  run = Run({"check", "policies", "--baseline", "base.json"});
  EXPECT_EQ(run.status, 1);
}

TEST_F(BaselineTest, AWiderStatementSaysWhatWasAdded) {
  Write("policies/keys.json", Policy(kKeys));
  ASSERT_EQ(Run({"baseline", "write", "policies", "-o", "base.json"}).status, 0);
  Write("policies/keys.json", Policy(kMoreKeys));
  const auto run = Run({"check", "policies", "--baseline", "base.json", "--format", "concise"});
  EXPECT_EQ(run.status, 1);
  EXPECT_THAT(run.out, HasSubstr("(wider than accepted: Resource *; it now allows "
                                 "iam:CreateAccessKey on "));
}

TEST_F(BaselineTest, WhatIsGoneIsNamedAndUpdateRemovesIt) {
  Write("policies/admin.json", Policy(kAdmin));
  Write("policies/keys.json", Policy(kKeys));
  ASSERT_EQ(Run({"baseline", "write", "policies", "-o", "base.json"}).status, 0);
  Write("policies/admin.json",
        Policy(R"({"Effect": "Allow", "Action": "sqs:ListQueues", "Resource": "*"})"));
  auto run = Run({"check", "policies", "--baseline", "base.json"});
  EXPECT_EQ(run.status, 0) << run.out;
  EXPECT_THAT(run.err, HasSubstr("admin-access in policies/admin.json (Sid All)"));
  // A run over other files cannot tell.
  EXPECT_THAT(Run({"check", "policies/keys.json", "--baseline", "base.json"}).err,
              Not(HasSubstr("gone")));
  run = Run({"baseline", "update", "policies", "--baseline", "base.json"});
  EXPECT_EQ(run.status, 0) << run.err;
  EXPECT_THAT(run.err, HasSubstr("removed: admin-access in policies/admin.json"));
  const std::string text = support::ReadFile(folder_ / "base.json");
  EXPECT_THAT(text, Not(HasSubstr("admin.json")));
  EXPECT_THAT(text, HasSubstr("keys.json"));
  EXPECT_THAT(Run({"check", "policies", "--baseline", "base.json"}).err, Not(HasSubstr("gone")));
}

TEST_F(BaselineTest, AWrongBaselineIsAnErrorAndNoneIsWrittenOfWhatCannotBeRead) {
  Write("a.json", Policy(kAdmin));
  Write("base.json", "{}");
  EXPECT_EQ(Run({"check", "a.json", "--baseline", "base.json"}).status, 2);
  EXPECT_EQ(Run({"check", "a.json", "--baseline", "missing.json"}).status, 2);
  Write("broken.json", R"({"Version": )");
  const auto run = Run({"baseline", "write", "a.json", "broken.json", "-o", "new.json"});
  EXPECT_EQ(run.status, 2);
  EXPECT_FALSE(fs::exists(folder_ / "new.json"));
}

TEST_F(BaselineTest, TheSchemaDescribesTheFile) {
  ROLELINT_REQUIRE(support::RunProgram("python3", {"-c", "import jsonschema"}).status == 0,
                   "python3-jsonschema");
  Write("a.json", Policy(kAdmin + std::string(",") + kKeys));
  ASSERT_EQ(Run({"baseline", "write", "a.json", "-o", "base.json"}).status, 0);
  support::RunOptions options;
  options.input = support::ReadFile(folder_ / "base.json");
  const auto root = support::SourceDir();
  const auto run = support::RunProgram("python3",
                                       {(root / "tests/report/validate.py").string(),
                                        (root / "docs/schema/baseline.schema.json").string()},
                                       options);
  EXPECT_EQ(run.status, 0) << run.out << run.err;
}

TEST_F(BaselineTest, ASuppressionHidesWhatItFitsAndTellsWhy) {
  Write("policies/admin.json", Policy(kAdmin));
  Write("rolelint.yaml",
        "suppressions:\n  - path: policies/*\n    sid: All\n    reason: \"break glass\\e[2J\"\n");
  auto run = Run({"check", "policies"});
  EXPECT_EQ(run.status, 0) << run.out << run.err;
  EXPECT_THAT(run.err, HasSubstr(" suppressed in "));
  run = Run({"check", "policies", "--show-suppressed"});
  EXPECT_THAT(run.err, HasSubstr("suppressed by the configuration[admin-access]"));
  EXPECT_THAT(run.err, HasSubstr("break glass"));
  EXPECT_THAT(run.err, Not(HasSubstr("\x1b")));
  const Json json =
      Json::parse(Run({"check", "policies", "--show-suppressed", "--format", "json"}).out);
  ASSERT_FALSE(json["suppressed_findings"].empty());
  EXPECT_EQ(json["suppressed_findings"][0]["suppression"]["by"], "configuration");
  const Json sarif =
      Json::parse(Run({"check", "policies", "--show-suppressed", "--format", "sarif"}).out);
  const Json& result = sarif["runs"][0]["results"][0];
  EXPECT_EQ(result["suppressions"][0]["kind"], "external");
  EXPECT_THAT(result["suppressions"][0]["justification"].get<std::string>(),
              HasSubstr("break glass"));
  const Json plain = Json::parse(Run({"check", "policies", "--format", "sarif"}).out);
  EXPECT_TRUE(plain["runs"][0]["results"].empty());
}

TEST_F(BaselineTest, EachKeyOfASuppressionNarrowsIt) {
  Write("policies/admin.json", Policy(kAdmin));
  struct Case {
    const char* keys;
    bool fits;
  };
  for (const auto& [keys, fits] : {
           Case{"rule: admin-access", true},
           Case{"rule: root-principal", false},
           Case{"rule: admin-access\n    path: \"*.yaml\"", false},
           Case{"rule: admin-access\n    pointer: /Statement/0*", true},
           Case{"rule: admin-access\n    pointer: /Statement/1*", false},
           Case{"rule: admin-access\n    owner: \"arn:*\"", false},
           Case{"rule: admin-access\n    action: \"*\"", true},
           Case{"rule: admin-access\n    action: \"s3:*\"", false},
           Case{"rule: admin-access\n    resource: \"arn:*\"", false},
           Case{"rule: admin-access\n    expires: \"2026-01-01\"", true},
           Case{"rule: admin-access\n    expires: \"2025-12-31\"", false},
       }) {
    Write("rolelint.yaml", "suppressions:\n  - " + std::string(keys) + "\n    reason: known\n");
    const auto run = Run({"check", "policies", "--format", "concise"});
    EXPECT_EQ(run.out.find("[admin-access,") == std::string::npos, fits) << keys << run.out;
    const bool told = run.out.find("[unused-suppression,") != std::string::npos ||
                      run.out.find("[expired-suppression,") != std::string::npos;
    // Of files that are not there nothing can be said.
    EXPECT_EQ(told, !fits && std::string(keys).find("*.yaml") == std::string::npos) << keys;
  }
}

TEST_F(BaselineTest, AWrongSuppressionIsAnError) {
  Write("policies/admin.json", Policy(kAdmin));
  struct Case {
    const char* keys;
    const char* error;
  };
  for (const auto& [keys, error] : {
           Case{"rule: admin-access", "a suppression needs a reason"},
           Case{"reason: everything", "says what it is about"},
           Case{"rule: admin-acess\n    reason: x", "did you mean \"admin-access\"?"},
           Case{"ruel: admin-access\n    reason: x", "did you mean \"rule\"?"},
           Case{"sid: A\n    reason: x\n    expires: \"2026-02-30\"", "expires is a day"},
           Case{"sid: [A]\n    reason: x", "sid must be a string"},
       }) {
    Write("rolelint.yaml", "suppressions:\n  - " + std::string(keys) + "\n");
    const auto run = Run({"check", "policies"});
    EXPECT_EQ(run.status, 2) << keys;
    EXPECT_THAT(run.err, HasSubstr(error));
  }
}

const char kTemplate[] = R"(Resources:
  Breaker:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          %1- Sid: All
            Effect: Allow
            Action: "*"%2
            Resource: "*"
)";

std::string Template(std::string above, const std::string& beside) {
  if (!above.empty()) above += "\n          ";
  std::string text = kTemplate;
  text.replace(text.find("%1"), 2, above);
  text.replace(text.find("%2"), 2, beside);
  return text;
}

TEST_F(BaselineTest, ACommentSuppressesInItsStatement) {
  struct Case {
    const char* above;
    const char* beside;
    bool fits;
    int status;
  };
  for (const auto& [above, beside, fits, status] : {
           Case{"# rolelint: ignore[admin-access] break glass", "", true, 0},
           Case{"# rolelint: ignore[admin-access] break glass\n          # more of it", "", true,
                0},
           Case{"", "  # rolelint: ignore[admin-access] break glass", true, 0},
           Case{"# rolelint: ignore[root-principal] another", "", false, 1},
           Case{"# rolelint: ignore[admin-access]", "", false, 2},
           Case{"# rolelint: ignore[admin-acess] typo", "", false, 2},
           Case{"# rolelint: ignore admin-access", "", false, 2},
           Case{"# see rolelint: ignore[admin-access] in the manual", "", false, 1},
       }) {
    Write("template.yaml", Template(above, beside));
    const auto run = Run({"check", "template.yaml", "--format", "concise", "--select",
                          "admin-access,unused-suppression"});
    EXPECT_EQ(run.out.find("[admin-access,") == std::string::npos, fits) << run.out << run.err;
    EXPECT_EQ(run.status, status) << above << beside << run.out << run.err;
  }
}

TEST_F(BaselineTest, ACommentInHclSuppressesToo) {
  Write("main.tf", R"(data "aws_iam_policy_document" "all" {
  // rolelint: ignore[admin-access] break glass
  statement {
    actions   = ["*"]
    resources = ["*"]
  }
}
resource "aws_iam_policy" "all" {
  name   = "all"
  policy = data.aws_iam_policy_document.all.json
}
)");
  const auto run = Run({"check", "main.tf", "--format", "concise", "--show-suppressed"});
  EXPECT_THAT(run.out, Not(HasSubstr("[admin-access,"))) << run.err;
  EXPECT_THAT(run.err, HasSubstr("suppressed by a comment[admin-access]"));
}

TEST_F(BaselineTest, WhatLooksLikeACommentInAStringIsNone) {
  std::string text = Template("", "");
  text.replace(text.find("Sid: All"), 8, "Sid: \"A # rolelint: ignore[admin-access] x\"");
  Write("template.yaml", text);
  EXPECT_THAT(Run({"check", "template.yaml", "--format", "concise"}).out,
              HasSubstr("[admin-access,"));
}

}  // namespace
}  // namespace rolelint::baseline_test
