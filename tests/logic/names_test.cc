#include "analyzer/logic/names.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "analyzer/catalog/catalog.h"
#include "tests/policy/parsed.h"

namespace rolelint::logic::names_test {
namespace {

std::string Policy(std::string_view action, std::string_view resource) {
  return R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":")" +
         std::string(action) + R"(","Resource":")" + std::string(resource) + R"("}})";
}

// Facts lie in its memory.
PolicyNames& Names() {
  static PolicyNames names(catalog::Catalog::BuiltIn());
  return names;
}

const ActionFacts& ActionOf(std::string_view action) {
  policy::Parsed parsed(Policy(action, "*"));
  Names().Begin(parsed.document());
  return *Names().Statement(0).action[0];
}

const ArnFacts& ArnOf(std::string_view arn) {
  policy::Parsed parsed(Policy("s3:GetObject", arn));
  Names().Begin(parsed.document());
  return *Names().Statement(0).resource[0];
}

TEST(PolicyNamesTest, StatesOfActions) {
  const std::pair<const char*, ActionState> cases[] = {
      {"*", ActionState::kKnown},
      {"s3:GetObject", ActionState::kKnown},
      {"S3:getobject", ActionState::kKnown},
      {"s3:Get*", ActionState::kKnown},
      {"*:GetObject", ActionState::kKnown},
      {"s3:Fetch*", ActionState::kUnknownAction},
      {"s3:ListBuckets", ActionState::kUnknownAction},
      {"*:NoSuchAction", ActionState::kUnknownAction},
      {"GetObject", ActionState::kNoPrefix},
      {"", ActionState::kNoPrefix},
      {"s4:GetObject", ActionState::kUnknownService},
      {"deepracer:Get*", ActionState::kPastService},
      {"cloudhsm:CreateHapg", ActionState::kPastAction},
      {"cloudhsm:*Hapg", ActionState::kPastAction},
      {"s3:${Operation}", ActionState::kUnclear},
  };
  for (const auto& [text, state] : cases) EXPECT_EQ(ActionOf(text).state, state) << text;
}

TEST(PolicyNamesTest, ProblemsOfArns) {
  const std::pair<const char*, int> cases[] = {
      {"*", 0},
      {"arn:aws:s3:::a/*", 0},
      {"arn:*:s3:::a", 0},
      {"arn:aws:rds:*", 0},
      {"arn:aws:*:*:*:*", 0},
      {"arn:aws:s3:::${aws:username}/*", 0},
      {"arn:aws:iam::${aws:PrincipalAccount}:role/x", 0},
      {"arn:awz:s3:::a", kUnknownPartition},
      {"arn:aws:s33:::a", kUnknownArnService},
      {"arn:aws:sqs:us-east-9:111122223333:q", kUnknownRegion},
      {"arn:aws:sqs:cn-north-1:111122223333:q", kForeignRegion},
      {"arn:aws:iam:us-east-1:111122223333:role/x", kRegionNotAllowed},
      {"arn:aws:s3::111122223333:a/*", kAccountNotAllowed},
      {"arn:aws:s3:eu-west-1:111122223333:a/*", kRegionNotAllowed | kAccountNotAllowed},
      {"arn:aws:s3:eu-west-1:111122223333:accesspoint/a", 0},
      {"arn:aws:logs:::log-group:a:*", kRegionMissing | kAccountMissing},
      {"arn:aws:sqs:us-east-1::q", kAccountMissing},
      {"arn:aws:kms:*::*", 0},  // AWS's validation lets it pass
      {"arn:aws:ssm:us-east-1::document/AWS-RunShellScript", 0},
      {"arn:aws:iam::111122223333:usr/Bob", kUnknownResource},
      {"arn:aws:iam::*:usr/Bob", kUnknownResource},
      {"arn:aws:s3:::a:*", kUnknownResource},
      // The wildcards may pass the colons.
      {"arn:aws:states:*:*:statemachine:*", 0},
      {"arn:aws:states:us-east-1:111122223333:statemachine:a", kUnknownResource},
      {"arn:aws:sagemaker:us-east-1:111122223333:endpoints/a", kUnknownResource},
      {"arn:aws:cloudformation:us-east-1:aws:transform/Serverless-2016-10-31", 0},
      // Of which AWS's reference lists some formats only.
      {"arn:aws:apigateway:us-east-1::/v2/apis", 0},
      {"arn:aws:iam::111122223333:root", 0},
  };
  for (const auto& [text, problems] : cases) EXPECT_EQ(ArnOf(text).problems, problems) << text;
}

TEST(PolicyNamesTest, TypesMeetWhereActionAndResourceDo) {
  const auto share = [](const ActionFacts& action, const ArnFacts& arn) {
    for (const uint16_t type : action.types) {
      if (std::find(arn.types.begin(), arn.types.end(), type) != arn.types.end()) return true;
    }
    return false;
  };
  EXPECT_TRUE(share(ActionOf("s3:GetObject"), ArnOf("arn:aws:s3:::a/*")));
  EXPECT_TRUE(share(ActionOf("s3:GetObject"), ArnOf("arn:aws:s3:::a*")));
  EXPECT_FALSE(share(ActionOf("s3:GetObject"), ArnOf("arn:aws:s3:::a")));
  EXPECT_TRUE(share(ActionOf("s3:ListBucket"), ArnOf("arn:aws:s3:::a")));
  EXPECT_FALSE(share(ActionOf("s3:ListBucket"), ArnOf("arn:aws:s3:::a/*")));
  EXPECT_TRUE(share(ActionOf("s3:*"), ArnOf("arn:aws:s3:::a")));
  EXPECT_TRUE(ActionOf("s3:ListAllMyBuckets").untyped);
  EXPECT_TRUE(ArnOf("arn:aws:s3:::*").any_resource);
}

TEST(PolicyNamesTest, MemoryOfOneDocumentServesTheNext) {
  PolicyNames names(catalog::Catalog::BuiltIn());
  for (int round = 0; round < 3; ++round) {
    policy::Parsed parsed(Policy("s3:ListBuckets", "arn:aws:s3:::a:*"));
    names.Begin(parsed.document());
    ASSERT_EQ(names.odd_actions().size(), 1U);
    EXPECT_EQ(names.odd_actions()[0].item->value, "s3:ListBuckets");
    ASSERT_EQ(names.odd_arns().size(), 1U);
  }
}

// A document of patterns that differ and match much is given up, not waited for.
TEST(PolicyNamesTest, HostilePatternsAreBounded) {
  std::string text = R"({"Statement":{"Effect":"Allow","Resource":"*","Action":["s3:*")";
  for (int i = 0; i < 20000; ++i) text += ",\"*:*e*" + std::to_string(i) + "\"";
  text += "]}}";
  policy::Parsed parsed(text);
  PolicyNames names(catalog::Catalog::BuiltIn());
  names.Begin(parsed.document());
  EXPECT_EQ(names.Statement(0).action.size(), 20001U);
  EXPECT_EQ(names.Statement(0).action[20000]->state, ActionState::kUnclear);
}

}  // namespace
}  // namespace rolelint::logic::names_test
