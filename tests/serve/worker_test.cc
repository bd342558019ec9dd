// `rolelint worker`: frames in, an answer for each.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/support/paths.h"
#include "tests/support/process.h"

namespace rolelint::worker_test {
namespace {

using Json = nlohmann::json;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr const char* kPolicy =
    R"({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:Get", "Resource": "*"}})";

std::string Length(uint32_t length) {
  std::string bytes;
  for (int shift = 24; shift >= 0; shift -= 8) bytes.push_back(static_cast<char>(length >> shift));
  return bytes;
}

std::string Part(const std::string& bytes) {
  return Length(static_cast<uint32_t>(bytes.size())) + bytes;
}

std::string Request(const std::string& header, const std::string& content) {
  return Part(header) + Part(content);
}

support::RunResult Serve(const std::string& input, std::vector<std::string> more = {}) {
  support::RunOptions options;
  options.input = input;
  std::vector<std::string> arguments = {"worker", "--no-config"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return support::RunProgram(support::Program(), arguments, options);
}

std::vector<Json> Answers(const std::string& out) {
  std::vector<Json> answers;
  for (size_t at = 0; at + 4 <= out.size();) {
    uint32_t length = 0;
    for (int i = 0; i < 4; ++i) length = length << 8 | static_cast<unsigned char>(out[at + i]);
    answers.push_back(Json::parse(out.substr(at + 4, length), nullptr, false));
    EXPECT_FALSE(answers.back().is_discarded()) << out;
    at += 4 + length;
  }
  return answers;
}

TEST(Worker, AnswersFrameByFrame) {
  const support::RunResult run = Serve(
      Request(R"({"id": 1, "name": "a.json"})", kPolicy) +
      Request(R"({"id": "two", "name": "b.json", "options": {"fail_on": "never"}})", kPolicy) +
      Request(R"({})", "{\"Version\": "));
  EXPECT_EQ(run.status, 0) << run.err;
  EXPECT_THAT(run.err, IsEmpty());
  const std::vector<Json> answers = Answers(run.out);
  ASSERT_EQ(answers.size(), 3U);
  EXPECT_EQ(answers[0]["id"], 1);
  EXPECT_EQ(answers[0]["status"], 1);
  ASSERT_FALSE(answers[0]["findings"].empty());
  EXPECT_EQ(answers[0]["findings"][0]["rule"], "unknown-action");
  EXPECT_EQ(answers[0]["findings"][0]["location"]["file"], "a.json");
  EXPECT_TRUE(answers[0]["notes"].is_array());
  EXPECT_EQ(answers[1]["id"], "two");
  EXPECT_EQ(answers[1]["status"], 0);
  EXPECT_EQ(answers[1]["findings"].size(), answers[0]["findings"].size());
  EXPECT_TRUE(answers[2]["id"].is_null());
  EXPECT_EQ(answers[2]["status"], 2);
  EXPECT_FALSE(answers[2]["errors"].empty());
}

constexpr const char* kDump =
    R"({"UserDetailList": [{"Path": "/", "UserName": "ada", "UserId": "AIDA1", "Arn": "arn:aws:iam::300000000001:user/ada",
    "GroupList": [], "AttachedManagedPolicies": [], "UserPolicyList": [{"PolicyName": "p", "PolicyDocument":
    {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "sts:AssumeRole",
    "Resource": ["arn:aws:iam::300000000002:role/ops", "arn:aws:iam::*:role/x"]}}}]}],
    "GroupDetailList": [], "RoleDetailList": [{"Path": "/", "RoleName": "own", "RoleId": "AROA1",
    "Arn": "arn:aws:iam::300000000001:role/own", "RolePolicyList": [], "AttachedManagedPolicies": [], "InstanceProfileList": [],
    "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Principal": {"AWS": ["300000000002", "arn:aws:iam::300000000003:user/eve", "*"],
    "Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}]}}], "Policies": [], "IsTruncated": false})";

std::vector<Json> Column(const Json& rows, const std::string& name) {
  std::vector<Json> values;
  for (const Json& row : rows) values.push_back(row[name]);
  return values;
}

TEST(Worker, TablesSayWhomTrustNamesAndWhatPoliciesGrant) {
  const std::vector<Json> answers =
      Answers(Serve(Request(R"({"question": "tables", "name": "a.json"})", kDump)).out);
  ASSERT_EQ(answers.size(), 1U);
  const Json& tables = answers[0]["tables"];
  EXPECT_THAT(Column(tables["trust"], "key_kind"),
              ::testing::UnorderedElementsAre("account", "exact", "any", "service"));
  EXPECT_THAT(Column(tables["grants"], "key_kind"), ::testing::ElementsAre("exact", "pattern"));
  EXPECT_EQ(tables["grants"][0]["key_account"], "300000000002");
  EXPECT_EQ(tables["accounts"][0]["roles_complete"], true);
  EXPECT_EQ(tables["policies"].size(), 2U);
  EXPECT_EQ(answers[0]["slices"]["elements"].size(), 2U);
  EXPECT_THAT(answers[0]["record"].get<std::string>(), HasSubstr("rolelint_map_record"));
}

TEST(Worker, AShareTellsWhatIsTheAccounts) {
  const auto edges = [](const std::string& options) {
    const std::string header =
        R"({"question": "organization", "name": "a.json", "options": )" + options + "}";
    return Column(Answers(Serve(Request(header, kDump)).out).at(0)["edges"], "from");
  };
  const std::string eve = "arn:aws:iam::300000000003:user/eve";
  const std::string own = R"("account": "300000000001")";
  EXPECT_THAT(edges("{" + own + "}"), ::testing::Contains(eve));
  // Eve's account has a share of its own, which tells of her.
  EXPECT_THAT(edges("{" + own + R"(, "others": ["300000000003"]})"),
              ::testing::Not(::testing::Contains(eve)));
  EXPECT_THAT(edges(R"({"account": "300000000009"})"), IsEmpty());
  EXPECT_EQ(edges("{}"), edges("{" + own + "}"));
}

TEST(Worker, WrongQuestionsAreAnsweredWithAnError) {
  for (const char* header :
       {R"({"question": "tabels"})", R"({"question": 1})",
        R"({"question": "organization", "options": {"share": 1, "shares": 1}})",
        R"({"question": "organization", "options": {"others": "x"}})",
        R"({"question": "check", "options": {"account": "300000000001"}})"}) {
    const std::vector<Json> answers = Answers(Serve(Request(header, kDump)).out);
    ASSERT_EQ(answers.size(), 1U);
    EXPECT_TRUE(answers[0].contains("error")) << header;
  }
}

TEST(Worker, SaysWhatCheckSays) {
  support::RunOptions options;
  options.input = kPolicy;
  const Json report =
      Json::parse(support::RunProgram(support::Program(),
                                      {"check", "--no-config", "--format", "json", "-"}, options)
                      .out);
  const std::vector<Json> answers = Answers(Serve(Request("{}", kPolicy)).out);
  ASSERT_EQ(answers.size(), 1U);
  EXPECT_EQ(answers[0]["findings"], report["findings"]);
}

TEST(Worker, AWrongFrameIsAnsweredAlone) {
  struct Case {
    const char* header;
    const char* error;
  };
  const Case cases[] = {
      {"", "not JSON"},
      {"[1]", "not an object"},
      {"{\"id\": [1]}", "id: not a string"},
      {"{\"id\": 7, \"name\": 1}", "name: not a string"},
      {"{\"nmae\": \"x\"}", "there is no member \"nmae\""},
      {"{\"options\": []}", "options: not an object"},
      {"{\"options\": {\"kidn\": \"trust\"}}", "did you mean \"kind\"?"},
      {"{\"options\": {\"kind\": \"trsut\"}}", "did you mean \"trust\"?"},
      {"{\"options\": {\"select\": [\"no-such-rule\"]}}", "no-such-rule"},
      {"{\"options\": {\"kind\": \"trust\", \"resource_type\": \"AWS::S3::Bucket\"}}",
       "is of kind resource"},
      {"\xFF\xFE{", "not JSON"},
  };
  for (const Case& item : cases) {
    const support::RunResult run =
        Serve(Request(item.header, kPolicy) + Request("{\"id\": 2}", kPolicy));
    EXPECT_EQ(run.status, 0) << item.header << run.err;
    const std::vector<Json> answers = Answers(run.out);
    ASSERT_EQ(answers.size(), 2U) << item.header;
    ASSERT_TRUE(answers[0].contains("error")) << answers[0];
    EXPECT_THAT(answers[0]["error"].get<std::string>(), HasSubstr(item.error)) << item.header;
    EXPECT_EQ(answers[1]["id"], 2);
    EXPECT_EQ(answers[1]["status"], 1);
  }
}

TEST(Worker, ALongContentIsPassedOver) {
  const support::RunResult run = Serve(
      Request("{\"id\": 1}", std::string((size_t{1} << 20) + 1, ' ')) + Request("{}", kPolicy),
      {"--max-megabytes", "1"});
  const std::vector<Json> answers = Answers(run.out);
  ASSERT_EQ(answers.size(), 2U);
  EXPECT_EQ(answers[0]["id"], 1);
  EXPECT_THAT(answers[0]["error"].get<std::string>(), HasSubstr("longer than 1048576 bytes"));
  EXPECT_EQ(answers[1]["status"], 1);
}

TEST(Worker, AnInputThatIsNotMadeOfFramesIsAnError) {
  struct Case {
    std::string input;
    const char* error;
  };
  const Case cases[] = {
      {"\x01", "within the length"},
      {Length(9) + "{}", "within a header"},
      {Part("{}"), "content's length"},
      {Part("{}") + Length(3) + "a", "within a content"},
      {"GET / HTTP/1.1\r\n\r\n", "out of step"},
  };
  for (const Case& item : cases) {
    const support::RunResult run = Serve(item.input);
    EXPECT_EQ(run.status, 2) << item.error;
    EXPECT_THAT(run.err, HasSubstr(item.error));
    EXPECT_THAT(run.out, IsEmpty());
  }
  EXPECT_EQ(Serve("").status, 0);
}

}  // namespace
}  // namespace rolelint::worker_test
