// Templates of several tools and of all shapes, hostile ones too.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>

#include "analyzer/catalog/catalog.h"
#include "analyzer/engine/check.h"
#include "rules/registry.h"
#include "tests/inputs/template_reading.h"

namespace rolelint::inputs::template_shapes_test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

TEST(CloudFormation, OtherToolsTemplates) {
  TemplateReading sam(Fixture("sam.yaml"));
  EXPECT_EQ(sam.result.format, "sam");
  EXPECT_THAT(sam.sink.kinds, ElementsAre(policy::Kind::kIdentity, policy::Kind::kResource));
  EXPECT_THAT(sam.sink.Values("Version"), ElementsAre("2012-10-17", "2012-10-17"));

  TemplateReading serverless(Fixture("serverless.yml"));
  EXPECT_EQ(serverless.result.format, "serverless");
  EXPECT_EQ(serverless.result.policies, 3U);
  EXPECT_THAT(serverless.sink.Values("Resource"),
              ElementsAre("~arn:aws:dynamodb:${aws_region}:${aws_accountId}:table/"
                          "orders-${self_provider.stage}",
                          "arn:aws:s3:::acme/${aws:username}/*", "~${Payments.Arn}",
                          "~${file_arns.yml__payments}"));

  TemplateReading organization(Fixture("org-formation.yml"));
  EXPECT_EQ(organization.result.format, "org-formation");
  EXPECT_THAT(organization.sink.kinds, ElementsAre(policy::Kind::kScp));
}

// The older place of a role's statements has no role beside it.
TEST(Templates, ServerlessStatementsWithoutARole) {
  const std::pair<std::string, uint32_t> cases[] = {
      {"iamRoleStatements: [{Effect: Allow, Action: sqs:SendMessage, Resource: '*'}]", 1},
      {"iamRoleStatements: []", 0},
      {"iamRoleStatements: {}", 1},
      {"iamRoleStatements: 3", 0},
      {"iamRoleStatements:", 0},
      {"iam: {}", 0},
      {"iam: {role: }", 0},
      {"iam: {role: {statements: }}", 0},
  };
  for (const auto& [provider, policies] : cases) {
    TemplateReading reading("service: jobs\nprovider:\n  name: aws\n  " + provider + "\n");
    EXPECT_EQ(reading.result.policies, policies) << provider;
  }
}

TEST(CloudFormation, ShapesOfTemplates) {
  const std::string role =
      R"({"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}]}}})";
  const std::string whole = R"({"Resources": {"R": )" + role + "}}";
  const std::string kCases[] = {
      whole,
      R"({"R": )" + role + "}",
      role,
      R"({"TemplateBody": )" + whole + ", \"StagesAvailable\": []}",
      "{\"TemplateBody\": \"Resources:\\n  R:\\n    Type: AWS::IAM::Role\\n    Properties:\\n      "
      "AssumeRolePolicyDocument: {Version: 2012-10-17, Statement: [{Effect: Allow, Principal: "
      "{Service: ec2.amazonaws.com}, Action: 'sts:AssumeRole'}]}\\n\"}",
  };
  for (const std::string& text : kCases) {
    SCOPED_TRACE(text);
    TemplateReading reading(text);
    EXPECT_EQ(reading.result.format, "cloudformation");
    EXPECT_THAT(reading.sink.kinds, ElementsAre(policy::Kind::kTrust));
    EXPECT_THAT(reading.sink.Bytes("Service"), ElementsAre("ec2.amazonaws.com"));
  }
  // A template that nobody named, and has nothing to say.
  ReadOptions found;
  found.explicitly_named = false;
  EXPECT_FALSE(TemplateReading(R"({"Resources": {"Q": {"Type": "AWS::SQS::Queue"}}})", found)
                   .result.recognised);
}

TEST(CloudFormation, TagsOfOtherToolsAreOpen) {
  TemplateReading reading(R"(
Resources:
  P:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument:
        Version: 2012-10-17
        Statement:
          - Effect: Allow
            Action: !!str s3:GetObject
            Resource: # a tag is no !comment
              [!Sub 'a', !ReadFile x.json, !Rain::Env [b], ! 'c']
  Q:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument:
        Fn::Sub: [!ReadFile policy.json, {}]
)");
  EXPECT_THAT(reading.sink.Values("Action"), ElementsAre("s3:GetObject"));
  EXPECT_THAT(reading.sink.Values("Resource"),
              ElementsAre("a", "~${ReadFile}", "~${Rain__Env}", "c"));
  ASSERT_THAT(reading.result.not_checked, SizeIs(1));
  EXPECT_EQ(reading.result.not_checked[0].why, NotChecked::Why::kUnresolved);
}

TEST(CloudFormation, PoliciesByContentAlone) {
  TemplateReading reading(R"({"Resources": {
    "C": {"Type": "Custom::Thing", "Properties": {"Deep": [{"Grant": {"Version": "2012-10-17",
      "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": {"Ref": "X"}}]}}]}},
    "I": {"Type": "AWS::IoT::Policy", "Properties": {"PolicyDocument": {"Version": "2012-10-17",
      "Statement": [{"Effect": "Allow", "Action": "iot:Connect", "Resource": "*"}]}}}}})");
  EXPECT_THAT(reading.sink.Values("Action"), ElementsAre("s3:GetObject"));
  EXPECT_THAT(reading.sink.Values("Resource"), ElementsAre("~${X}"));
}

