// What the model holds, and where it says it stands.

#include "analyzer/policy/parser.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/policy/parsed.h"

namespace rolelint::policy::parser_test {
namespace {

TEST(ParsePolicy, FillsTheModel) {
  const Parsed parsed(R"({
  "Version": "2012-10-17",
  "Id": "the-id",
  "Statement": [
    {
      "Sid": "First",
      "Effect": "Allow",
      "Principal": {"AWS": ["111122223333", "arn:aws:iam::111122223333:root"], "Service": "x.y"},
      "Action": ["sts:AssumeRole", "sts:TagSession"],
      "Condition": {
        "ForAnyValue:StringLikeIfExists": {"aws:PrincipalOrgPaths": ["o-1/*", "o-2/*"]},
        "Bool": {"aws:MultiFactorAuthPresent": true, "aws:ViaAWSService": "false"}
      }
    },
    {"Effect": "Deny", "NotPrincipal": "*", "NotAction": "sts:*"}
  ]
})");
  const Document& document = parsed.document();
  EXPECT_EQ(document.kind, Kind::kTrust);
  EXPECT_EQ(document.kind_source, KindSource::kContent);
  EXPECT_TRUE(document.has_version);
  EXPECT_EQ(document.version.value, "2012-10-17");
  EXPECT_TRUE(document.expands_variables());
  EXPECT_EQ(document.id.value, "the-id");
  EXPECT_TRUE(document.statement_is_list);
  EXPECT_TRUE(document.diagnostics.empty());
  ASSERT_EQ(document.statements.size(), 2U);

  const Statement& first = document.statements[0];
  EXPECT_EQ(first.sid.value, "First");
  EXPECT_TRUE(first.allows());
  EXPECT_EQ(parsed.At(first.effect_text.span), "Allow");
  ASSERT_EQ(first.principal.entries.size(), 2U);
  EXPECT_EQ(first.principal.entries[0].type, PrincipalType::kAws);
  EXPECT_EQ(parsed.At(first.principal.entries[0].key.span), "AWS");
  ASSERT_EQ(first.principal.entries[0].values.items.size(), 2U);
  EXPECT_EQ(first.principal.entries[0].values.items[1].value, "arn:aws:iam::111122223333:root");
  EXPECT_EQ(first.principal.entries[1].type, PrincipalType::kService);
  EXPECT_FALSE(first.principal.entries[1].values.is_list);
  EXPECT_EQ(parsed.At(first.principal.key_span), "Principal");
  EXPECT_TRUE(first.action.is_list);
  EXPECT_EQ(parsed.At(first.action.span), "[\"sts:AssumeRole\", \"sts:TagSession\"]");
  EXPECT_EQ(parsed.At(first.action.items[1].span), "sts:TagSession");
  EXPECT_FALSE(first.resource.present);

  ASSERT_EQ(first.conditions.size(), 3U);
  const ConditionTest& paths = first.conditions[0];
  EXPECT_EQ(paths.op.qualifier, SetQualifier::kForAnyValue);
  EXPECT_EQ(paths.op.base, Operator::kStringLike);
  EXPECT_TRUE(paths.op.if_exists);
  EXPECT_EQ(paths.key.value, "aws:PrincipalOrgPaths");
  EXPECT_TRUE(paths.is_list);
  ASSERT_EQ(paths.values.size(), 2U);
  EXPECT_EQ(paths.values[1].text.value, "o-2/*");
  EXPECT_EQ(parsed.At(paths.values_span), "[\"o-1/*\", \"o-2/*\"]");
  const ConditionTest& mfa = first.conditions[1];
  EXPECT_EQ(mfa.values[0].type, json::Type::kBool);
  EXPECT_EQ(mfa.values[0].text.value, "true");
  EXPECT_EQ(parsed.At(mfa.values[0].text.span), "true");
  EXPECT_EQ(first.conditions[2].values[0].type, json::Type::kString);

  const Statement& second = document.statements[1];
  EXPECT_EQ(second.index, 1U);
  EXPECT_TRUE(second.denies());
  EXPECT_FALSE(second.has_sid);
  EXPECT_TRUE(second.not_principal.is_bare_star());
  EXPECT_EQ(second.not_action.items[0].value, "sts:*");
}

TEST(ParsePolicy, IndexesCountWhatIsNoStatementToo) {
  const Parsed parsed(
      R"({"Version":"2012-10-17","Statement":[7,{"Effect":"Deny","Action":"*","Resource":"*"}]})");
  ASSERT_EQ(parsed.document().statements.size(), 1U);
  EXPECT_EQ(parsed.document().statements[0].index, 1U);
}

TEST(ParsePolicy, DecodesEscapesAndKeepsTheirPlace) {
  const Parsed parsed(
      R"({"\u0056ersion":"2012-10-17","Statement":{"Effect":"\u0041llow","Action":"s3:\u0047et",
          "Resource":"*","Condition":{"StringEquals":{"aws:a":"tab\there"}}}})");
  const Document& document = parsed.document();
  EXPECT_TRUE(document.diagnostics.empty());
  EXPECT_TRUE(document.has_version);
  const Statement& statement = document.statements[0];
  EXPECT_TRUE(statement.allows());
  EXPECT_EQ(statement.action.items[0].value, "s3:Get");
  EXPECT_EQ(parsed.At(statement.action.items[0].span), R"(s3:\u0047et)");
  EXPECT_EQ(statement.conditions[0].values[0].text.value, "tab\there");
}

