// What is found in templates although parts of them are open: what is written out is judged, in
// whichever branch it stands, and what was not read does not count as checked.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "analyzer/catalog/catalog.h"
#include "analyzer/engine/check.h"
#include "rules/registry.h"

namespace rolelint::inputs::template_findings_test {
namespace {

using testing::Contains;
using testing::Not;

engine::CheckResult CheckText(const std::string& text) {
  engine::InputSpec spec;
  spec.display_name = "template";
  spec.bytes = text;
  engine::CheckOptions options;
  options.threads = 1;
  std::vector<engine::InputSpec> inputs;
  inputs.push_back(std::move(spec));
  return engine::Check(std::move(inputs), rules::AllRules(),
                       engine::Config::Default(rules::AllRules()), catalog::Catalog::BuiltIn(),
                       options);
}

std::vector<std::string> RulesOf(const std::string& text) {
  std::vector<std::string> ids;
  for (const engine::Finding& finding : CheckText(text).findings) {
    ids.emplace_back(finding.rule->id);
  }
  return ids;
}

std::string Policy(const std::string& statement, const std::string& sections = "") {
  return sections + R"(
Resources:
  P:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - )" +
         statement + "\n";
}

std::string Trust(const std::string& principal) {
  return R"(
Resources:
  Other: {Type: "AWS::IAM::Role"}
  R:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Action: "sts:AssumeRole", Principal: {AWS: )" +
         principal + "}}\n";
}

std::string Hcl(const std::string& statement) {
  return "variable \"account\" {}\nvariable \"place\" {}\nresource \"aws_sqs_queue\" \"q\" {}\n"
         "resource \"aws_iam_policy\" \"p\" {\n  policy = jsonencode({ Version = \"2012-10-17\", "
         "Statement = [" +
         statement + "] })\n}\n";
}

std::string Allow(const std::string& action, const std::string& resource) {
  return "{Effect: Allow, Action: \"" + action + "\", Resource: " + resource + "}";
}

struct Case {
  const char* what;
  std::string text;
  const char* rule;
  bool found = true;
};

TEST(TemplateFindings, KnownPartsOfOpenValues) {
  const Case kCases[] = {
      {"no Region", Policy(Allow("kms:Decrypt", "!Sub \"arn:aws:kms::${AWS::AccountId}:key/*\"")),
       "arn-field-missing"},
      {"a Region too many",
       Policy(Allow("iam:GetRole", "!Sub \"arn:aws:iam:${AWS::Region}:${AWS::AccountId}:role/x\"")),
       "arn-field-not-allowed"},
      {"no such service",
       Policy(Allow("sns:Publish", "!Sub \"arn:aws:snss:${AWS::Region}:${AWS::AccountId}:x\"")),
       "unknown-arn-service"},
      {"no such type",
       Policy(Allow("sns:Publish", "!Sub \"arn:aws:ecr:${AWS::Region}:${AWS::AccountId}:repo/x\"")),
       "arn-resource-format"},
      {"a colon short",
       Policy(Allow("sqs:SendMessage", "!Sub \"arn:aws:sqs:${AWS::AccountId}:x\"")),
       "resource-form"},
      {"a part that may hold several fields",
       Policy(Allow("sqs:SendMessage", "!Sub \"arn:aws:sqs:${Where}:x\""),
              "Parameters: {Where: {Type: String}}"),
       "resource-form", false},
      {"objects named as a bucket",
       Policy(Allow("s3:GetObject", "!Sub \"arn:aws:s3:::${AWS::StackName}-x\"")),
       "action-resource-mismatch"},
      {"a Region for an account",
       Policy(Allow("sqs:SendMessage", "!Sub \"arn:aws:sqs:${AWS::Region}:${AWS::Region}:x\"")),
       "malformed-account-id"},
      {"a Terraform variable",
       Hcl("{ Effect = \"Allow\", Action = \"kms:Decrypt\", Resource = "
           "\"arn:aws:kms::${var.account}:key/*\" }"),
       "arn-field-missing"},
      {"a Terraform variable that may be anything",
       Hcl("{ Effect = \"Allow\", Action = \"kms:Decrypt\", Resource = "
           "\"arn:aws:kms:${var.place}:key/*\" }"),
       "resource-form", false},
      {"a slash for a colon", Trust("!Sub \"arn:aws:iam::${AWS::AccountId}/user/x\""),
       "impossible-principal"},
      {"a user of sts", Trust("!Sub \"arn:aws:sts::${AWS::AccountId}:user/x\""),
       "impossible-principal"},
      {"a role of which the name is open",
       Trust("!Sub \"arn:aws:iam::123:role/${AWS::StackName}\""), "malformed-account-id"},
      {"the name of a role", Trust("!Ref Other"), "impossible-principal"},
      {"the ARN of a role", Trust("!GetAtt Other.Arn"), "impossible-principal", false},
      {"the URL of a queue",
       Hcl("{ Effect = \"Allow\", Action = \"sqs:SendMessage\", Resource = "
           "aws_sqs_queue.q.id }"),
       "resource-form"},
      {"the ARN of a queue",
       Hcl("{ Effect = \"Allow\", Action = \"sqs:SendMessage\", Resource = "
           "aws_sqs_queue.q.arn }"),
       "resource-form", false},
  };
  for (const Case& c : kCases) {
    SCOPED_TRACE(c.what);
    if (c.found) {
      EXPECT_THAT(RulesOf(c.text), Contains(c.rule));
    } else {
      EXPECT_THAT(RulesOf(c.text), Not(Contains(c.rule)));
    }
  }
}

TEST(TemplateFindings, BranchesThatAreOffByDefault) {
  const std::string kSections = R"(
Parameters: {Wide: {Type: String, Default: "no"}, Stage: {Type: String}}
Conditions:
  IsWide: !Equals [!Ref Wide, "yes"]
  IsProd: !Equals [!Ref Stage, prod]
  IsDev: !Equals [!Ref Stage, dev])";
  const std::string kAll = "{Effect: Allow, Action: \"*\", Resource: \"*\"}";
  const std::string kOne = Allow("s3:GetObject", "\"arn:aws:s3:::b/*\"");
  const Case kCases[] = {
      {"off by default", Policy("!If [IsWide, " + kAll + ", " + kOne + "]", kSections),
       "admin-access"},
      {"one and not the other",
       Policy("!If [IsProd, !If [IsWide, " + kOne + ", " + kOne + "], !If [IsWide, " + kAll + ", " +
                  kOne + "]]",
              kSections),
       "admin-access"},
      {"never both",
       Policy("!If [IsProd, !If [IsDev, " + kAll + ", " + kOne + "], " + kOne + "]", kSections),
       "admin-access", false},
      {"a dynamic block", R"(
variable "wide" { default = false }
data "aws_iam_policy_document" "d" {
  dynamic "statement" {
    for_each = var.wide ? ["x"] : []
    content {
      actions   = ["*"]
      resources = ["*"]
    }
  }
}
)",
       "admin-access"},
  };
  for (const Case& c : kCases) {
    SCOPED_TRACE(c.what);
    if (c.found) {
      EXPECT_THAT(RulesOf(c.text), Contains(c.rule));
    } else {
      EXPECT_THAT(RulesOf(c.text), Not(Contains(c.rule)));
    }
  }
}

