// `rolelint why`: events of CloudTrail, and messages that hide or replace what was decided.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "analyzer/cli/why_message.h"
#include "tests/support/estate_json.h"
#include "tests/support/map_run.h"
#include "tests/support/paths.h"

namespace rolelint::why_events_test {
namespace {

using cli::DeniedBy;
using cli::ReadMessage;
using cli::WhyMessage;
using support::AccountJson;
using support::Allow;
using support::EstateJson;
using support::MapRun;
using support::Trusts;
using ::testing::HasSubstr;
using ::testing::Not;
using Json = nlohmann::json;

const std::string kAda = "arn:aws:iam::581470236914:user/ada";
const std::string kTop = "arn:aws:iam::739105284637:role/top";

EstateJson Event(const char* service, const char* name, const EstateJson& parameters) {
  return {{"eventVersion", "1.09"},
          {"userIdentity", {{"type", "IAMUser"}, {"arn", kAda}}},
          {"eventSource", std::string(service) + ".amazonaws.com"},
          {"eventName", name},
          {"errorCode", "AccessDenied"},
          {"requestParameters", parameters}};
}

TEST(WhyEvents, SayWhatTheRequestWasAbout) {
  struct Case {
    EstateJson event;
    const char* action;
    std::string resource;
  };
  EstateJson listed = Event("kms", "Decrypt", nullptr);
  listed["resources"] = {
      {{"type", "AWS::KMS::Key"}, {"ARN", "arn:aws:kms:eu-west-1:581470236914:key/1"}}};
  const Case kCases[] = {
      {Event("sts", "AssumeRole", {{"roleArn", kTop}}), "sts:AssumeRole", kTop},
      {Event("s3", "GetObject", {{"bucketName", "logs"}, {"key", "a/b"}}), "s3:GetObject",
       "arn:aws:s3:::logs/a/b"},
      {Event("s3", "GetBucketAcl", {{"bucketName", "logs"}}), "s3:GetBucketAcl",
       "arn:aws:s3:::logs"},
      {Event("sns", "Publish", {{"topicArn", "arn:aws:sns:eu-west-1:581470236914:t"}}),
       "sns:Publish", "arn:aws:sns:eu-west-1:581470236914:t"},
      {listed, "kms:Decrypt", "arn:aws:kms:eu-west-1:581470236914:key/1"},
      {Event("ec2", "DescribeInstances", EstateJson::object()), "ec2:DescribeInstances", ""},
  };
  for (const Case& one : kCases) {
    SCOPED_TRACE(one.event.dump());
    std::string error;
    const std::optional<WhyMessage> message = ReadMessage(one.event.dump(), &error);
    ASSERT_TRUE(message) << error;
    EXPECT_EQ(message->principal, kAda);
    EXPECT_EQ(message->action, one.action);
    EXPECT_EQ(message->resource, one.resource);
  }
}

TEST(WhyEvents, NameTheEndpointTheyCameThrough) {
  EstateJson event = Event("s3", "GetObject", {{"bucketName", "logs"}});
  event["errorCode"] = "VpceAccessDenied";
  event["vpcEndpointId"] = "vpce-0a1b2c3d";
  std::string error;
  const std::optional<WhyMessage> message = ReadMessage(event.dump(), &error);
  ASSERT_TRUE(message) << error;
  EXPECT_EQ(message->by, DeniedBy::kVpcEndpoint);
  ASSERT_EQ(message->context.size(), 1U);
  EXPECT_EQ(message->context[0].key, "aws:SourceVpce");
  EXPECT_EQ(message->context[0].values, std::vector<std::string>{"vpce-0a1b2c3d"});
}

class WhyTexts : public ::testing::Test {
 protected:
  void SetUp() override {
    AccountJson hub("581470236914");
    hub.User("ada", {Allow("sts:AssumeRole", kTop)});
    AccountJson spoke("739105284637");
    spoke.Role("top", {Trusts("arn:aws:iam::581470236914:root")});
    run_.Write("hub.json", hub.text());
    run_.Write("spoke.json", spoke.text());
  }

  std::string Why(const std::string& message) {
    return run_.Run({"why", message, "hub.json", "spoke.json"}).out;
  }

  MapRun run_{support::Program()};
};

TEST_F(WhyTexts, ARootUserAssumesNoRole) {
  const std::string out =
      Why("User: arn:aws:iam::581470236914:root is not authorized to perform: sts:AssumeRole on "
          "resource: " +
          kTop);
  EXPECT_EQ(run_.status(), 1);
  EXPECT_THAT(out, HasSubstr("no root user assume a role"));
  EXPECT_THAT(out, Not(HasSubstr("add to")));
}

TEST_F(WhyTexts, ASettingOfTheBucketIsNoPolicy) {
  const std::string core = "User: " + kAda + " is not authorized to perform: ";
  EXPECT_THAT(Why(core + "s3:PutBucketPolicy on resource: \"arn:aws:s3:::b\" because public "
                         "policies are prevented by the BlockPublicPolicy setting in S3 Block "
                         "Public Access"),
              HasSubstr("not a policy"));
  EXPECT_EQ(run_.status(), 0);
  EXPECT_THAT(Why(core + "s3:PutObject on resource: \"arn:aws:s3:::b/k\" because this bucket has "
                         "blocked upload requests that specify Server Side Encryption with "
                         "Customer provided keys (SSE-C)"),
              HasSubstr("encryption settings"));
}

TEST_F(WhyTexts, AHiddenResourceIsAskedFor) {
  const std::string message = "User: " + kAda +
                              " is not authorized to perform: kms:Decrypt on resource: this "
                              "resource because no resource-based policy allows the kms:Decrypt "
                              "action";
  Why(message);
  EXPECT_EQ(run_.status(), 2);
  EXPECT_THAT(run_.result().err, HasSubstr("--resource"));
  const Json answer = run_.Json(
      {"why", message, "--resource", "arn:aws:kms:eu-west-1:581470236914:key/1", "hub.json"});
  EXPECT_THAT(answer["commands"].dump(), HasSubstr("aws kms get-key-policy"));
}

TEST_F(WhyTexts, APolicyOfTheOrganizationIsAskedForByItsId) {
  const std::string out =
      Why("User: " + kAda + " is not authorized to perform: sts:AssumeRole on resource: " + kTop +
          " with an explicit deny in a service control policy: "
          "arn:aws:organizations::581470236914:policy/o-a1/service_control_policy/p-b2");
  EXPECT_THAT(out, HasSubstr("aws organizations describe-policy --policy-id p-b2"));
  EXPECT_THAT(out, HasSubstr("the message names a Deny in a service control policy"));
}

TEST_F(WhyTexts, ArticlesAreEnglish) {
  EXPECT_THAT(Why("User: " + kAda +
                  " is not authorized to perform: s3:GetObject on resource: \"arn:aws:s3:::b/k\" "
                  "because no identity-based policy allows the s3:GetObject action"),
              HasSubstr("a missing Allow in an identity-based policy"));
}

}  // namespace
}  // namespace rolelint::why_events_test