TEST(ParsePolicy, MarksUnresolvedTexts) {
  const Parsed parsed(R"({"Version":"2012-10-17","Statement":{"Effect":"${Effect}",
      "Principal":{"AWS":["MY_ACCOUNT_ID","111122223333"]},"Action":["<svc>:Get","s3:GetObject"],
      "Resource":["arn:aws:s3:::your-bucket","arn:aws:s3:::b/${aws:username}"],
      "Condition":{"StringEquals":{"aws:PrincipalTag/{{k}}":["{{v}}","v"]}}}})");
  EXPECT_TRUE(parsed.document().diagnostics.empty());
  const Statement& statement = parsed.document().statements[0];
  EXPECT_FALSE(statement.effect_text.known);
  EXPECT_EQ(statement.effect, Effect::kInvalid);
  EXPECT_FALSE(statement.principal.entries[0].values.items[0].known);
  EXPECT_TRUE(statement.principal.entries[0].values.items[1].known);
  EXPECT_FALSE(statement.action.items[0].known);
  EXPECT_TRUE(statement.action.items[1].known);
  EXPECT_FALSE(statement.resource.items[0].known);
  EXPECT_TRUE(statement.resource.items[1].known);
  EXPECT_FALSE(statement.conditions[0].key.known);
  EXPECT_FALSE(statement.conditions[0].values[0].text.known);
  EXPECT_TRUE(statement.conditions[0].values[1].text.known);
}

TEST(ParsePolicy, TakesCloudFormationFunctionsForUnresolvedTexts) {
  const Parsed parsed(R"({"Version":{"Ref":"V"},"Statement":{"Sid":{"Fn::Sub":"s"},
      "Effect":{"Ref":"E"},"Principal":{"AWS":[{"Fn::Sub":"arn:${A}"},"111122223333"]},
      "Action":{"Fn::Split":[",","a:b"]},
      "Condition":{"StringEquals":{"sts:ExternalId":{"Ref":"X"},"aws:a":["b",{"Ref":"Y"}]}}}})",
                      Kind::kTrust);
  EXPECT_TRUE(parsed.document().diagnostics.empty());
  const Statement& statement = parsed.document().statements[0];
  const Text& principal = statement.principal.entries[0].values.items[0];
  EXPECT_FALSE(principal.known);
  EXPECT_EQ(principal.value, R"({"Fn::Sub":"arn:${A}"})");
  EXPECT_EQ(parsed.At(principal.span), principal.value);
  EXPECT_TRUE(statement.principal.entries[0].values.items[1].known);
  EXPECT_FALSE(statement.action.items[0].known);
  EXPECT_FALSE(statement.effect_text.known);
  EXPECT_FALSE(statement.conditions[0].values[0].text.known);
  EXPECT_FALSE(statement.conditions[1].values[1].text.known);
}

TEST(ParsePolicy, SaysWhetherAllIsPlain) {
  const auto plain = [](std::string_view elements) {
    return Parsed(R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Resource":"*",)" +
                  std::string(elements) + "}}")
        .document()
        .plain;
  };
  EXPECT_TRUE(plain(R"("Action":["s3:GetObject","s3:*"])"));
  EXPECT_TRUE(plain(R"("Action":"a:b","Condition":{"Bool":{"aws:SecureTransport":true}})"));
  EXPECT_FALSE(plain(R"("Action":"s3:GetObject ")"));
  EXPECT_FALSE(plain(R"("Action":"s3:\u0047et")"));
  EXPECT_FALSE(plain("\"Action\":\"s3:G\u0435t\""));
  EXPECT_FALSE(plain(R"("Action":"${a}")"));
  EXPECT_FALSE(plain(R"("Action":{"Ref":"a"})"));
  EXPECT_FALSE(plain(R"("Action":"a:b","Comment":"x")"));
  EXPECT_FALSE(plain(R"("Action":"a:b","Sid":" x")"));
  EXPECT_FALSE(plain(R"("Action":"a:b","Condition":{"Bool":{"aws:\u200b":true}})"));
  EXPECT_FALSE(plain(R"("Action":"a:b","Condition":{"StringEquals":{"aws:a":["b","\u00a0"]}})"));
}

TEST(ParsePolicy, TheCallersKindWins) {
  const std::string_view text = R"({"Statement":{"Principal":"*","Action":"sts:AssumeRole"}})";
  EXPECT_EQ(Parsed(text).document().kind, Kind::kTrust);
  const Parsed as_rcp(text, Kind::kRcp);
  EXPECT_EQ(as_rcp.document().kind, Kind::kRcp);
  EXPECT_EQ(as_rcp.document().kind_source, KindSource::kOption);
  EXPECT_EQ(Parsed("{}").document().kind_source, KindSource::kDefault);
}

