// Every answer of AWS's services that holds a policy: which format, kind and resource it is taken
// for, and that what only looks like a policy is passed over.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "tests/inputs/collect.h"
#include "tests/support/paths.h"

namespace rolelint::inputs::api_output_test {
namespace {

using Json = nlohmann::ordered_json;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

struct Output {
  const char* service;
  const char* operation;
  const char* path;      // of the policy in the output
  const char* beside;    // members beside the policy
  const char* outer;     // members of the output
  const char* resource;  // what the policy speaks of
  const char* action;
  const char* format;
  const char* type;
  const char* kind;  // "none": passed over
};

constexpr Output kOutputs[] = {
// clang-format off
#include "tests/inputs/api_outputs.inc"
    // clang-format on
};

Json Members(const char* text) { return Json::parse("{" + std::string(text) + "}"); }

Json DocumentFor(const Output& output) {
  const std::string_view kind = output.kind;
  Json statement = {{"Effect", "Allow"}};
  if (kind == "trust") {
    statement["Principal"] = {{"Service", "ec2.amazonaws.com"}};
    statement["Action"] = "sts:AssumeRole";
  } else {
    if (kind == "resource" || kind == "none") {
      statement["Principal"] = {{"AWS", "arn:aws:iam::111122223333:root"}};
    }
    statement["Action"] = output.action;
    statement["Resource"] = output.resource;
  }
  return {{"Version", "2012-10-17"}, {"Statement", {statement}}};
}

// The value at the end of `path`, with what is around it.
Json Around(std::string_view path, const Json& policy, const char* beside) {
  const size_t dot = path.find('.');
  std::string step(path.substr(0, dot));
  std::string brackets;
  if (step.ends_with("[]") || step.ends_with("{}")) {
    brackets = step.substr(step.size() - 2);
    step.resize(step.size() - 2);
  }
  const bool last = dot == std::string_view::npos;
  Json inner = last ? policy : Around(path.substr(dot + 1), policy, beside);
  if (brackets == "[]") inner = Json::array({inner});
  if (brackets == "{}") inner = {{"arn:aws:x", inner}};
  Json object = last ? Members(beside) : Json::object();
  if (!object.contains(step)) object[step] = inner;
  return object;
}

std::string OutputText(const Output& output, const Json& policy) {
  Json object = Around(output.path, policy, output.beside);
  object.update(Members(output.outer));
  return object.dump();
}

void ExpectReading(const Output& output, const std::string& text) {
  SCOPED_TRACE(text);
  Reading reading = ReadText(text);
  EXPECT_TRUE(reading.result.readable);
  EXPECT_EQ(reading.result.format, output.format);
  EXPECT_THAT(reading.result.not_checked, IsEmpty());
  if (std::string_view(output.kind) == "none") {
    EXPECT_THAT(reading.seen.documents, IsEmpty());
    return;
  }
  ASSERT_THAT(reading.seen.documents, SizeIs(1));
  const SeenDocument& document = reading.seen.documents[0];
  EXPECT_EQ(policy::KindName(document.kind), output.kind);
  EXPECT_EQ(document.resource_type, output.type);
  for (const SeenText& seen : document.texts) {
    EXPECT_TRUE(BytesStandFor(
        text.substr(seen.file_span.begin, seen.file_span.end - seen.file_span.begin), seen.value));
  }
}

TEST(ApiOutput, EveryRow) {
  for (const Output& output : kOutputs) {
    SCOPED_TRACE(std::string(output.service) + " " + output.operation + " " + output.path);
    const Json document = DocumentFor(output);
    ExpectReading(output, OutputText(output, document.dump()));
    ExpectReading(output, OutputText(output, document));
  }
}

// What is named by the user and holds no policy of IAM says so; found in a folder it is silent.
TEST(ApiOutput, OtherLanguagesAreNamed) {
  size_t others = 0;
  for (const Output& output : kOutputs) {
    if (std::string_view(output.kind) != "none" || *output.format != '\0') continue;
    SCOPED_TRACE(std::string(output.service) + " " + output.operation);
    ++others;
    const std::string text = OutputText(output, DocumentFor(output).dump());
    EXPECT_THAT(ReadText(text).result.why_not, testing::Not(HasSubstr("nothing here looks like")));
    ReadOptions found;
    found.explicitly_named = false;
    Reading silent = ReadText(text, found);
    EXPECT_THAT(silent.result.why_not, IsEmpty());
    EXPECT_FALSE(silent.result.recognised);
  }
  EXPECT_GT(others, 20U);
}

// The table of outputs that this one was made from names none that is missing here.
TEST(ApiOutput, TableIsWhole) {
  auto data = support::SharedData();
  ROLELINT_REQUIRE(data, "the shared data (ROLELINT_SHARED_DATA)");
  std::ifstream in(data->parent_path() / "reference" / "policy-bearing-api-outputs.tsv");
  ROLELINT_REQUIRE(in.good(), "the table of API outputs");
  std::set<std::string> known;
  for (const Output& output : kOutputs) {
    known.insert(std::string(output.service) + "\t" + output.operation + "\t" + output.path);
  }
  std::string line;
  std::getline(in, line);
  size_t rows = 0;
  while (std::getline(in, line)) {
    const size_t end = line.find('\t', line.find('\t', line.find('\t') + 1) + 1);
    EXPECT_TRUE(known.contains(line.substr(0, end))) << line;
    ++rows;
  }
  EXPECT_EQ(rows, std::size(kOutputs));
}

struct Request {
  const char* text;  // "$" stands for a policy with a principal, "%" for one without
  const char* format;
  const char* kind;
  const char* type;
};

constexpr Request kRequests[] = {
    {R"({"Bucket":"b","Policy":$})", "get-bucket-policy", "resource", "AWS::S3::Bucket"},
    {R"({"KeyId":"k","PolicyName":"default","Policy":$})", "get-key-policy", "resource",
     "AWS::KMS::Key"},
    {R"({"QueueUrl":"u","Attributes":{"Policy":$}})", "set-queue-attributes", "resource",
     "AWS::SQS::Queue"},
    {R"({"TopicArn":"arn:aws:sns:us-east-1:111122223333:t","AttributeName":"Policy","AttributeValue":$})",
     "set-topic-attributes", "resource", "AWS::SNS::Topic"},
    {R"({"SecretId":"s","ResourcePolicy":$})", "put-resource-policy", "resource",
     "AWS::SecretsManager::Secret"},
    {R"({"PolicyName":"p","PolicyDocument":%})", "create-policy", "identity", ""},
    {R"({"PolicyArn":"arn:aws:iam::111122223333:policy/p","PolicyDocument":%,"SetAsDefault":true})",
     "create-policy-version", "identity", ""},
    {R"({"RoleName":"r","PolicyName":"p","PolicyDocument":%})", "get-role-policy", "identity", ""},
    {R"({"DomainName":"d","AccessPolicies":$})", "create-domain", "resource",
     "AWS::OpenSearchService::Domain"},
    {R"({"policyName":"p","policyDocument":$})", "put-resource-policy", "resource", ""},
    // Nothing tells: a resource policy of something, or what the content says.
    {R"({"Policy":$})", "resource-policy", "resource", ""},
    {R"({"Policy":%})", "resource-policy", "identity", ""},
    {R"({"policy":%})", "resource-policy", "identity", ""},
};

TEST(ApiOutput, Requests) {
  const Json statement = {{"Effect", "Allow"}, {"Action", {"x:Get", "y:Get"}}, {"Resource", "*"}};
  Json with = statement;
  with["Principal"] = "*";
  for (const Request& request : kRequests) {
    SCOPED_TRACE(request.text);
    std::string text = request.text;
    const size_t at = text.find_first_of("$%");
    const Json document = {{"Version", "2012-10-17"},
                           {"Statement", {text[at] == '$' ? with : statement}}};
    text.replace(at, 1, Json(document.dump()).dump());
    Reading reading = ReadText(text);
    EXPECT_EQ(reading.result.format, request.format);
    ASSERT_THAT(reading.seen.documents, SizeIs(1));
    EXPECT_EQ(policy::KindName(reading.seen.documents[0].kind), request.kind);
    EXPECT_EQ(reading.seen.documents[0].resource_type, request.type);
  }
}

TEST(ApiOutput, OwnerIsWhatTheOutputNames) {
  Reading reading = ReadText(
      R"({"ARN":"arn:aws:secretsmanager:us-east-1:111122223333:secret:s-abc","Name":"s",)"
      R"("ResourcePolicy":"{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"*\",\"Resource\":\"*\"}}"})");
  ASSERT_THAT(reading.seen.documents, SizeIs(1));
  EXPECT_EQ(reading.seen.documents[0].owner_arn,
            "arn:aws:secretsmanager:us-east-1:111122223333:secret:s-abc");
  EXPECT_EQ(reading.seen.documents[0].account, "111122223333");
}

// API Gateway escapes its string once more.
TEST(ApiOutput, DoublyEscaped) {
  const Json document = {{"Version", "2012-10-17"},
                         {"Statement",
                          {{{"Effect", "Allow"},
                            {"Principal", "*"},
                            {"Action", "execute-api:Invoke"},
                            {"Resource", "execute-api:/*"}}}}};
  const std::string once = Json(document.dump(2)).dump();
  const Json api = {{"id", "a"},
                    {"name", "n"},
                    {"policy", once.substr(1, once.size() - 2)},
                    {"apiKeySource", "HEADER"}};
  const std::string text = api.dump();
  Reading reading = ReadText(text);
  EXPECT_EQ(reading.result.format, "get-rest-api");
  ASSERT_THAT(reading.seen.documents, SizeIs(1));
  EXPECT_THAT(reading.seen.issues, IsEmpty());
  for (const SeenText& seen : reading.seen.documents[0].texts) {
    EXPECT_TRUE(BytesStandFor(
        text.substr(seen.file_span.begin, seen.file_span.end - seen.file_span.begin), seen.value))
        << seen.value;
  }
}

TEST(ApiOutput, NoPolicyIsSet) {
  Reading reading = ReadText(R"({"DomainStatus":{"ARN":"x","AccessPolicies":""}})");
  EXPECT_EQ(reading.result.format, "describe-domain");
  EXPECT_EQ(reading.result.policies, 0U);
  EXPECT_THAT(reading.result.why_not, IsEmpty());
}

// The other policies of the same object are found too.
TEST(ApiOutput, NothingBesideIsLost) {
  Reading reading = ReadText(
      R"({"policy":{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}},)"
      R"("other":{"AssumeRolePolicyDocument":{"Statement":{"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole"}}}})");
  ASSERT_THAT(reading.seen.documents, SizeIs(2));
  EXPECT_EQ(reading.seen.documents[0].kind, policy::Kind::kIdentity);
  EXPECT_EQ(reading.seen.documents[1].kind, policy::Kind::kTrust);
}

TEST(ApiOutput, BrokenDocumentIsSaid) {
  Reading reading = ReadText(
      R"({"PolicyName":"default","Policy":"{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":}]}"})");
  EXPECT_EQ(reading.result.format, "get-key-policy");
  EXPECT_THAT(reading.result.not_checked, SizeIs(1));
  EXPECT_THAT(reading.seen.issues, SizeIs(1));
}

// One statement, without the policy around it.
TEST(ApiOutput, AddPermission) {
  const Json statement = {{"Sid", "sns"},
                          {"Effect", "Allow"},
                          {"Principal", {{"Service", "sns.amazonaws.com"}}},
                          {"Action", "lambda:InvokeFunction"},
                          {"Resource", "arn:aws:lambda:us-east-2:123456789012:function:f"}};
  for (const Json& output : {Json{{"Statement", statement.dump()}},
                             Json{{"RevisionId", "1"}, {"Statement", statement}}}) {
    const std::string text = output.dump();
    SCOPED_TRACE(text);
    Reading reading = ReadText(text);
    EXPECT_EQ(reading.result.format, "add-permission");
    ASSERT_THAT(reading.seen.documents, SizeIs(1));
    const SeenDocument& document = reading.seen.documents[0];
    EXPECT_EQ(document.kind, policy::Kind::kResource);
    EXPECT_EQ(document.resource_type, "AWS::Lambda::Function");
    size_t in_place = 0;
    for (const SeenText& seen : document.texts) {
      in_place += BytesStandFor(
                      text.substr(seen.file_span.begin, seen.file_span.end - seen.file_span.begin),
                      seen.value)
                      ? 1
                      : 0;
    }
    // All but the version and the two names that are not in the output.
    EXPECT_EQ(in_place + 3, document.texts.size());
  }
  EXPECT_THAT(ReadText(R"({"Statement":"{\"Effect\":"})").result.not_checked, SizeIs(1));
}

// Members of these names that hold something else.
TEST(ApiOutput, OtherThingsArePassedOver) {
  for (const char* text : {
           R"({"Policy":"none"})",
           R"({"policy":{"Statement":"of the board"}})",
           R"({"Policy":7,"PolicyName":"default"})",
           R"({"items":[{"policy":"{\"rules\":[]}"},1,null]})",
           R"({"ResourcePolicy":{"Policy":{"Statement":1}}})",
           R"({"Attributes":{"Policy":"see the Statement"}})",
       }) {
    SCOPED_TRACE(text);
    Reading reading = ReadText(text);
    EXPECT_FALSE(reading.result.recognised);
    EXPECT_THAT(reading.seen.documents, IsEmpty());
  }
}

}  // namespace
}  // namespace rolelint::inputs::api_output_test
