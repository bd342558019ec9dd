// Templates: what their functions give, what stays open, and whose documents they hold.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>

#include "analyzer/catalog/catalog.h"
#include "analyzer/engine/check.h"
#include "rules/registry.h"
#include "tests/inputs/collect.h"
#include "tests/support/paths.h"

namespace rolelint::inputs {
namespace {

using estate::Entity;
using estate::Knowledge;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

// A string of a document, "~" before it if it is open.
struct Told {
  std::string value;
  std::string bytes;  // of the file at its place
};

class TextSink : public Sink {
 public:
  explicit TextSink(std::string_view file) : file_(file) {}

  void OnDocument(const policy::Document& document, const Owner& owner) override {
    kinds.push_back(document.kind);
    types.emplace_back(owner.resource_type);
    again.push_back(owner.again);
    Take(document.root, *document.view);
  }
  void OnIssues(const text::View&, std::span<const json::Issue> met) override {
    for (const json::Issue& issue : met) issues.push_back(issue.message);
  }

  // Of the values under this key, in order.
  std::vector<std::string> Values(const std::string& key) const {
    std::vector<std::string> values;
    auto [at, end] = texts_.equal_range(key);
    for (; at != end; ++at) values.push_back(at->second.value);
    return values;
  }
  std::vector<std::string> Bytes(const std::string& key) const {
    std::vector<std::string> bytes;
    auto [at, end] = texts_.equal_range(key);
    for (; at != end; ++at) bytes.push_back(at->second.bytes);
    return bytes;
  }

  std::vector<policy::Kind> kinds;
  std::vector<std::string> types;
  std::vector<bool> again;
  std::vector<std::string> issues;

 private:
  void Take(json::Value value, const text::View& view, std::string key = "") {
    if (value.has_key()) key = value.key();
    if (value.is_string()) {
      const Span span = view.ToFile(value.inner_span());
      texts_.emplace(key, Told{(value.open() ? "~" : "") + std::string(value.str()),
                               std::string(file_.substr(span.begin, span.size()))});
    }
    for (json::Value child : value) Take(child, view, key);
  }

  const std::string_view file_;
  std::multimap<std::string, Told> texts_;
};

struct TemplateReading {
  explicit TemplateReading(std::string text, ReadOptions options = {})
      : source(SourceOf(std::move(text))), sink(source.text()) {
    result = ReadInput(source, 0, options, &scratch, &sink);
  }