TEST(CloudFormation, OpenKeysOpenWhatTheyAreIn) {
  TemplateReading reading(R"(
Parameters:
  Oidc: {Type: String}
Resources:
  R:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: !Sub |
        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
          "Principal": {"Federated": "arn:aws:iam::${AWS::AccountId}:oidc-provider/${Oidc}"},
          "Action": "sts:AssumeRoleWithWebIdentity",
          "Condition": {"StringEquals": {"${Oidc}:aud": "sts.amazonaws.com"}}}]}
)");
  EXPECT_THAT(reading.sink.Values("StringEquals"), ElementsAre("~${Members}"));
  EXPECT_THAT(reading.sink.Values("Federated"),
              ElementsAre("~arn:aws:iam::${AWS.AccountId}:oidc-provider/${Oidc}"));
}

// Each of these would take forever, or all memory, if it were followed.
TEST(CloudFormation, HostileTemplates) {
  std::string deep = R"("x")";
  for (int i = 0; i < 120; ++i) deep.insert(0, R"({"Fn::Join": ["", [)").append("]]}");
  EXPECT_THAT(TemplateReading(Around(deep)).sink.Values("Resource"), ElementsAre("~${Join}"));

  // Names that double, step by step.
  std::string doubling = R"({"Resources": {)";
  for (int i = 0; i < 60; ++i) {
    const std::string next = std::to_string(i + 1);
    doubling.append("\"B").append(std::to_string(i));
    doubling.append(R"(": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": {"Fn::Sub": ")");
    for (int time = 0; time < 3; ++time) doubling.append("${B").append(next).append("}x");
    doubling.append("\"}}},");
  }
  doubling +=
      R"("P": {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"PolicyDocument": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": {"Ref": "B0"}}]}}}}})";
  TemplateReading doubled(doubling);
  ASSERT_THAT(doubled.sink.Values("Resource"), SizeIs(1));
  EXPECT_EQ(doubled.sink.Values("Resource")[0][0], '~');

  // Many copies of a long text.
  std::string many =
      R"({"Parameters": {"L": {"Type": "String", "Default": ")" + std::string(200000, 'a') +
      R"("}}, "Resources": {"P": {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"PolicyDocument": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": [)";
  for (int i = 0; i < 2000; ++i) many += R"({"Ref": "L"},)";
  many += R"("x"]}]}}}}})";
  TemplateReading copies(many);
  EXPECT_THAT(copies.sink.Values("Resource"), SizeIs(2001));
  ASSERT_FALSE(copies.result.not_checked.empty());
  EXPECT_THAT(copies.result.not_checked[0].reason, HasSubstr("more than 64 MB"));
}

// Entities of templates in one run: neither joined by their logical ids or names nor taken for what
// an account's export has.
TEST(CloudFormation, SeveralTemplatesInOneRun) {
  const std::string trust =
      R"({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}]})";
  const auto text = [&](const char* description) {
    return R"({"Resources": {"Role": {"Type": "AWS::IAM::Role", "Properties": {"RoleName": "r", "Description": ")" +
           std::string(description) + R"(", "AssumeRolePolicyDocument": )" + trust + "}}}}";
  };
  std::vector<engine::InputSpec> inputs(3);
  inputs[0].display_name = "a";
  inputs[0].bytes = text("one");
  inputs[1].display_name = "b";
  inputs[1].bytes = text("two");
  inputs[2].display_name = "c";
  inputs[2].bytes =
      R"({"Role": {"RoleName": "r", "Arn": "arn:aws:iam::345678901234:role/r", "Description": "three", "MaxSessionDuration": 3600, "AssumeRolePolicyDocument": )" +
      trust + "}}";
  engine::CheckOptions options;
  options.threads = 1;
  const auto check = [&] {
    return engine::Check(inputs, rules::AllRules(), engine::Config::Default(rules::AllRules()),
                         catalog::Catalog::BuiltIn(), options);
  };
  EXPECT_THAT(check().notes, IsEmpty());
  EXPECT_EQ(check().policies, 3U);
  // Told in which account, they are the same role.
  options.parameters = {{"AWS::AccountId", "345678901234"}};
  EXPECT_THAT(check().notes, SizeIs(2));
}

// Which queue it is need not be known; a Deny that names known ones might be about it.
TEST(CloudFormation, APolicyOfAnOpenResourceMayBePublic) {
  const auto rules = [](const std::string& more) {
    engine::InputSpec spec;
    spec.display_name = "t.json";
    spec.bytes =
        R"({"Resources": {"Q": {"Type": "AWS::SQS::Queue"}, "P": {"Type": "AWS::SQS::QueuePolicy",
      "Properties": {"PolicyDocument": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
      "Principal": "*", "Action": "sqs:SendMessage", "Resource": {"Fn::GetAtt": ["Q", "Arn"]}})" +
        more + "]}}}}}";
    std::vector<engine::InputSpec> inputs;
    inputs.push_back(std::move(spec));
    const engine::CheckResult result =
        engine::Check(std::move(inputs), rules::AllRules(),
                      engine::Config::Default(rules::AllRules()), catalog::Catalog::BuiltIn(), {});
    size_t count = 0;
    for (const engine::Finding& finding : result.findings) {
      count += finding.rule->id == "public-resource" ? 1 : 0;
    }
    return count;
  };
  const std::string deny =
      R"(, {"Effect": "Deny", "Principal": "*", "Action": "sqs:*", "Resource": )";
  EXPECT_EQ(rules(""), 1U);
  EXPECT_EQ(rules(deny + R"("*"})"), 0U);
  EXPECT_EQ(rules(deny + R"({"Fn::GetAtt": ["Q", "Arn"]}})"), 0U);
  EXPECT_EQ(rules(deny + R"("arn:aws:sqs:eu-west-1:210987654321:q"})"), 0U);
  EXPECT_EQ(
      rules(
          R"(, {"Effect": "Deny", "Principal": "*", "Action": "sqs:PurgeQueue", "Resource": "*"})"),
      1U);
}

}  // namespace
}  // namespace rolelint::inputs::template_shapes_test
