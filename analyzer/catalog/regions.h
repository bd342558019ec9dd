#ifndef ROLELINT_CATALOG_REGIONS_H_
#define ROLELINT_CATALOG_REGIONS_H_

// AWS's Regions: a small table kept by hand, since the catalogue's source does not list them.
// https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html

#include <optional>
#include <span>
#include <string_view>

namespace rolelint::catalog {

struct Region {
  std::string_view name;       // `eu-central-1`
  std::string_view partition;  // `aws`
  // Month in which it opened, `2014-10`; empty: announced, or its month is not published. Such a
  // Region is known all the same.
  std::string_view since;
};

// The day on which the table was last compared with AWS's pages.
inline constexpr std::string_view kRegionsDate = "2026-09-26";

// In the order of their names.
std::span<const Region> Regions();

// By the exact name, which is lower case.
std::optional<Region> FindRegion(std::string_view name);

// Whether a `*`/`?` pattern stands for a Region at least.
bool MatchesRegion(std::string_view pattern);

// The Region that a misspelt name was probably meant to be; empty if none is near.
std::string_view ClosestRegion(std::string_view name);

}  // namespace rolelint::catalog

#endif  // ROLELINT_CATALOG_REGIONS_H_