  text::Source source;
  Scratch scratch;
  TextSink sink;
  InputResult result;
};

std::string Fixture(const std::string& name) {
  return support::ReadFile(support::SourceDir() / "fixtures" / "inputs" / "cloudformation" / name);
}

// A template around one value of a policy.
std::string Around(const std::string& value) {
  return R"({"Parameters": {
  "Name": {"Type": "String", "Default": "acme"},
  "Open": {"Type": "String"},
  "Empty": {"Type": "String", "Default": ""},
  "Secret": {"Type": "String", "NoEcho": true, "Default": "s"},
  "Stored": {"Type": "AWS::SSM::Parameter::Value<String>", "Default": "/a/b"},
  "Number": {"Type": "Number", "Default": 7},
  "List": {"Type": "CommaDelimitedList", "Default": "a, b,c"}},
"Mappings": {"M": {"k": {"text": "t1", "list": ["l1", "l2"]}}},
"Conditions": {
  "Yes": {"Fn::Equals": [{"Ref": "Name"}, "acme"]},
  "No": {"Fn::Not": [{"Condition": "Yes"}]},
  "Both": {"Fn::And": [{"Condition": "Yes"}, {"Condition": "No"}]},
  "Either": {"Fn::Or": [{"Condition": "Maybe"}, {"Condition": "Yes"}]},
  "IsEmpty": {"Fn::Equals": [{"Ref": "Empty"}, ""]},
  "Maybe": {"Fn::Equals": [{"Ref": "Open"}, "x"]},
  "Other": {"Fn::Equals": [{"Ref": "Open"}, "y"]},
  "Loop": {"Fn::Not": [{"Condition": "Loop"}]}},
"Resources": {
  "Role": {"Type": "AWS::IAM::Role", "Properties": {"Path": "/p/"}},
  "Named": {"Type": "AWS::IAM::Role", "Properties": {"RoleName": {"Fn::Sub": "${Name}-role"}}},
  "Bucket": {"Type": "AWS::S3::Bucket"},
  "Topic": {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": "news"}},
  "A": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": {"Ref": "B"}}},
  "B": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": {"Fn::Sub": "${A}${A}"}}},
  "P": {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"PolicyDocument":
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject",
      "Resource": )" +
         value + "}]}}}}}";
}

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
      {R"({"Fn::If": ["Yes", "y", "n"]})", {"y"}},
      {R"({"Fn::If": ["No", "y", "n"]})", {"n"}},
      {R"({"Fn::If": ["Both", "y", "n"]})", {"n"}},
      {R"({"Fn::If": ["Either", "y", "n"]})", {"y"}},
      {R"({"Fn::If": ["IsEmpty", "y", "n"]})", {"y"}},
      {R"({"Fn::ImportValue": "shared-arn"})", {"~${Import-shared-arn}"}},
      {R"({"Fn::GetAZs": ""})", {"~${GetAZs}"}},
      {R"({"Fn::Cidr": ["10.0.0.0/16", 1]})", {"~${Cidr}"}},
      {R"({"Fn::Length": [1, 2, 3]})", {"3"}},
      {R"({"Fn::Base64": "x"})", {"~${Base64}"}},
      {R"({"Fn::Transform": {"Name": "AWS::Include"}})", {"~${Transform}"}},
      {R"({"Fn::Nonsense": 1})", {"~${Nonsense}"}},
      {R"({"Fn::GetAtt": ["Role", "Arn"]})", {"~arn:aws:iam::${AWS.AccountId}:role/p/${Role}"}},
      {R"({"Fn::GetAtt": "Role.Arn"})", {"~arn:aws:iam::${AWS.AccountId}:role/p/${Role}"}},
      {R"({"Fn::GetAtt": ["Role", "RoleId"]})", {"~${Role.RoleId}"}},
      {R"({"Ref": "Named"})", {"acme-role"}},
      {R"({"Fn::Sub": "${Bucket.Arn}/*"})", {"~arn:aws:s3:::${Bucket}/*"}},
      {R"({"Ref": "Topic"})", {"~arn:aws:sns:${AWS.Region}:${AWS.AccountId}:news"}},
      {R"({"Fn::GetAtt": ["Topic", "TopicName"]})", {"news"}},
      // Names that ask for each other.
      {R"({"Ref": "A"})", {"~${A}${A}"}},
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

TEST(CloudFormation, UndecidedConditionsMakeTwoWorlds) {
  TemplateReading reading(Around(
      R"([{"Fn::If": ["Maybe", "m", {"Ref": "AWS::NoValue"}]}, {"Fn::If": ["Other", "o", "p"]}])"));
  // One value cannot be "x" and "y" at once.
  EXPECT_THAT(reading.sink.Values("Resource"), ElementsAre("m", "p", "p"));
  EXPECT_THAT(reading.sink.again, ElementsAre(false, true));
  EXPECT_EQ(reading.result.policies, 1U);
  // What both worlds leave out is in neither.
  EXPECT_THAT(TemplateReading(Around(R"([{"Fn::If": ["Maybe", "m", {"Ref": "AWS::NoValue"}]}])"))
                  .sink.Values("Resource"),
              ElementsAre("m", "~${If}"));
  EXPECT_THAT(TemplateReading(Around(R"({"Fn::If": ["Loop", "m", "n"]})")).sink.Values("Resource"),
              ElementsAre("n", "m"));
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
                          policy::Kind::kIdentity, policy::Kind::kResource, policy::Kind::kTrust,
                          policy::Kind::kIdentity));
  EXPECT_EQ(reading.sink.types[4], "AWS::S3::Bucket");
  // The last two are the first role once more.
  EXPECT_THAT(reading.sink.again, ElementsAre(false, false, false, false, false, true, true));
  EXPECT_THAT(reading.sink.Values("AWS"),
              ElementsAre("arn:aws:iam::345678901234:user/alex",
                          "~arn:aws:iam::${AWS.AccountId}:role/hub/acme-account-prod",
                          "~arn:aws:iam::${AWS.AccountId}:root",
                          "arn:aws:iam::345678901234:user/alex", "~${Trusted}"));
  // In a block scalar, the variable alone; elsewhere the function with its tag.
  const std::vector<std::string> places = reading.sink.Bytes("AWS");
  EXPECT_EQ(places[1], "${Hub.Arn}");
  EXPECT_THAT(places[0], HasSubstr("- Account: !FindInMap [Stages, !Ref Stage, Hub]"));
  EXPECT_EQ(places[4], "!Ref Trusted");
  EXPECT_THAT(reading.sink.Values("Resource"),
              ElementsAre("arn:aws:s3:::acme-r1/*", "arn:aws:s3:::acme-r2/*",
                          "~arn:aws:sqs:${AWS.Region}:${AWS.AccountId}:${Queue}",
                          "arn:aws:s3:::acme-store/${aws:username}/*", "arn:aws:s3:::acme-store/*",
                          "arn:aws:s3:::acme-r1/*", "arn:aws:s3:::acme-r2/*"));
  ASSERT_THAT(reading.result.not_checked, SizeIs(1));
  EXPECT_TRUE(reading.result.not_checked[0].elsewhere);
  EXPECT_EQ(reading.result.not_checked[0].reason,
            "the resource policy is left open by the template");
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
  EXPECT_TRUE(reading.result.not_checked[0].elsewhere);
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
  for (int i = 0; i < 120; ++i) deep = R"({"Fn::Join": ["", [)" + deep + "]]}";
  EXPECT_THAT(TemplateReading(Around(deep)).sink.Values("Resource"), ElementsAre("~${Join}"));

  // Names that double, step by step.
  std::string doubling = R"({"Resources": {)";
  for (int i = 0; i < 60; ++i) {
    const std::string next = std::to_string(i + 1);
    doubling += "\"B" + std::to_string(i) +
                R"(": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": {"Fn::Sub": "${B)" +
                next + "}x${B" + next + "}x${B" + next + "}\"}}},";
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

}  // namespace
}  // namespace rolelint::inputs