TEST(InferKind, GoesByPrincipalActionAndResource) {
  const std::pair<std::string_view, Kind> cases[] = {
      {R"({"Statement":[{"Action":"s3:*","Resource":"*"}]})", Kind::kIdentity},
      {R"({"Statement":{"Principal":"*","Action":"sts:AssumeRole"}})", Kind::kTrust},
      {R"({"Statement":{"Principal":"*","Action":["STS:assumerole","sts:TagSession"]}})",
       Kind::kTrust},
      {R"({"Statement":{"Principal":"*","Action":"sts:*"}})", Kind::kTrust},
      {R"({"Statement":{"Principal":"*","Action":"AssumeRole"}})", Kind::kTrust},
      {R"({"Statement":{"principal":"*","action":"sts:AssumeRole"}})", Kind::kTrust},
      {R"({"statement":[{"Principal":"*","Action":"sts:AssumeRole"}]})", Kind::kTrust},
      {R"({"Statement":{"Principal":"*"}})", Kind::kTrust},
      {R"({"Statement":{"Principal":"*","Action":"sts:AssumeRole","Resource":"*"}})",
       Kind::kResource},
      {R"({"Statement":{"NotPrincipal":"*","Action":"s3:*","Resource":"*"}})", Kind::kResource},
      {R"({"Statement":{"Principal":"*","Action":"ecr:BatchGetImage"}})", Kind::kResource},
      {R"({"Statement":{"Action":"sts:AssumeRole","Resource":"*"}})", Kind::kIdentity},
      {R"({"Statement":[1,{"Principal":"*","Action":"sts:AssumeRole"}]})", Kind::kTrust},
      {R"({"Statement":"x"})", Kind::kIdentity},
      {R"({})", Kind::kIdentity},
      {R"([])", Kind::kIdentity},
      {R"("x")", Kind::kIdentity},
  };
  for (const auto& [text, kind] : cases) {
    EXPECT_EQ(KindName(InferKind(Parsed(text).root())), KindName(kind)) << text;
  }
}

TEST(LooksLikePolicy, TellsPoliciesFromOtherJson) {
  const std::string_view policies[] = {
      R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow"}]})",
      R"({"Statement":{"Action":"s3:*"}})",
      R"({"Statement":[{"effect":"Allow","action":"s3:*"}]})",
      R"({"statement":[{"effect":"Allow","action":"s3:*"}]})",
      R"({"Statements":[{"Effect":"Allow","Action":"s3:*"}],"Version":"2012-10-17"})",
      R"({"Version":"2012-10-17"})",
      R"({"Version":"2012-10-17","Id":"x","Statement":[]})",
      R"({"Version":"2012-10-17","Statement":"x"})",
      R"({"Version":"2012-10-17","Statement":null})",
      R"({"Effect":"Allow","Action":"s3:*","Resource":"*"})",
      R"({"Statement":[7,{"Effect":"Allow"}],"Comment":"x"})",
  };
  for (std::string_view text : policies) EXPECT_TRUE(LooksLikePolicy(Parsed(text).root())) << text;

  const std::string_view others[] = {
      R"([])",
      R"("Statement")",
      R"({})",
      R"({"Version":"2012-10-17","rules":[]})",
      R"({"Version":"1.0","Statement":[]})",
      // An ECR lifecycle policy, an S3 lifecycle configuration, a Config rule, a tag policy.
      R"({"rules":[{"rulePriority":1,"selection":{"tagStatus":"any"},"action":{"type":"expire"}}]})",
      R"({"Rules":[{"ID":"x","Status":"Enabled","Filter":{"Prefix":""}}]})",
      R"({"ConfigRuleName":"x","Source":{"Owner":"AWS","SourceIdentifier":"Y"}})",
      R"({"tags":{"costcenter":{"tag_key":{"@@assign":"CostCenter"}}}})",
      // A Route 53 traffic policy, a CloudFormation template, a stack policy, a WAF rule.
      R"({"AWSPolicyFormatVersion":"2015-10-01","RecordType":"A","StartEndpoint":"x","Endpoints":{}})",
      R"({"AWSTemplateFormatVersion":"2010-09-09","Resources":{"R":{"Type":"AWS::IAM::Role"}}})",
      R"({"Statement":[{"Effect":"Allow","Action":"Update:*","Principal":"*","Resource":"*"}]})",
      R"({"Name":"x","Statement":{"RateBasedStatement":{"Limit":100}},"Action":{"Block":{}}})",
      // Terraform's own statement blocks.
      R"({"version":"2012-10-17","statement":[{"actions":["a:b"],"effect":"Allow","resources":["*"]}]})",
      R"({"Effect":"Allow"})",
      R"({"Effect":"fade","Action":"click","Resource":"x"})",
  };
  for (std::string_view text : others) EXPECT_FALSE(LooksLikePolicy(Parsed(text).root())) << text;
}

}  // namespace
}  // namespace rolelint::policy::parser_test
