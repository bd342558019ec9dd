#include <fmt/format.h>

#include "analyzer/catalog/arn_shapes.h"
#include "analyzer/engine/rule.h"
#include "analyzer/logic/names.h"
#include "analyzer/logic/questions.h"

namespace rolelint::rules::unknown_partition {
namespace {

using engine::DocumentContext;
using engine::Reporter;

constexpr std::string_view kEquivalents[] = {
    "access-analyzer:INVALID_PARTITION",
    "parliament:INVALID_ARN",
    "boogy:invalid_resource",
};

void Check(const DocumentContext& context, Reporter& report) {
  for (const logic::OddArn& odd : context.questions.names().odd_arns()) {
    if ((odd.facts->problems & logic::kUnknownPartition) == 0) continue;
    const std::string_view partition = catalog::CutArn(odd.item->value)->partition;
    report
        .Report(
            odd.item->span,
            partition.empty()
                ? fmt::format("\"{}\" names no partition, so it matches nothing", odd.item->value)
                : fmt::format("\"{}\": there is no partition \"{}\", so the ARN matches nothing",
                              odd.item->value, partition))
        .Label("no such partition")
        .Help("write aws, aws-cn (China), aws-us-gov (GovCloud) or * for all of them");
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "unknown-partition",
    .summary = "The ARN of a Resource names a partition that AWS does not have",
    .level = engine::Level::kError,
    .kinds = policy::kAllKinds,
    .needs = engine::kNeedsOddNames,
    .equivalents = kEquivalents,
    .aws_page = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::unknown_partition