TEST(TemplateFindings, SayWhichBranchTheyAreAbout) {
  const engine::CheckResult result =
      CheckText(Policy("!If [IsWide, {Effect: Allow, Action: \"*\", Resource: \"*\"}, " +
                           Allow("s3:GetObject", "\"arn:aws:s3:::b/*\"") + "]",
                       R"(
Parameters: {Wide: {Type: String, Default: "no"}}
Conditions: {IsWide: !Equals [!Ref Wide, "yes"]})"));
  std::vector<std::string> messages;
  for (const engine::Finding& finding : result.findings) messages.push_back(finding.message);
  EXPECT_THAT(messages, Contains(testing::HasSubstr("(where Wide is yes)")));
}

TEST(TemplateFindings, StatementsOutsideDocuments) {
  EXPECT_THAT(RulesOf(R"(
Resources:
  P:
    Type: AWS::Lambda::LayerVersionPermission
    Properties: {LayerVersionArn: "arn:aws:lambda:eu-west-1:345678901234:layer:x:1", Action: "lambda:GetLayerVersion", Principal: "*"}
)"),
              Contains("public-resource"));
  EXPECT_THAT(RulesOf(R"(
resource "aws_cloudwatch_event_permission" "p" {
  principal    = "*"
  statement_id = "everyone"
}
)"),
              Contains("public-resource"));
  EXPECT_THAT(RulesOf(R"(
resource "aws_cloudwatch_event_permission" "p" {
  principal    = "*"
  statement_id = "organization"
  condition {
    key   = "aws:PrincipalOrgID"
    type  = "StringEquals"
    value = "o-a1b2c3d4e5"
  }
}
)"),
              Not(Contains("public-resource")));
}

TEST(TemplateFindings, WhatWasNotReadIsNotChecked) {
  const std::string kCases[] = {
      "Resources: {P: {Type: AWS::IAM::ManagedPolicy, Properties: {PolicyDocument: {Version: "
      "\"2012-10-17\", Statement: !ImportValue X}}}}",
      "variable \"s\" {}\nresource \"aws_iam_policy\" \"p\" {\n  policy = jsonencode({ Version = "
      "\"2012-10-17\", Statement = var.s })\n}\n",
      "data \"aws_iam_policy_document\" \"d\" {\n  source_policy_documents = "
      "[data.http.d.body]\n}\n",
  };
  for (const std::string& text : kCases) {
    SCOPED_TRACE(text);
    const engine::CheckResult result = CheckText(text);
    EXPECT_EQ(result.not_checked, 1U);
    EXPECT_FALSE(result.errors.empty());
  }
}

TEST(TemplateFindings, NamesThatTerraformRefuses) {
  const std::string kHead = "data \"aws_iam_policy_document\" \"d\" {\n  statement {\n";
  const std::string kTail = "    resources = [\"arn:aws:s3:::b/*\"]\n  }\n}\n";
  EXPECT_THAT(RulesOf(kHead + "    action = [\"s3:GetObject\"]\n" + kTail),
              Contains("unknown-element"));
  EXPECT_THAT(RulesOf(kHead + "    actions = [\"s3:GetObject\"]\n    condtion {}\n" + kTail),
              Contains("unknown-element"));
  EXPECT_THAT(RulesOf(kHead +
                      "    actions = [\"s3:GetObject\"]\n    condition {\n      test = "
                      "\"StringEquals\"\n      variable = \"aws:username\"\n      value = "
                      "\"x\"\n    }\n" +
                      kTail),
              Contains("unknown-element"));
  EXPECT_THAT(RulesOf(kHead + "    actions = [\"s3:GetObject\"]\n" + kTail),
              Not(Contains("unknown-element")));
}

TEST(TemplateFindings, ConditionBlocksThatTestTheSame) {
  const std::string kBlock =
      "    condition {\n      test = \"StringEquals\"\n      variable = \"aws:username\"\n      "
      "values = [\"x\"]\n    }\n";
  const std::string kHead =
      "data \"aws_iam_policy_document\" \"d\" {\n  statement {\n    actions = [\"s3:GetObject\"]\n "
      "   resources = [\"arn:aws:s3:::b/*\"]\n";
  EXPECT_THAT(RulesOf(kHead + kBlock + kBlock + "  }\n}\n"), Contains("duplicate-key"));
  EXPECT_THAT(RulesOf(kHead + kBlock + "  }\n}\n"), Not(Contains("duplicate-key")));
}

}  // namespace
}  // namespace rolelint::inputs::template_findings_test
