#include "analyzer/policy/kind.h"

#include <gtest/gtest.h>

namespace rolelint::policy {
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

TEST(KindSet, HoldsWhatWasPutIn) {
  const KindSet set = Kind::kTrust | Kind::kRcp;
  EXPECT_TRUE(set.Has(Kind::kTrust));
  EXPECT_TRUE(set.Has(Kind::kRcp));
  EXPECT_FALSE(set.Has(Kind::kScp));
  EXPECT_TRUE(KindSet().empty());
  EXPECT_FALSE(kIdentityLike.Has(Kind::kTrust));
}

}  // namespace
}  // namespace rolelint::policy
