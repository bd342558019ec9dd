// What a statement allows does not depend on how it is written.

#include "analyzer/logic/meaning.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "analyzer/catalog/catalog.h"
#include "tests/policy/parsed.h"

namespace rolelint::logic::meaning_test {
namespace {

std::string Statement(std::string_view parts) {
  return R"({"Version":"2012-10-17","Statement":{"Effect":"Allow",)" + std::string(parts) + "}}";
}

// Facts lie in memory that outlives a document.
struct Asked {
  explicit Asked(std::string_view parts, policy::Kind kind = policy::Kind::kIdentity)
      : parsed(Statement(parts), kind) {
    names.Begin(parsed.document());
    meaning.Begin(parsed.document());
  }
  const policy::Statement& statement() { return parsed.document().statements[0]; }
  bool OnEvery(std::string_view action) {
    return meaning.OnEvery(statement(), *catalog::Catalog::BuiltIn().FindAction(action));
  }

  policy::Parsed parsed;
  PolicyNames names{catalog::Catalog::BuiltIn()};
  Meaning meaning{catalog::Catalog::BuiltIn(), &names};
};

std::string Resource(std::string_view value) {
  return R"("Action":"*","Resource":)" + std::string(value);
}

TEST(MeaningTest, EveryResourceOfAKind) {
  struct Case {
    const char* resource;
    const char* action;
    bool every;
  };
  const Case cases[] = {
      {R"("*")", "s3:GetObject", true},
      {R"("***")", "s3:GetObject", true},
      {R"("arn:*")", "s3:GetObject", true},
      {R"("arn:aws:*")", "sqs:SendMessage", true},
      {R"("arn:aws:*:*:*:*")", "sqs:SendMessage", true},
      {R"("arn:aws:s3:::*")", "s3:GetObject", true},
      {R"("arn:aws:s3:::**")", "s3:GetObject", true},
      {R"("arn:aws-cn:s3:::*")", "s3:GetObject", true},
      {R"("arn:*:s3:*:*:*")", "s3:GetObject", true},
      {R"("arn:aws:s3:::*/*")", "s3:GetObject", true},
      {R"("arn:aws:s3:::?*/*")", "s3:GetObject", true},
      {R"("arn:aws:s3:::*/*")", "s3:PutBucketPolicy", false},
      {R"("arn:aws:s3:::?/*")", "s3:GetObject", false},
      {R"("arn:aws:s3:::acme-*")", "s3:GetObject", false},
      {R"("arn:aws:s3:::*/reports/*")", "s3:GetObject", false},
      {R"("arn:aws:s3:::*")", "sqs:SendMessage", false},
      {R"("arn:aws:sqs:::*")", "sqs:SendMessage", false},
      {R"("arn:aws:sqs:*:*:*")", "sqs:SendMessage", true},
      {R"("arn:aws:sqs:eu-west-1:*:*")", "sqs:SendMessage", false},
      {R"("arn:aws:sqs:*:581470236914:*")", "sqs:SendMessage", false},
      {R"("arn:aws:dynamodb:*:*:table/*")", "dynamodb:Query", true},
      {R"("arn:aws:dynamodb:*:*:table/*/index/*")", "dynamodb:Query", false},
      {R"("arn:aws:iam::*:user/*")", "iam:CreateAccessKey", true},
      {R"("arn:aws:iam::*")", "iam:CreateAccessKey", true},
      {R"("arn:aws:iam::*:role/*")", "iam:CreateAccessKey", false},
      {R"("arn:aws:*:*:*:user/*")", "iam:CreateAccessKey", true},
      {R"(["arn:aws:ec2:*:*:instance/*"])", "ec2:TerminateInstances", true},
      {R"(["arn:aws:ec2:*:*:instance/*"])", "ec2:AttachVolume", false},
      {R"(["arn:aws:ec2:*:*:instance/*","arn:aws:ec2:*:*:volume/*"])", "ec2:AttachVolume", true},
  };
  for (const Case& one : cases) {
    EXPECT_EQ(Asked(Resource(one.resource)).OnEvery(one.action), one.every)
        << one.action << " on " << one.resource;
  }
}

TEST(MeaningTest, WhatNotResourceLeaves) {
  const auto on_every = [](std::string_view listed, std::string_view action) {
    return Asked(R"("Action":"*","NotResource":)" + std::string(listed)).OnEvery(action);
  };
  EXPECT_TRUE(on_every(R"("arn:aws:s3:::acme")", "s3:GetObject"));
  EXPECT_TRUE(on_every(R"("arn:aws:sqs:*:*:*")", "s3:GetObject"));
  EXPECT_FALSE(on_every(R"("arn:aws:sqs:*:*:*")", "sqs:SendMessage"));
  EXPECT_FALSE(on_every(R"("*")", "s3:GetObject"));
  EXPECT_FALSE(on_every(R"("arn:*")", "s3:GetObject"));
}

std::string Services(std::string_view parts) {
  Asked asked(parts);
  std::string text;
  for (const WholeService& one : asked.meaning.WholeServices(asked.statement())) {
    text += std::string(one.prefix) + "=" + std::string(one.pattern) + " ";
  }
  return text;
}

TEST(MeaningTest, WholeServices) {
  EXPECT_EQ(Services(R"("Action":["s3:*","SQS:**","ec2:Describe*"],"Resource":"*")"),
            "s3=s3:* SQS=SQS:** ");
  EXPECT_EQ(Services(R"("Action":"*","Resource":"*")"), "");
  EXPECT_EQ(Services(R"("Action":"*","Resource":"arn:aws:s3:::*")"), "s3=s3:* ");
  EXPECT_EQ(Services(R"("Action":"s3:*","Resource":"arn:aws:s3:::*")"), "s3=s3:* ");
  EXPECT_EQ(Services(R"("Action":"s3:*","Resource":"arn:aws:s3:::*/*")"), "");
  EXPECT_EQ(Services(R"("Action":["s3:*","sqs:*"],"Resource":"arn:aws:sqs:*:*:*")"), "sqs=sqs:* ");
  EXPECT_EQ(
      Services(R"("Action":"secretsmanager:*","Resource":"arn:aws:secretsmanager:*:*:secret:*")"),
      "secretsmanager=secretsmanager:* ");
  // Several patterns together.
  EXPECT_EQ(Services(R"("Action":["sqs:a*","sqs:c*","sqs:d*","sqs:g*","sqs:l*","sqs:p*",)"
                     R"("sqs:r*","sqs:s*","sqs:t*","sqs:u*"],"Resource":"*")"),
            "sqs=sqs:* ");
  EXPECT_EQ(Services(R"("Action":["sqs:a*","sqs:s*"],"Resource":"*")"), "");
  EXPECT_EQ(Services(R"("Action":"sqs:?*","Resource":"*")"), "sqs=sqs:* ");
}

bool Restricted(std::string_view condition, policy::Kind kind = policy::Kind::kIdentity) {
  Asked asked(R"("Action":"s3:GetObject","Resource":"*","Condition":)" + std::string(condition),
              kind);
  return asked.meaning.IsRestricted(asked.statement(), "581470236914");
}

TEST(MeaningTest, ConditionsThatRestrictNobody) {
  for (const char* condition : {
           R"({"Bool":{"aws:SecureTransport":"true"}})",
           R"({"StringEquals":{"aws:PrincipalOrgID":"o-a1b2c3d4e5"}})",
           R"({"StringLike":{"AWS:principalorgid":"o-*"}})",
           R"({"ForAnyValue:StringLike":{"aws:PrincipalOrgPaths":"o-a1b2c3d4e5/*"}})",
           R"({"StringEquals":{"aws:PrincipalAccount":"581470236914"}})",
           R"({"StringEquals":{"aws:PrincipalType":["User","AssumedRole"]}})",
           R"({"StringEquals":{"aws:ResourceAccount":"581470236914"}})",
           R"({"StringEquals":{"aws:ResourceAccount":"${aws:PrincipalAccount}"}})",
           R"({"StringEquals":{"aws:ResourceOrgID":"${aws:PrincipalOrgID}"}})",
           R"({"IpAddress":{"aws:SourceIp":"0.0.0.0/0"}})",
           R"({"IpAddressIfExists":{"aws:SourceIp":"203.0.113.0/24"}})",
           R"({"StringLike":{"aws:PrincipalTag/team":"**"}})",
       }) {
    EXPECT_FALSE(Restricted(condition)) << condition;
  }
}

TEST(MeaningTest, ConditionsThatRestrict) {
  for (
      const char* condition : {
          R"({"IpAddress":{"aws:SourceIp":"203.0.113.0/24"}})",
          R"({"IpAddressIfExists":{"aws:SourceIp":"203.0.113.0/24"},"Null":{"aws:SourceIp":"false"}})",
          R"({"IpAddressIfExists":{"aws:SourceIp":"203.0.113.0/24"},"Null":{"aws:sourceip":false}})",
          R"({"StringEquals":{"aws:ResourceAccount":"207531896240"}})",
          R"({"StringEquals":{"aws:ResourceTag/team":"a"}})",
          R"({"StringEquals":{"aws:PrincipalTag/team":"a"}})",
      }) {
    EXPECT_TRUE(Restricted(condition)) << condition;
  }
  // Of others' requests it says which are meant.
  EXPECT_TRUE(Restricted(R"({"StringEquals":{"aws:PrincipalOrgID":"o-a1b2c3d4e5"}})",
                         policy::Kind::kResource));
}

TEST(MeaningTest, WhatAResourceMayBe) {
  const auto may_reach = [](std::string_view resource, std::string_view action) {
    Asked asked(Resource(resource));
    return asked.meaning.MayReach(asked.statement(),
                                  *catalog::Catalog::BuiltIn().FindAction(action));
  };
  EXPECT_TRUE(may_reach(R"("*")", "lambda:UpdateFunctionCode"));
  EXPECT_TRUE(may_reach(R"("arn:aws:lambda:eu-west-1:581470236914:function:a")",
                        "lambda:UpdateFunctionCode"));
  EXPECT_FALSE(may_reach(R"("arn:aws:s3:::acme/*")", "lambda:UpdateFunctionCode"));
  EXPECT_FALSE(may_reach(R"("arn:aws:sqs:eu-west-1:581470236914:jobs")", "s3:PutBucketPolicy"));
  EXPECT_FALSE(may_reach(R"("arn:aws:s3:::acme/*")", "s3:PutBucketPolicy"));
}

}  // namespace
}  // namespace rolelint::logic::meaning_test
