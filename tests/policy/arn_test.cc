#include "analyzer/policy/arn.h"

#include <gtest/gtest.h>

namespace rolelint::policy::arn_test {
namespace {

TEST(ParseArn, CutsAtTheFirstFiveColons) {
  struct Case {
    std::string_view text, partition, service, region, account, resource;
  };
  const Case cases[] = {
      {"arn:aws:iam::111122223333:role/a/b", "aws", "iam", "", "111122223333", "role/a/b"},
      {"arn:aws:lambda:us-east-1:111122223333:function:f:1", "aws", "lambda", "us-east-1",
       "111122223333", "function:f:1"},
      {"arn:aws:s3:::bucket/key", "aws", "s3", "", "", "bucket/key"},
      {"arn:*:*:*:*:*", "*", "*", "*", "*", "*"},
      {"arn:::::", "", "", "", "", ""},
      {"arn:aws:logs:::log-group:*", "aws", "logs", "", "", "log-group:*"},
  };
  for (const Case& c : cases) {
    const std::optional<Arn> arn = ParseArn(c.text);
    ASSERT_TRUE(arn) << c.text;
    EXPECT_EQ(arn->partition, c.partition) << c.text;
    EXPECT_EQ(arn->service, c.service) << c.text;
    EXPECT_EQ(arn->region, c.region) << c.text;
    EXPECT_EQ(arn->account, c.account) << c.text;
    EXPECT_EQ(arn->resource, c.resource) << c.text;
  }
}

TEST(ParseArn, RefusesOtherText) {
  for (std::string_view text :
       {"", "arn", "arn:", "*", "arn:aws:iam::111122223333", "ARN:aws:iam::111122223333:root",
        " arn:aws:iam::1:root", "arn:aws:sqs", "111122223333"}) {
    EXPECT_FALSE(ParseArn(text)) << text;
  }
}

TEST(SplitIamResource, TellsTypePathAndName) {
  struct Case {
    std::string_view resource, type, path, name;
  };
  const Case cases[] = {
      {"role/name", "role", "/", "name"},
      {"role/path/to/name", "role", "/path/to/", "name"},
      {"user/alice", "user", "/", "alice"},
      {"root", "root", "", ""},
      {"assumed-role/Role/session", "assumed-role", "/Role/", "session"},
      {"role/", "role", "/", ""},
      {"oidc-provider/host/id/X", "oidc-provider", "/host/id/", "X"},
      {"", "", "", ""},
  };
  for (const Case& c : cases) {
    const IamResource resource = SplitIamResource(c.resource);
    EXPECT_EQ(resource.type, c.type) << c.resource;
    EXPECT_EQ(resource.path, c.path) << c.resource;
    EXPECT_EQ(resource.name, c.name) << c.resource;
  }
}

TEST(IsAccountId, WantsTwelveDigits) {
  EXPECT_TRUE(IsAccountId("111122223333"));
  EXPECT_TRUE(IsAccountId("000000000000"));
  for (std::string_view text : {"", "11112222333", "1111222233334", "11112222333a", " 11112222333",
                                "1111-2222-333", "11112222333/", "11112222333:"}) {
    EXPECT_FALSE(IsAccountId(text)) << text;
  }
}

TEST(IsUniqueId, WantsPrefixLengthAndCharacters) {
  EXPECT_TRUE(IsUniqueId("AIDAJQABLZS4A3QDU576Q", "AIDA"));
  EXPECT_TRUE(IsUniqueId("AROA123456789012", "AROA"));
  EXPECT_FALSE(IsUniqueId("AROA12345678901", "AROA"));
  EXPECT_FALSE(IsUniqueId("AIDAJQABLZS4A3QDU576Q", "AROA"));
  EXPECT_FALSE(IsUniqueId("AIDAjqablzs4a3qdu576q", "AIDA"));
  EXPECT_FALSE(IsUniqueId("AIDAJQABLZS4A3QDU576Q:x", "AIDA"));
  EXPECT_FALSE(IsUniqueId("", "AIDA"));
}

TEST(IsPartition, KnowsThemAll) {
  for (std::string_view text : {"aws", "aws-cn", "aws-us-gov", "aws-iso", "aws-iso-b", "aws-iso-e",
                                "aws-iso-f", "aws-eusc"}) {
    EXPECT_TRUE(IsPartition(text)) << text;
  }
  for (std::string_view text : {"", "AWS", "aws-", "aws-us", "obs", "*"}) {
    EXPECT_FALSE(IsPartition(text)) << text;
  }
}

TEST(PrincipalAccount, ReadsArnsAndBareIds) {
  EXPECT_EQ(PrincipalAccount("111122223333"), "111122223333");
  EXPECT_EQ(PrincipalAccount("arn:aws:iam::111122223333:user/alice"), "111122223333");
  EXPECT_EQ(PrincipalAccount("arn:aws:sts::111122223333:assumed-role/r/s"), "111122223333");
  EXPECT_EQ(PrincipalAccount("*"), "");
  EXPECT_EQ(PrincipalAccount("AIDAJQABLZS4A3QDU576Q"), "");
}

TEST(IsAccountPrincipal, TakesRootAndBareIdAlike) {
  EXPECT_TRUE(IsAccountPrincipal("111122223333"));
  EXPECT_TRUE(IsAccountPrincipal("arn:aws:iam::111122223333:root"));
  EXPECT_TRUE(IsAccountPrincipal("arn:aws-cn:iam::111122223333:root"));
  EXPECT_FALSE(IsAccountPrincipal("arn:aws:iam::111122223333:user/root"));
  EXPECT_FALSE(IsAccountPrincipal("arn:aws:sts::111122223333:root"));
  EXPECT_FALSE(IsAccountPrincipal("1111222233334"));
}

}  // namespace
}  // namespace rolelint::policy::arn_test
