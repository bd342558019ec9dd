#include <fmt/format.h>

#include "analyzer/catalog/arn_shapes.h"
#include "analyzer/catalog/regions.h"
#include "analyzer/engine/rule.h"
#include "analyzer/logic/names.h"
#include "analyzer/logic/questions.h"

namespace rolelint::rules::unknown_region {
namespace {

using engine::DocumentContext;
using engine::Reporter;

constexpr std::string_view kEquivalents[] = {
    "access-analyzer:INVALID_ARN_REGION",
    "parliament:INVALID_ARN",
    "boogy:invalid_resource",
};

void ReportUnknown(const policy::Text& item, std::string_view region, Reporter& report) {
  const std::string_view closest = catalog::ClosestRegion(region);
  report
      .Report(item.span, fmt::format("\"{}\": AWS has no Region \"{}\", so the ARN matches nothing",
                                     item.value, region))
      .Label("no such Region")
      .Help(closest.empty()
                ? fmt::format("write a Region or * (Regions known on {})", catalog::kRegionsDate)
                : fmt::format("did you mean {}? (Regions known on {})", closest,
                              catalog::kRegionsDate));
}

void ReportForeign(const policy::Text& item, const catalog::ArnFields& fields, Reporter& report) {
  const auto region = catalog::FindRegion(fields.region);
  if (!region) return;
  report
      .Report(item.span,
              fmt::format("\"{}\": {} is a Region of partition {}, not of {}, so the ARN matches "
                          "nothing",
                          item.value, region->name, region->partition, fields.partition))
      .Label("another partition's Region")
      .Help(fmt::format("begin the ARN with arn:{}: if the Region is right", region->partition));
}

void Check(const DocumentContext& context, Reporter& report) {
  for (const logic::OddArn& odd : context.questions.names().odd_arns()) {
    if ((odd.facts->problems & (logic::kUnknownRegion | logic::kForeignRegion)) == 0) continue;
    const catalog::ArnFields fields = *catalog::CutArn(odd.item->value);
    if ((odd.facts->problems & logic::kUnknownRegion) != 0) {
      ReportUnknown(*odd.item, fields.region, report);
    } else {
      ReportForeign(*odd.item, fields, report);
    }
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "unknown-region",
    .summary = "The ARN of a Resource names a Region that AWS, or the partition, does not have",
    .level = engine::Level::kError,
    .kinds = policy::kAllKinds,
    .needs = engine::kNeedsOddNames,
    .equivalents = kEquivalents,
    .aws_page = "https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::unknown_region
