// Nothing is passed over unseen, and nothing that a file or an argument says does harm: slips in
// arguments and configurations, what folders hold beside policies, commands in logs.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "tests/support/paths.h"
#include "tests/support/process.h"

namespace rolelint::told_test {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::Not;

const char kClean[] =
    R"({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sqs:ListQueues", "Resource": "*"}]})";
const char kAdmin[] =
    R"({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]})";

using Files = std::vector<std::pair<std::string, std::string>>;
using Arguments = std::vector<std::string>;

struct Case {
  const char* what;
  Files files;
  Arguments arguments;
  int status;
  const char* err;  // stands on standard error
};

class ToldTest : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = support::NewFolder("told");
    Begin();
  }
  void TearDown() override { fs::remove_all(folder_); }

  void Begin() {
    fs::remove_all(folder_);
    fs::create_directories(folder_ / ".git");
  }

  void Write(const Files& files) {
    for (const auto& [name, text] : files) {
      fs::create_directories((folder_ / name).parent_path());
      std::ofstream(folder_ / name, std::ios::binary) << text;
    }
  }

  support::RunResult Run(const Arguments& arguments) {
    support::RunOptions options;
    options.directory = folder_;
    return support::RunProgram(support::Program(), arguments, options);
  }

  void Try(const std::vector<Case>& cases) {
    for (const Case& item : cases) {
      Begin();
      Write(item.files);
      const support::RunResult result = Run(item.arguments);
      EXPECT_EQ(result.status, item.status) << item.what << '\n' << result.out << result.err;
      EXPECT_THAT(result.out + result.err, HasSubstr(item.err)) << item.what;
    }
  }

  fs::path folder_;
};

TEST_F(ToldTest, FoldersTellWhatTheyPassOver) {
  const std::string statement = R"([{"Effect": "Allow", "Action": "*", "Resource": "*"}])";
  Try({
      {"other endings",
       {{"d/a.json", kClean}, {"d/b.txt", "x"}, {"d/.x/c.json", kClean}},
       {"check", "d"},
       0,
       "passed over: 1 file of another ending, 1 folder"},
      {"no policy",
       {{"d/a.json", kClean}, {"d/b.json", "{}"}},
       {"check", "d"},
       0,
       "passed over: 1 file without a policy"},
      {"a pointer of Git LFS",
       {{"d/a.json", kClean}, {"d/b.yaml", "version https://git-lfs.github.com/spec/v1\noid x\n"}},
       {"check", "d"},
       2,
       "git lfs pull"},
      {"an archive",
       {{"d/a.json", kClean}, {"d/b.json", "PK\x03\x04rest"}},
       {"check", "d"},
       2,
       "ZIP archive"},
      {"JSON with comments",
       {{"d/a.jsonc", std::string("// mine\n") + kAdmin}},
       {"check", "d"},
       1,
       ""},
      {"OpenTofu",
       {{"d/a.tofu",
         "resource \"aws_iam_policy\" \"p\" {\n  policy = jsonencode({Version = "
         "\"2012-10-17\", Statement = [{Effect = \"Allow\", Action = \"*\", Resource "
         "= \"*\"}]})\n}\n"}},
       {"check", "d"},
       1,
       ""},
      {"a template in JSON",
       {{"d/a.tf.json", R"({"data": {"aws_iam_policy_document": {"p": {"statement": []}}}})"}},
       {"check", "d"},
       2,
       "aws_iam_policy_document.p"},
      {"a policy in Terraform's JSON",
       {{"d/a.tf.json", R"({"resource": {"aws_iam_policy": {"p": {"policy": )"
                        R"("{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\", )"
                        R"(\"Action\": \"*\", \"Resource\": \"*\"}]}"}}}})"}},
       {"check", "d"},
       1,
       ""},
      {"an escaped name",
       {{"d/a.json", R"({"p": {"\u0053tatement": )" + statement + "}}"}},
       {"check", "d"},
       1,
       ""},
      {"a name with a zero-width space",
       {{"d/a.json",
         "{\"Version\": \"2012-10-17\", \"Statem\xE2\x80\x8B"
         "ent\": " +
             statement + "}"}},
       {"check", "d"},
       1,
       ""},
      {"a list in the list",
       {{"d/a.json", R"({"Version": "2012-10-17", "Statement": [)" + statement + "]}"}},
       {"check", "d"},
       1,
       ""},
      {"a string with a byte order mark",
       {{"d/a.json", R"({"p": "\ufeff{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": )"
                     R"(\"Allow\", \"Action\": \"*\", \"Resource\": \"*\"}]}"})"}},
       {"check", "d"},
       1,
       ""},
      {"a template without IAM",
       {{"t.yaml",
         "AWSTemplateFormatVersion: \"2010-09-09\"\nResources:\n  Q: {Type: "
         "\"AWS::SQS::Queue\", Properties: {}}\n"}},
       {"check", "t.yaml"},
       0,
       "t.yaml holds no IAM policy"},
      {"a list of a hook",
       {{"a.json", "{}"}, {"b.png", "x"}},
       {"check", "--skip-unrecognised", "a.json", "b.png"},
       0,
       "passed over"},
  });
}

