#include "analyzer/catalog/regions.h"

#include <gtest/gtest.h>

namespace rolelint::catalog::regions_test {
namespace {

TEST(RegionsTest, AreSortedAndOfKnownPartitions) {
  std::string_view before;
  for (const Region& region : Regions()) {
    EXPECT_LT(before, region.name);
    EXPECT_TRUE(region.partition.starts_with("aws")) << region.name;
    before = region.name;
  }
}

TEST(RegionsTest, AreFoundByTheirExactName) {
  for (const Region& region : Regions()) {
    ASSERT_TRUE(FindRegion(region.name).has_value()) << region.name;
    EXPECT_EQ(FindRegion(region.name)->partition, region.partition);
  }
  EXPECT_FALSE(FindRegion("us-east-9"));
  EXPECT_FALSE(FindRegion("US-EAST-1"));
  EXPECT_FALSE(FindRegion(""));
}

TEST(RegionsTest, PatternsAndNearNames) {
  EXPECT_TRUE(MatchesRegion("us-*"));
  EXPECT_TRUE(MatchesRegion("eu-west-?"));
  EXPECT_FALSE(MatchesRegion("moon-*"));
  EXPECT_EQ(ClosestRegion("eu-wset-1"), "eu-west-1");
  EXPECT_EQ(ClosestRegion("mars-north-1"), "");
}

}  // namespace
}  // namespace rolelint::catalog::regions_test
