#include "analyzer/catalog/regions.h"

#include <algorithm>

#include "analyzer/text/edit_distance.h"
#include "analyzer/text/glob.h"

namespace rolelint::catalog {
namespace {

constexpr Region kRegions[] = {
    {"af-south-1", "aws", "2020-04"},
    {"ap-east-1", "aws", "2019-04"},
    {"ap-east-2", "aws", "2025-06"},
    {"ap-northeast-1", "aws", "2011-03"},
    {"ap-northeast-2", "aws", "2016-01"},
    {"ap-northeast-3", "aws", "2018-02"},
    {"ap-south-1", "aws", "2016-06"},
    {"ap-south-2", "aws", "2022-11"},
    {"ap-southeast-1", "aws", "2010-04"},
    {"ap-southeast-2", "aws", "2012-11"},
    {"ap-southeast-3", "aws", "2021-12"},
    {"ap-southeast-4", "aws", "2023-01"},
    {"ap-southeast-5", "aws", "2024-08"},
    {"ap-southeast-6", "aws", "2025-09"},
    {"ap-southeast-7", "aws", "2025-01"},
    {"ca-central-1", "aws", "2016-12"},
    {"ca-west-1", "aws", "2023-12"},
    {"cn-north-1", "aws-cn", "2014-08"},
    {"cn-northwest-1", "aws-cn", "2017-12"},
    {"eu-central-1", "aws", "2014-10"},
    {"eu-central-2", "aws", "2022-11"},
    {"eu-isoe-west-1", "aws-iso-e", ""},
    {"eu-north-1", "aws", "2018-12"},
    {"eu-south-1", "aws", "2020-04"},
    {"eu-south-2", "aws", "2022-11"},
    {"eu-west-1", "aws", "2007-11"},
    {"eu-west-2", "aws", "2016-12"},
    {"eu-west-3", "aws", "2017-12"},
    {"eusc-de-east-1", "aws-eusc", ""},
    {"il-central-1", "aws", "2023-08"},
    {"me-central-1", "aws", "2022-08"},
    {"me-south-1", "aws", "2019-07"},
    {"me-west-1", "aws", ""},
    {"mx-central-1", "aws", "2025-01"},
    {"sa-east-1", "aws", "2011-12"},
    {"sa-west-1", "aws", ""},
    {"us-east-1", "aws", "2006-08"},
    {"us-east-2", "aws", "2016-10"},
    {"us-gov-east-1", "aws-us-gov", "2018-11"},
    {"us-gov-west-1", "aws-us-gov", "2011-08"},
    {"us-iso-east-1", "aws-iso", ""},
    {"us-iso-west-1", "aws-iso", ""},
    {"us-isob-east-1", "aws-iso-b", ""},
    {"us-isob-west-1", "aws-iso-b", ""},
    {"us-isof-east-1", "aws-iso-f", ""},
    {"us-isof-south-1", "aws-iso-f", ""},
    {"us-west-1", "aws", "2009-12"},
    {"us-west-2", "aws", "2011-11"},
};

}  // namespace

std::span<const Region> Regions() { return kRegions; }

std::optional<Region> FindRegion(std::string_view name) {
  const Region* at =
      std::lower_bound(std::begin(kRegions), std::end(kRegions), name,
                       [](const Region& region, std::string_view n) { return region.name < n; });
  if (at == std::end(kRegions) || at->name != name) return std::nullopt;
  return *at;
}

bool MatchesRegion(std::string_view pattern) {
  // Without its stars the longest Region has 15 characters; anything longer is not worth matching.
  if (pattern.size() > 256) return true;
  return std::any_of(std::begin(kRegions), std::end(kRegions),
                     [&](const Region& region) { return text::GlobMatches(pattern, region.name); });
}

std::string_view ClosestRegion(std::string_view name) {
  size_t best = text::LikelyTypo(name.size()) + 1;
  std::string_view closest;
  for (const Region& region : kRegions) {
    const size_t distance = text::EditDistance(name, region.name, best);
    if (distance < best) {
      best = distance;
      closest = region.name;
    }
  }
  return closest;
}

}  // namespace rolelint::catalog