TEST_F(ToldTest, LinksToNothingAreErrors) {
  Write({{"d/a.json", kClean}});
  fs::create_symlink("nowhere", folder_ / "d/b.json");
  fs::create_symlink("c.json", folder_ / "d/c.json");
  const support::RunResult result = Run({"check", "d"});
  EXPECT_EQ(result.status, 2);
  EXPECT_THAT(result.err, HasSubstr("d/b.json: the link leads to nothing"));
  EXPECT_THAT(result.err, HasSubstr("d/c.json: the link leads to nothing"));
}

TEST_F(ToldTest, SlipsInArgumentsAreTold) {
  const std::string stack =
      "Parameters:\n  Stage: {Type: String}\nResources:\n  P:\n    Type: AWS::IAM::ManagedPolicy\n"
      "    Properties:\n      PolicyDocument: {Version: \"2012-10-17\", Statement: [{Effect: "
      "Allow, "
      "Action: \"sqs:ListQueues\", Resource: \"*\"}]}\n";
  Try({
      {"an empty path", {}, {"check", ""}, 2, "an empty path"},
      {"a command", {{"a.json", kClean}}, {"simulte", "a.json"}, 2, "did you mean \"simulate\"?"},
      {"a question",
       {{"a.json", kClean}},
       {"prove", "not-grantd", "a.json"},
       2,
       "did you mean \"not-granted\"?"},
      {"no command", {{"a.json", kClean}}, {"a.json"}, 2, "rolelint check a.json"},
      {"SARIF of inputs",
       {{"a.json", kClean}},
       {"check", "--list-inputs", "--format", "sarif", "a.json"},
       2,
       "text or json"},
      {"a report over its input",
       {{"a.json", kClean}},
       {"check", "--output", "a.json", "a.json"},
       2,
       "would replace the input"},
      {"a type",
       {{"a.json", kClean}},
       {"check", "--resource-type", "AWS::SQS::Queu", "a.json"},
       2,
       "did you mean AWS::SQS::Queue?"},
      {"a parameter",
       {{"t.yaml", stack}},
       {"check", "t.yaml", "--parameters", "Stge=x"},
       0,
       "Stge"},
      {"a pseudo parameter",
       {{"t.yaml", stack}},
       {"check", "t.yaml", "--parameters", "AWS::Regoin=x"},
       2,
       "did you mean AWS::Region?"},
      {"Markdown", {{"a.md", "# A\n\n```json\n{}\n```\n"}}, {"check", "a.md"}, 2, "--markdown"},
      {"several actions",
       {{"a.json", kClean}},
       {"prove", "not-granted", "a.json", "--action", "iam:*", "sts:*"},
       0,
       ""},
  });
}

TEST_F(ToldTest, YamlBeginsInSeveralWays) {
  const std::string rest =
      "Version: \"2012-10-17\"\nStatement:\n- {Effect: Allow, Action: \"*\", Resource: \"*\"}\n";
  for (const std::string begin : {"!!map\n", "!\n", "&a\n", "%YAML 1.1\n---\n", "# mine\n"}) {
    Begin();
    Write({{"p.yaml", begin + rest}});
    EXPECT_EQ(Run({"check", "p.yaml"}).status, 1) << begin;
  }
  Write({{"p.yaml",
          "\"Version\": \"2012-10-17\"\n\"Statement\":\n- {Effect: Allow, Action: \"*\", "
          "Resource: \"*\"}\n"}});
  EXPECT_EQ(Run({"check", "p.yaml"}).status, 1);
}

