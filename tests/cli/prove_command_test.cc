// `rolelint prove` on policies in files, as a user meets it.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "tests/support/paths.h"
#include "tests/support/process.h"

namespace rolelint::prove_command_test {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

class ProveCommandTest : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = support::NewFolder("prove");
    fs::remove_all(folder_);
    fs::create_directories(folder_ / ".git");
    fs::copy(support::SourceDir() / "fixtures" / "prove", folder_, fs::copy_options::recursive);
  }
  void TearDown() override { fs::remove_all(folder_); }

  void Write(const std::string& name, std::string_view text) {
    std::ofstream(folder_ / name, std::ios::binary) << text;
  }

  support::RunResult Run(std::vector<std::string> arguments, const std::string& input = "") {
    arguments.insert(arguments.begin(), "prove");
    support::RunOptions options;
    options.input = input;
    options.directory = folder_;
    return support::RunProgram(support::Program(), arguments, options);
  }

  Json RunJson(std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), {"--format", "json"});
    const support::RunResult result = Run(arguments);
    Json json = Json::parse(result.out, nullptr, false);
    EXPECT_FALSE(json.is_discarded()) << result.out << result.err;
    return json;
  }

  fs::path folder_;
};

struct Case {
  std::vector<std::string> arguments;
  int status;
  std::string result;
};

TEST_F(ProveCommandTest, AnswersWithStatusAndResult) {
  const Case cases[] = {
      {{"no-new-access", "old.json", "new.json"}, 1, "refuted"},
      {{"no-new-access", "new.json", "old.json"}, 0, "proved"},
      {{"no-new-access", "old.json", "old.json"}, 0, "proved"},
      {{"no-new-access", "old.json", "new.json", "--universe", "catalog"}, 1, "refuted"},
      {{"equivalent", "old.json", "old.json"}, 0, "proved"},
      {{"equivalent", "old.json", "new.json"}, 1, "refuted"},
      {{"equivalent", "new.json", "old.json"}, 1, "refuted"},
      {{"not-granted", "new.json", "--action", "cloudtrail:StopLogging"}, 1, "refuted"},
      {{"not-granted", "new.json", "--action", "iam:*", "--action", "s3:Put*"}, 0, "proved"},
      {{"not-granted", "new.json", "--action", "s3:*", "--resource", "arn:aws:s3:::other/*"},
       0,
       "proved"},
      {{"not-granted", "new.json", "--resource", "arn:aws:s3:::acme-logs"}, 1, "refuted"},
      {{"not-granted", "new.json", "--action", "s3:*", "--except", "s3:Get*", "--except",
        "s3:ListBucket"},
       0,
       "proved"},
      {{"not-granted", "new.json", "--action", "s3:*", "--except", "arn:aws:s3:::acme-logs"},
       1,
       "refuted"},
      {{"not-granted", "two-policies.json", "--policy", "Build", "--action", "sts:*"}, 0, "proved"},
      {{"not-granted", "two-policies.json", "--policy", "deploy/Switch", "--action", "sts:*"},
       1,
       "refuted"},
      {{"not-granted", "two-policies.json", "--policy", "#1", "--action", "sts:*"}, 1, "refuted"},
      {{"not-public", "bucket-public.json"}, 1, "refuted"},
      {{"not-public", "bucket-org.json"}, 0, "proved"},
      {{"not-public", "bucket-org.json", "--resource-type", "AWS::S3::Bucket"}, 0, "proved"},
      {{"not-granted", "placeholder.json", "--action", "s3:*"}, 2, "unknown"},
      {{"not-granted", "placeholder.json", "--action", "sqs:*"}, 0, "proved"},
      {{"not-granted", "placeholder.json", "--action", "s3:*", "--resource", "arn:aws:s3:::x/*"},
       2,
       "unknown"},
  };
  for (const Case& item : cases) {
    SCOPED_TRACE(::testing::PrintToString(item.arguments));
    for (const char* format : {"text", "json", "sarif"}) {
      std::vector<std::string> arguments = item.arguments;
      arguments.insert(arguments.end(), {"--format", format});
      const support::RunResult result = Run(arguments);
      EXPECT_EQ(result.status, item.status) << format << '\n' << result.out << result.err;
      EXPECT_THAT(result.err, IsEmpty());
      if (std::string_view(format) == "text") {
        EXPECT_THAT(result.out, StartsWith(item.result));
      } else if (std::string_view(format) == "json") {
        EXPECT_EQ(Json::parse(result.out)["result"], item.result);
      }
    }
  }
}

