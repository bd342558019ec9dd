#include <fmt/format.h>

#include "analyzer/catalog/arn_shapes.h"
#include "analyzer/engine/rule.h"
#include "analyzer/logic/names.h"
#include "analyzer/logic/questions.h"

namespace rolelint::rules::arn_field_missing {
namespace {

using engine::DocumentContext;
using engine::Reporter;

constexpr std::string_view kEquivalents[] = {
    "access-analyzer:MISSING_ARN_REGION",
    "access-analyzer:MISSING_ARN_ACCOUNT",
    "parliament:INVALID_ARN",
    "boogy:invalid_resource",
};

void Check(const DocumentContext& context, Reporter& report) {
  for (const logic::OddArn& odd : context.questions.names().odd_arns()) {
    const bool region = (odd.facts->problems & logic::kRegionMissing) != 0;
    const bool account = (odd.facts->problems & logic::kAccountMissing) != 0;
    if (!region && !account) continue;
    const catalog::ArnFields fields = *catalog::CutArn(odd.item->value);
    const std::string right =
        fmt::format("arn:{}:{}:{}:{}:{}", fields.partition, fields.service,
                    region ? std::string_view("*") : fields.region,
                    account ? std::string_view("*") : fields.account, fields.resource);
    engine::FindingBuilder finding = report.Report(
        odd.item->span,
        fmt::format(
            "\"{}\" lacks {}, which every ARN of this kind of {} resource has, so "
            "it matches nothing",
            odd.item->value,
            region && account ? "Region and account" : (region ? "the Region" : "the account"),
            fields.service));
    finding.Label(region ? "no Region" : "no account")
        .Help(fmt::format("name {}, or write {}",
                          region && account ? "them" : (region ? "the Region" : "the account"),
                          right));
    if (odd.item->known) finding.Fix(odd.item->span, right, false);
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "arn-field-missing",
    .summary = "An ARN lacks the Region or the account that ARNs of its kind have",
    .level = engine::Level::kError,
    .kinds = policy::kAllKinds,
    .needs = engine::kNeedsOddNames,
    .equivalents = kEquivalents,
    .aws_page = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::arn_field_missing
