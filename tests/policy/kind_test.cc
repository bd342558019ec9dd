#include "analyzer/policy/kind.h"

#include <gtest/gtest.h>

namespace rolelint::policy::kind_test {
namespace {

TEST(Kind, NamesAndKindsAgree) {
  for (int i = 0; i < kKindCount; ++i) {
    const Kind kind = static_cast<Kind>(i);
    EXPECT_EQ(ParseKind(KindName(kind)), kind);
    EXPECT_TRUE(kAllKinds.Has(kind)) << KindName(kind);
  }
  EXPECT_EQ(KindName(Kind::kTrust), "trust");
  EXPECT_EQ(ParseKind("Trust"), std::nullopt);
  EXPECT_EQ(ParseKind(""), std::nullopt);
}

TEST(ResourceType, SettlesTheKind) {
  EXPECT_EQ(KindOfAttachment("AWS::IAM::AssumeRolePolicyDocument"), Kind::kTrust);
  EXPECT_EQ(KindOfAttachment("AWS::S3::Bucket"), Kind::kResource);
}

TEST(ResourceType, IsToldByItsForm) {
  EXPECT_TRUE(IsResourceType("AWS::S3::Bucket"));
  EXPECT_TRUE(IsResourceType("Custom::Bucket"));
  for (std::string_view text : {"", "Bucket", "AWS:S3:Bucket", "AWS::S3::", "::S3::Bucket",
                                "AWS::S3::Bucket::Policy", "AWS::S3::Bucket Policy"}) {
    EXPECT_FALSE(IsResourceType(text)) << text;
  }
}

TEST(KindSet, HoldsWhatWasPutIn) {
  const KindSet set = Kind::kTrust | Kind::kRcp;
  EXPECT_TRUE(set.Has(Kind::kTrust));
  EXPECT_TRUE(set.Has(Kind::kRcp));
  EXPECT_FALSE(set.Has(Kind::kScp));
  EXPECT_TRUE(KindSet().empty());
  EXPECT_FALSE(kIdentityLike.Has(Kind::kTrust));
}

}  // namespace
}  // namespace rolelint::policy::kind_test