TEST_F(ProveCommandTest, UnknownPassesOnlyWhenAsked) {
  std::vector<std::string> arguments = {"not-granted", "placeholder.json", "--action",
                                        "s3:*",        "--resource",       "arn:aws:s3:::x/*"};
  EXPECT_EQ(Run(arguments).status, 2);
  arguments.insert(arguments.end(), {"--unknown-is", "pass"});
  EXPECT_EQ(Run(arguments).status, 0);
  arguments.back() = "fail";
  EXPECT_EQ(Run(arguments).status, 1);
  EXPECT_EQ(RunJson(arguments)["reason"], "unresolved-part");
}

TEST_F(ProveCommandTest, BadUsageIsStatusTwoAndSaysWhy) {
  Write("broken.json", "{\"Statement\": [");
  Write("odd.json", R"({"Statement": [{"Effect": "Permit", "Action": "*", "Resource": "*"}]})");
  Write("none.json", R"({"hello": "world"})");
  const std::pair<std::vector<std::string>, std::string> cases[] = {
      {{}, "prove what?"},
      {{"not-granted", "new.json"}, "--action, --resource or both"},
      {{"not-granted", "new.json", "--action", "s3GetObject"}, "is no action"},
      {{"not-granted", "new.json", "--action", "*:GetObject"}, "is no action"},
      {{"not-granted", "new.json", "--action", "s3:*", "--resource", "bucket"}, "is no resource"},
      {{"not-granted", "new.json", "--action", "s3:*", "--except", "*"}, "nothing to prove"},
      {{"not-granted", "two-policies.json", "--action", "s3:*"}, "deploy/Build"},
      {{"not-granted", "two-policies.json", "--action", "s3:*", "--policy", "X"}, "no policy is"},
      {{"not-public", "new.json"}, "allows nobody by itself"},
      {{"not-public", "bucket-org.json", "--resource-type", "AWS::EC2::Instance"},
       "--resource-type"},
      {{"no-new-access", "old.json", "bucket-org.json"}, "of kind"},
      {{"no-new-access", "old.json"}, "2"},
      {{"no-new-access", "-", "-"}, "standard input"},
      {{"no-new-access", "old.json", "absent.json"}, "absent.json"},
      {{"no-new-access", "old.json", "broken.json"}, "broken.json:1:"},
      {{"no-new-access", "old.json", "odd.json"}, "not a valid policy"},
      {{"no-new-access", "old.json", "none.json"}, "none.json"},
      {{"no-new-access", "old.json", "new.json", "--universe", "all"}, "--universe"},
      {{"no-new-access", "old.json", "new.json", "--aws-compatible", "--format", "json"},
       "--aws-compatible"},
      {{"no-new-access", "old.json", "new.json", "--output", "no/such/file"}, "cannot write"},
      {{"--cases", "x", "not-public", "bucket-org.json"}, "--cases"},
  };
  for (const auto& [arguments, text] : cases) {
    const support::RunResult result = Run(arguments);
    EXPECT_EQ(result.status, 2) << ::testing::PrintToString(arguments);
    EXPECT_THAT(result.err, HasSubstr(text)) << ::testing::PrintToString(arguments);
  }
}

TEST_F(ProveCommandTest, NothingIsProvedOfAPolicyThatAwsRefuses) {
  const std::string cases[] = {
      R"({"Effect":"Allow","Action":"sns:Publish","Resource":"*","Condition":{"StringIs":{"aws:userid":"x"}}})",
      R"({"Effect":"Allow","Action":"sns:Publish","Action":"sqs:ListQueues","Resource":"*"})",
      R"({"Effect":"Allow","Action":"sns:Publish","Resource":"*","Resource":"arn:aws:sns:eu-west-1:111122223333:x"})",
      R"({"Effect":"Allow","Action":" sns:*","Resource":"*"})",
      R"({"Effect":"Allow","Action":"*:Publish","Resource":"*"})",
      R"({"Effect":"Allow","Action":"sns:*"})",
  };
  for (const std::string& statement : cases) {
    const std::string policy = R"({"Version":"2012-10-17","Statement":[)" + statement + "]}";
    Write("refused.json", policy);
    const support::RunResult file = Run({"not-granted", "refused.json", "--action", "sns:Publish"});
    EXPECT_EQ(file.status, 2) << statement << file.out;
    EXPECT_THAT(file.err, HasSubstr("refused.json:1:")) << statement;
    const support::RunResult line =
        Run({"--cases", "-"},
            R"({"id":1,"question":"not-granted","actions":["sns:Publish"],"a":)" + policy + "}\n");
    EXPECT_EQ(line.status, 2) << statement << line.out;
    EXPECT_THAT(line.out, HasSubstr("\"error\"")) << statement;
  }
}

