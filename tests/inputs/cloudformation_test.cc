// Templates: what their functions give, what stays open, and whose documents they hold.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>

#include "analyzer/catalog/catalog.h"
#include "analyzer/engine/check.h"
#include "rules/registry.h"
#include "tests/inputs/template_reading.h"

namespace rolelint::inputs::cloudformation_test {
namespace {

using estate::Entity;
using estate::Knowledge;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

TEST(CloudFormation, WhatFunctionsGive) {
  struct Case {
    const char* value;
    std::vector<std::string> texts;
  };
  const Case kCases[] = {
      {R"("plain ${aws:username}")", {"plain ${aws:username}"}},
      {R"({"Ref": "Name"})", {"acme"}},
      {R"({"Ref": "Open"})", {"~${Open}"}},
      {R"({"Ref": "Empty"})", {"~${Empty}"}},
      {R"({"Ref": "Secret"})", {"~${Secret}"}},
      {R"({"Ref": "Stored"})", {"~${Stored}"}},
      {R"({"Ref": "Number"})", {"7"}},
      {R"({"Ref": "List"})", {"a", "b", "c"}},
      {R"({"Ref": "Nobody"})", {"~${Nobody}"}},
      {R"({"Ref": "AWS::Partition"})", {"aws"}},
      {R"({"Ref": "AWS::URLSuffix"})", {"amazonaws.com"}},
      {R"({"Ref": "AWS::Region"})", {"~${AWS.Region}"}},
      {R"(["x", {"Ref": "AWS::NoValue"}])", {"x"}},
      {R"({"Fn::Sub": "arn:${AWS::Partition}:iam::${AWS::AccountId}:root"})",
       {"~arn:aws:iam::${AWS.AccountId}:root"}},
      {R"({"Fn::Sub": "a/${!aws:username}/${Name}"})", {"a/${aws:username}/acme"}},
      {R"({"Fn::Sub": ["${x}-${ Name }-${y}", {"x": "1", "y": {"Ref": "Open"}}]})",
       {"~1-acme-${Open}"}},
      // CloudFormation refuses it, and what was meant is plain.
      {R"({"Fn::Sub": "a/${aws:username}"})", {"a/${aws:username}"}},
      {R"({"Fn::Sub": "a/${unclosed"})", {"a/${unclosed"}},
      {R"({"Fn::Join": [":", ["a", {"Ref": "Name"}, {"Ref": "AWS::NoValue"}, "b"]]})",
       {"a:acme:b"}},
      {R"({"Fn::Join": ["-", {"Ref": "List"}]})", {"a-b-c"}},
      {R"({"Fn::Join": [{"Ref": "Open"}, ["a", "b"]]})", {"~${Join}"}},
      {R"({"Fn::Select": [1, ["a", "b"]]})", {"b"}},
      {R"({"Fn::Select": ["2", {"Ref": "List"}]})", {"c"}},
      {R"({"Fn::Select": [9, {"Ref": "List"}]})", {"~${Select}"}},
      {R"({"Fn::Select": [5, {"Fn::Split": [":", "arn:aws:s3:::x"]}]})", {"x"}},
      {R"({"Fn::Split": ["/", "a/b"]})", {"a", "b"}},
      {R"({"Fn::Split": ["/", {"Ref": "Open"}]})", {"~${Split}"}},
      {R"({"Fn::FindInMap": ["M", "k", "text"]})", {"t1"}},
      {R"({"Fn::FindInMap": ["M", "k", "list"]})", {"l1", "l2"}},
      {R"({"Fn::FindInMap": ["M", {"Ref": "AWS::Region"}, "text"]})", {"~${FindInMap}"}},
      {R"({"Fn::FindInMap": ["M", "none", "text", {"DefaultValue": "d"}]})", {"d"}},
      {R"({"Fn::ImportValue": "shared-arn"})", {"~${Import-shared-arn}"}},
      {R"({"Fn::GetAZs": ""})", {"~${GetAZs}"}},
      {R"({"Fn::Cidr": ["10.0.0.0/16", 1]})", {"~${Cidr}"}},
      {R"({"Fn::Length": [1, 2, 3]})", {"3"}},
      {R"({"Fn::Base64": "x"})", {"~${Base64}"}},
      {R"({"Fn::Transform": {"Name": "AWS::Include"}})", {"~${Transform}"}},
      {R"({"Fn::Nonsense": 1})", {"~${Nonsense}"}},
      {R"({"Fn::GetAtt": ["Role", "Arn"]})", {"~arn:aws:iam::${AWS.AccountId}:role/p/${Role}"}},
      {R"({"Fn::GetAtt": "Role.Arn"})", {"~arn:aws:iam::${AWS.AccountId}:role/p/${Role}"}},
      {R"({"Fn::GetAtt": ["Role", "RoleId"]})", {"~${Role.RoleId.Ref}"}},
      {R"({"Ref": "Named"})", {"acme-role"}},
      {R"({"Fn::Sub": "${Bucket.Arn}/*"})", {"~arn:aws:s3:::${Bucket}/*"}},
      {R"({"Ref": "Topic"})", {"~arn:aws:sns:${AWS.Region}:${AWS.AccountId}:news"}},
      {R"({"Fn::GetAtt": ["Topic", "TopicName"]})", {"news"}},
      // Names that ask for each other.
      {R"({"Ref": "A"})", {"~${A.Ref}${A}"}},
      {R"("{{resolve:ssm:/acme/arn}}/x")", {"~${Resolve}/x"}},
      // CloudFormation makes strings of all scalars.
      {"12", {"12"}},
      {"true", {"true"}},
  };
  for (const Case& c : kCases) {
    SCOPED_TRACE(c.value);
    TemplateReading reading(Around(c.value));
    EXPECT_EQ(reading.result.format, "cloudformation");
    EXPECT_EQ(reading.result.policies, 1U);
    EXPECT_EQ(reading.sink.Values("Resource"), c.texts);
    const bool open = c.texts[0][0] == '~';
    EXPECT_EQ(reading.result.open_values, open ? 1U : 0U);
    EXPECT_EQ(reading.result.notes.size(), open ? 1U : 0U);
  }
}

TEST(CloudFormation, GivenParametersSettleWhatIsOpen) {
  const std::vector<std::pair<std::string, std::string>> given = {
      {"AWS::AccountId", "345678901234"},
      {"AWS::Region", "cn-north-1"},
      {"List", "x"},
      {"Name", "other"},
      {"Open", "told"},
      {"Stored", "value"}};
  ReadOptions options;
  options.parameters = given;
  const auto values = [&](const char* value) {
    return TemplateReading(Around(value), options).sink.Values("Resource");
  };
  EXPECT_THAT(values(R"({"Fn::GetAtt": ["Role", "Arn"]})"),
              ElementsAre("~arn:aws-cn:iam::345678901234:role/p/${Role}"));
  EXPECT_THAT(values(R"({"Fn::GetAtt": ["Named", "Arn"]})"),
              ElementsAre("arn:aws-cn:iam::345678901234:role/other-role"));
  EXPECT_THAT(values(R"(["a", {"Ref": "Open"}, {"Ref": "Stored"}])"),
              ElementsAre("a", "told", "value"));
  EXPECT_THAT(values(R"({"Ref": "List"})"), ElementsAre("x"));
  EXPECT_THAT(values(R"({"Fn::If": ["Yes", "y", "n"]})"), ElementsAre("n"));
}

// First as the defaults have it, then otherwise.
TEST(CloudFormation, DefaultsDecideNothing) {
  const auto values = [](const std::string& condition) {
    return TemplateReading(Around(R"({"Fn::If": [")" + condition + R"(", "y", "n"]})"))
        .sink.Values("Resource");
  };
  EXPECT_THAT(values("Yes"), ElementsAre("y", "n"));
  EXPECT_THAT(values("No"), ElementsAre("n", "y"));
  EXPECT_THAT(values("IsEmpty"), ElementsAre("y", "n"));
}

TEST(CloudFormation, UndecidedConditionsMakeWorlds) {
  TemplateReading reading(Around(
      R"([{"Fn::If": ["Maybe", "m", {"Ref": "AWS::NoValue"}]}, {"Fn::If": ["Other", "o", "p"]}])"));
  // One value cannot be "x" and "y" at once.
  EXPECT_THAT(reading.sink.Values("Resource"), ElementsAre("m", "p", "o", "p"));
  EXPECT_THAT(reading.sink.again, ElementsAre(false, true, true));
  EXPECT_EQ(reading.result.policies, 1U);
  // What both worlds leave out is in neither.
  EXPECT_THAT(TemplateReading(Around(R"([{"Fn::If": ["Maybe", "m", {"Ref": "AWS::NoValue"}]}])"))
                  .sink.Values("Resource"),
              ElementsAre("m", "~${If}"));
  EXPECT_THAT(TemplateReading(Around(R"({"Fn::If": ["Loop", "m", "n"]})")).sink.Values("Resource"),
              ElementsAre("n"));
}

engine::CheckResult CheckText(std::string text) {
  engine::InputSpec spec;
  spec.display_name = "template";
  spec.bytes = std::move(text);
  engine::CheckOptions options;
  options.threads = 1;
  std::vector<engine::InputSpec> inputs;
  inputs.push_back(std::move(spec));
  return engine::Check(std::move(inputs), rules::AllRules(),
                       engine::Config::Default(rules::AllRules()), catalog::Catalog::BuiltIn(),
                       options);
}

std::map<std::string, int> CountRules(const engine::CheckResult& result) {
  std::map<std::string, int> counts;
  for (const engine::Finding& finding : result.findings) ++counts[std::string(finding.rule->id)];
  return counts;
}

// Rules write JSON, and know nothing of functions.
TEST(CloudFormation, FixesFitWhereTheyAreMade) {
  const auto fixes = [](const std::string& text) {
    std::vector<std::string> told;
    for (const engine::Finding& finding : CheckText(text).findings) {
      if (!finding.fix) continue;
      std::string fixed = text;
      for (auto edit = finding.fix->edits.rbegin(); edit != finding.fix->edits.rend(); ++edit) {
        fixed.replace(edit->span.begin, edit->span.size(), edit->text);
      }
      told.push_back(fixed);
    }
    return told;
  };
  const std::string kYaml = R"(
Parameters: {Action: {Type: String, Default: s3:getobjects}}
Resources:
  P:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument:
        Statement:
          - Effect: Allow
            Action: [s3:GetObjekt, !Ref Action]
            Resource: '*'
)";
  const std::vector<std::string> yaml = fixes(kYaml);
  ASSERT_THAT(yaml, SizeIs(1));
  EXPECT_THAT(yaml[0], HasSubstr("Action: [s3:GetObject, !Ref Action]"));
  const std::string kJson =
      R"({"Parameters": {"Action": {"Type": "String", "Default": "s3:getobjects"}},
"Resources": {"P": {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"PolicyDocument": {"Statement":
  [{"Effect": "Allow", "Action": ["s3:GetObjekt", {"Ref": "Action"}], "Resource": "*"}]}}}}})";
  for (const std::string& fixed : fixes(kJson)) {
    EXPECT_THAT(fixed, HasSubstr(R"({"Ref": "Action"})"));
    EXPECT_THAT(TemplateReading(fixed).sink.issues, IsEmpty());
  }
  EXPECT_THAT(fixes(kJson), SizeIs(2));
}

TEST(CloudFormation, TwoWorldsTellAFindingOnce) {
  engine::CheckResult result =
      CheckText(Around(R"(["s3", {"Fn::If": ["Maybe", "arn:aws:s3:::acme/*", "nothing"]}])"));
  EXPECT_EQ(result.policies, 1U);
  // "s3" in both worlds, "nothing" in the second.
  EXPECT_EQ(CountRules(result)["resource-form"], 2);
}

TEST(CloudFormation, PlacesOfWhatWasPutTogether) {
  TemplateReading reading(Fixture("account.yaml"));
  EXPECT_THAT(reading.sink.issues, IsEmpty());
  EXPECT_EQ(reading.result.policies, 5U);
  EXPECT_THAT(reading.sink.kinds,
              ElementsAre(policy::Kind::kTrust, policy::Kind::kIdentity, policy::Kind::kTrust,
                          policy::Kind::kIdentity, policy::Kind::kTrust, policy::Kind::kIdentity,
                          policy::Kind::kResource));
  EXPECT_EQ(reading.sink.types[6], "AWS::S3::Bucket");
  // The third and the fourth are the first role once more.
  EXPECT_THAT(reading.sink.again, ElementsAre(false, false, true, true, false, false, false));
  EXPECT_THAT(
      reading.sink.Values("AWS"),
      ElementsAre("arn:aws:iam::345678901234:user/alex", "arn:aws:iam::345678901234:user/alex",
                  "~${Trusted}", "~arn:aws:iam::${AWS.AccountId}:role/hub/acme-account-prod",
                  "~arn:aws:iam::${AWS.AccountId}:root"));
  // In a block scalar, the variable alone; elsewhere the function with its tag.
  const std::vector<std::string> places = reading.sink.Bytes("AWS");
  EXPECT_EQ(places[3], "${Hub.Arn}");
  EXPECT_THAT(places[0], HasSubstr("- Account: !FindInMap [Stages, !Ref Stage, Hub]"));
  EXPECT_EQ(places[2], "!Ref Trusted");
  EXPECT_THAT(
      reading.sink.Values("Resource"),
      ElementsAre("arn:aws:s3:::acme-r1/*", "arn:aws:s3:::acme-r2/*", "arn:aws:s3:::acme-r1/*",
                  "arn:aws:s3:::acme-r2/*", "~arn:aws:sqs:${AWS.Region}:${AWS.AccountId}:${Queue}",
                  "arn:aws:s3:::acme-store/${aws:username}/*", "arn:aws:s3:::acme-store/*"));
  ASSERT_THAT(reading.result.not_checked, SizeIs(1));
  EXPECT_EQ(reading.result.not_checked[0].why, NotChecked::Why::kUnresolved);
  EXPECT_EQ(
      reading.result.not_checked[0].reason,
      "the resource policy is left open by the template: check the template of the stack that "
      "exports it");
}

TEST(CloudFormation, EntitiesOfATemplate) {
  const std::string text = Fixture("account.yaml");
  std::vector<Entity> entities = ReadText(text).result.records.entities;
  ASSERT_THAT(entities, SizeIs(2));
  const Entity& hub = entities[0];
  EXPECT_EQ(hub.name, "acme-account-prod");
  EXPECT_EQ(hub.path, "/hub/");
  EXPECT_EQ(hub.arn, "");
  EXPECT_EQ(hub.max_session_seconds.value, 7200);
  EXPECT_TRUE(hub.description.present());
  EXPECT_TRUE(hub.boundary_arn.absent());
  EXPECT_EQ(hub.tags.state, Knowledge::kUnknown);  // a stack's tags are its resources' too
  EXPECT_THAT(hub.attached, SizeIs(1));
  EXPECT_THAT(hub.inline_policies, SizeIs(1));
  EXPECT_EQ(text.substr(hub.place.span.begin, hub.place.span.size()), "!Sub acme-account-${Stage}");
  const Entity& worker = entities[1];
  EXPECT_EQ(worker.name, "");
  EXPECT_EQ(worker.called(), "Worker");
  EXPECT_EQ(text.substr(worker.place.span.begin, worker.place.span.size()), "Worker");
  // AWS::IAM::Policy is the role's too.
  ASSERT_THAT(worker.inline_policies, SizeIs(1));
  EXPECT_EQ(worker.inline_policies[0].name, "work");

  const std::vector<std::pair<std::string, std::string>> given = {
      {"AWS::AccountId", "345678901234"}};
  ReadOptions options;
  options.parameters = given;
  EXPECT_EQ(ReadText(text, options).result.records.entities[0].arn,
            "arn:aws:iam::345678901234:role/hub/acme-account-prod");
}

// An account that is told is the account of roles without a name too: its own root is nobody
// else's.
TEST(CloudFormation, RolesWithoutANameHaveAnAccount) {
  const std::vector<std::pair<std::string, std::string>> given = {
      {"AWS::AccountId", "345678901234"}};
  ReadOptions options;
  options.parameters = given;
  const std::vector<Entity> entities =
      ReadText(Fixture("account.yaml"), options).result.records.entities;
  EXPECT_EQ(entities[1].arn, "");
  EXPECT_EQ(entities[1].account, "345678901234");
}

TEST(CloudFormation, StringsOfCdk) {
  TemplateReading reading(Fixture("cdk.template.json"));
  EXPECT_EQ(reading.result.policies, 2U);
  EXPECT_THAT(reading.sink.Values("Service"),
              ElementsAre("lambda.amazonaws.com", "events.amazonaws.com"));
  EXPECT_THAT(reading.sink.Bytes("Service")[1], "events.amazonaws.com");
  EXPECT_THAT(reading.sink.Values("Resource"),
              ElementsAre("~arn:aws:logs:${AWS.Region}:${AWS.AccountId}:log-group:acme:*"));
  EXPECT_THAT(reading.sink.Bytes("Resource"), ElementsAre(R"({"Fn::GetAtt": ["Log5E6F", "Arn"]})"));
  EXPECT_THAT(reading.sink.types, ElementsAre("", "AWS::Logs::LogGroup"));
}

}  // namespace
}  // namespace rolelint::inputs::cloudformation_test