TEST_F(ToldTest, ConfigurationsAreReadOrRefused) {
  const auto assertion = [](const std::string& members) {
    return "assertions:\n  - name: calm\n    " + members + "\n";
  };
  Try({
      {"a folder",
       {{"rolelint.yaml/x", ""}, {"a.json", kClean}},
       {"check", "a.json"},
       2,
       "it is a folder"},
      {"a named folder",
       {{"a.json", kClean}},
       {"check", "--config", ".", "a.json"},
       2,
       "it is a folder"},
      {".yml",
       {{"rolelint.yml", "rules: {root-principle: off}\n"}, {"a.json", kClean}},
       {"check", "a.json"},
       2,
       "rolelint.yml"},
      {"two",
       {{"rolelint.yml", ""}, {"rolelint.yaml", ""}, {"a.json", kClean}},
       {"check", "a.json"},
       0,
       "rolelint.yml is not read"},
      {"which",
       {{"rolelint.yaml", "rules: {admin-access: off}\n"}, {"a.json", kClean}},
       {"check", "a.json"},
       0,
       "the configuration rolelint.yaml turns 1 rule off"},
      {"none", {{"a.json", kClean}}, {"check", "--verbose", "a.json"}, 0, "no configuration"},
      {"an action",
       {{"rolelint.yaml", assertion("forbid: {actions: [\"sqs:ListQueus\"]}")}, {"a.json", kClean}},
       {"check", "a.json"},
       2,
       "did you mean \"sqs:ListQueues\"?"},
      {"a name",
       {{"rolelint.yaml",
         assertion("policies: [\"buld-*\"]\n    forbid: {actions: [\"sqs:SendMessage\"]}")},
        {"a.json", kClean}},
       {"check", "a.json"},
       0,
       "none fits buld-*"},
      {"a kind",
       {{"rolelint.yaml", "kinds: {\"*.json\": scpp}\n"}, {"a.json", kClean}},
       {"check", "a.json"},
       2,
       "did you mean \"scp\"?"},
  });
}

TEST_F(ToldTest, ConfigurationsOfOtherPlacesAreNotQuoted) {
  Write({{"secret", "top: secret\n"}, {"in/.git/x", ""}, {"in/a.json", kClean}});
  fs::create_symlink(folder_ / "secret", folder_ / "in/rolelint.yaml");
  support::RunOptions options;
  options.directory = folder_ / "in";
  const support::RunResult result =
      support::RunProgram(support::Program(), {"check", "a.json"}, options);
  EXPECT_EQ(result.status, 2);
  EXPECT_THAT(result.err, HasSubstr("outside the repository"));
  EXPECT_THAT(result.err, Not(HasSubstr("top")));
}

TEST_F(ToldTest, KindsAreSetByPath) {
  Write({{"scps/a.json", kAdmin}, {"rolelint.yaml", "kinds: {\"scps/*\": scp}\n"}});
  const support::RunResult result = Run({"check", "scps", "--format", "concise"});
  EXPECT_THAT(result.out, Not(HasSubstr("admin-access")));
  EXPECT_THAT(Run({"check", "--no-config", "scps", "--format", "concise"}).out,
              HasSubstr("admin-access"));
}

TEST_F(ToldTest, LogsHoldNoCommands) {
  const std::string sid = R"({"Version": "2012-10-17", "Statement": [{"Sid": "##[error]x", )"
                          R"("Effect": "Allow", "Action": "sqs:##[group]", "Resource": "*"}]})";
  Write({{"##[warning]a.json", kAdmin},
         {"::error::b.json", kAdmin},
         {"c.json", sid},
         {"d/::debug::d.json", kAdmin}});
  const std::vector<Arguments> runs = {
      {"check", "##[warning]a.json", "::error::b.json", "c.json", "d", "##[add-mask]nowhere"},
      {"check", "--format", "concise", "##[warning]a.json", "::error::b.json", "c.json"},
      {"check", "--list-inputs", "##[warning]a.json", "::error::b.json", "c.json"},
      {"check", "--config", "##[error]c.yaml", "c.json"},
      {"prove", "no-new-access", "c.json", "##[warning]a.json"},
      {"explain", "##[error]x"},
      {"##[error]x"},
      {"simulate", "c.json", "--principal", "##[error]x", "--action", "sqs:##[group]"},
  };
  for (const Arguments& arguments : runs) {
    const support::RunResult result = Run(arguments);
    const std::string all = "\n" + result.out + "\n" + result.err;
    EXPECT_THAT(all, Not(HasSubstr("##["))) << ::testing::PrintToString(arguments);
    EXPECT_THAT(all, Not(HasSubstr("\n::"))) << ::testing::PrintToString(arguments);
  }
}

}  // namespace
}  // namespace rolelint::told_test