// A batch has the guards of the command line.
TEST_F(ProveCommandTest, CasesRefuseWhatIsNoQuestion) {
  const std::string queue =
      R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sqs:*","Resource":"*"}]})";
  const std::string open =
      R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"sqs:*","Resource":"*"}]})";
  const std::pair<std::string, std::string> cases[] = {
      {R"("question":"not-granted","actions":["SendMessage"],"a":)" + queue, "is no action"},
      {R"("question":"not-granted","actions":["sqs:*"],"except_actions":["*"],"a":)" + queue,
       "nothing to prove"},
      {R"("question":"not-granted","actions":["sqs:*"],"resources":["jobs"],"a":)" + queue,
       "is no resource"},
      {R"("question":"not-granted","a":)" + queue, "must not be granted"},
      {R"("question":"not-granted","action":["sqs:*"],"a":)" + queue, "unknown field"},
      {R"("question":"not-public","resource_type":"AWS::SQS::Que","a":)" + open, "resource_type"},
      {R"("question":"not-public","kind":"identity","a":)" + queue, "not-public is about"},
      {R"("question":"equivalent","a":)" + open + R"(,"b":)" + queue, "different kinds"},
      {R"("question":"equivalent","question":"not-public","a":)" + open, "question"},
  };
  for (const auto& [members, text] : cases) {
    const support::RunResult result = Run({"--cases", "-"}, R"({"id":1,)" + members + "}\n");
    EXPECT_EQ(result.status, 2) << members;
    EXPECT_THAT(result.err, HasSubstr(text)) << members;
    EXPECT_THAT(result.out, Not(HasSubstr("\"proved\""))) << members;
  }
  EXPECT_EQ(Run({"--cases", "-"}, " \n\n").status, 2);
}

TEST_F(ProveCommandTest, TextShowsTheRequestTheStatementAndTheSource) {
  const support::RunResult result =
      Run({"not-granted", "new.json", "--action", "cloudtrail:StopLogging"});
  EXPECT_THAT(result.out, StartsWith("refuted: new.json allows some of what is asked\n"
                                     "  --> new.json:13:18\n"
                                     "   |\n"
                                     "13 |       \"Action\": \"cloudtrail:StopLogging\",\n"
                                     "   |                  ^^^^^^^^^^^^^^^^^^^^^^ allows "
                                     "cloudtrail:StopLogging\n"));
  EXPECT_THAT(result.out, HasSubstr("aws:MultiFactorAuthPresent  true\n"));
  EXPECT_THAT(result.out, HasSubstr("statement: new.json:10:5  /Statement/1  \"StopTrails\"\n"));
  EXPECT_THAT(result.out, HasSubstr("assumes: universe strings"));
}

TEST_F(ProveCommandTest, JsonHasTheMembersOfTheContract) {
  const Json one = RunJson({"no-new-access", "old.json", "new.json"});
  std::vector<std::string> keys;
  for (const auto& [key, value] : one.items()) keys.push_back(key);
  EXPECT_THAT(keys, testing::UnorderedElementsAre("result", "reason", "witness", "statements",
                                                  "assumptions", "stats"));
  EXPECT_TRUE(one["reason"].is_null());
  ASSERT_EQ(one["statements"].size(), 1U);
  const Json& statement = one["statements"][0];
  EXPECT_EQ(statement["file"], "new.json");
  EXPECT_THAT(statement["pointer"], testing::AnyOf("/Statement/0", "/Statement/1"));
  for (const char* key :
       {"start_line", "start_column", "end_line", "end_column", "start_byte", "end_byte"}) {
    EXPECT_TRUE(statement[key].is_number()) << key;
  }
  const Json several = RunJson({"no-new-access", "old.json", "new.json", "--witnesses", "9"});
  ASSERT_EQ(several["witnesses"].size(), 2U);
  EXPECT_EQ(several["witnesses"][0]["action"], several["witness"]["action"]);
  EXPECT_FALSE(several["witnesses"][1]["statements"].empty());
}

TEST_F(ProveCommandTest, WrappedPoliciesHaveTheirPlacesInTheFile) {
  const Json answer =
      RunJson({"not-granted", "two-policies.json", "--policy", "Switch", "--action", "sts:*"});
  const Json& place = answer["statements"][0];
  EXPECT_EQ(place["start_line"], 4);
  const std::string text = support::ReadFile(folder_ / "two-policies.json");
  EXPECT_THAT(text.substr(place["start_byte"]), StartsWith("%7B%22Sid%22"));
}

TEST_F(ProveCommandTest, ReadsStandardInput) {
  const std::string text = support::ReadFile(folder_ / "new.json");
  EXPECT_EQ(Run({"no-new-access", "old.json", "-"}, text).status, 1);
  EXPECT_EQ(Run({"no-new-access", "-", "old.json"}, text).status, 0);
}

// The evaluator of `simulate` is the judge.
TEST_F(ProveCommandTest, WitnessesReplay) {
  const std::vector<std::vector<std::string>> refuted = {
      {"no-new-access", "old.json", "new.json"},
      {"not-public", "bucket-public.json"},
      {"not-granted", "new.json", "--action", "s3:*"},
  };
  for (std::vector<std::string> arguments : refuted) {
    const bool two = arguments[0] == "no-new-access";
    arguments.insert(arguments.end(), {"--replay", "cases.jsonl", "--witnesses", "5"});
    ASSERT_EQ(Run(arguments).status, 1);
    support::RunOptions options;
    options.directory = folder_;
    const support::RunResult replay =
        support::RunProgram(support::Program(), {"simulate", "--cases", "cases.jsonl"}, options);
    EXPECT_EQ(replay.status, 0) << replay.err;
    std::istringstream lines(replay.out);
    std::string line;
    for (size_t i = 0; std::getline(lines, line); ++i) {
      const bool of_old = two && i % 2 == 0;
      const Json answer = Json::parse(line);
      EXPECT_EQ(answer["decision"] == "allowed", !of_old) << line;
    }
  }
}

TEST_F(ProveCommandTest, SummaryIsAPolicyThatIsNewAccess) {
  const Json answer = RunJson({"no-new-access", "old.json", "new.json", "--summary"});
  EXPECT_EQ(answer["summary"]["exact"], true);
  Write("summary.json", answer["summary"]["policy"].dump());
  EXPECT_EQ(Run({"no-new-access", "new.json", "summary.json"}).status, 0);
  EXPECT_EQ(Run({"not-granted", "summary.json", "--action", "s3:GetObject"}).status, 0);
}

TEST_F(ProveCommandTest, AnswersAsAwsDoes) {
  support::RunResult result = Run({"no-new-access", "new.json", "old.json", "--aws-compatible"});
  EXPECT_EQ(result.status, 0);
  EXPECT_EQ(Json::parse(result.out)["result"], "PASS");
  EXPECT_TRUE(Json::parse(result.out)["reasons"].empty());

  result = Run({"not-granted", "new.json", "--action", "s3:*", "--aws-compatible"});
  EXPECT_EQ(result.status, 1);
  Json answer = Json::parse(result.out);
  EXPECT_EQ(answer["result"], "FAIL");
  ASSERT_EQ(answer["reasons"].size(), 1U);
  EXPECT_EQ(answer["reasons"][0]["statementIndex"], 0);
  EXPECT_EQ(answer["reasons"][0]["statementId"], "ReadLogs");

  // What is not decided fails.
  result = Run({"not-granted", "placeholder.json", "--action", "s3:*", "--resource",
                "arn:aws:s3:::x/*", "--aws-compatible"});
  EXPECT_EQ(result.status, 1);
  EXPECT_EQ(Json::parse(result.out)["result"], "FAIL");
}

TEST_F(ProveCommandTest, ControlCharactersOfAPolicyStayOut) {
  Write("hostile.json",
        "{\"Statement\": [{\"Effect\": \"Allow\", \"Action\": "
        "\"s3:Get\\u001b*\", \"Resource\": \"arn:aws:s3:::\\u001b]0;x\\u0007\"}]}");
  for (const char* format : {"text", "json", "sarif"}) {
    const support::RunResult result =
        Run({"not-granted", "hostile.json", "--action", "s3:*", "--format", format});
    EXPECT_EQ(result.status, 1) << result.err;
    EXPECT_THAT(result.out, Not(HasSubstr("\x1b"))) << format;
    EXPECT_THAT(result.out, Not(HasSubstr("\x07"))) << format;
  }
}

}  // namespace
}  // namespace rolelint::prove_command_test
