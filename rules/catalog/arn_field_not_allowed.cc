#include <fmt/format.h>

#include "analyzer/catalog/arn_shapes.h"
#include "analyzer/engine/rule.h"
#include "analyzer/logic/names.h"
#include "analyzer/logic/questions.h"

namespace rolelint::rules::arn_field_not_allowed {
namespace {

using engine::DocumentContext;
using engine::Reporter;

constexpr std::string_view kEquivalents[] = {
    "access-analyzer:ARN_REGION_NOT_ALLOWED",
    "access-analyzer:ARN_ACCOUNT_NOT_ALLOWED",
    "parliament:INVALID_ARN",
    "boogy:invalid_resource",
};

void Check(const DocumentContext& context, Reporter& report) {
  for (const logic::OddArn& odd : context.questions.names().odd_arns()) {
    const bool region = (odd.facts->problems & logic::kRegionNotAllowed) != 0;
    const bool account = (odd.facts->problems & logic::kAccountNotAllowed) != 0;
    if (!region && !account) continue;
    const catalog::ArnFields fields = *catalog::CutArn(odd.item->value);
    std::string what = region ? fmt::format("Region ({})", fields.region) : std::string();
    if (account) {
      what += fmt::format("{}account ({})", region ? " and no " : "", fields.account);
    }
    const std::string right =
        fmt::format("arn:{}:{}:{}:{}:{}", fields.partition, fields.service,
                    region ? std::string_view() : fields.region,
                    account ? std::string_view() : fields.account, fields.resource);
    engine::FindingBuilder finding = report.Report(
        odd.item->span,
        fmt::format("\"{}\": ARNs of this kind of {} resource have no {}, so it matches nothing",
                    odd.item->value, fields.service, what));
    finding.Label(region ? "a Region too many" : "an account too many")
        .Help(fmt::format("write {}", right));
    if (odd.item->known) finding.Fix(odd.item->span, right, false);
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "arn-field-not-allowed",
    .summary = "An ARN has a Region or an account that ARNs of its kind do not have",
    .level = engine::Level::kError,
    .kinds = policy::kAllKinds,
    .needs = engine::kNeedsOddNames,
    .equivalents = kEquivalents,
    .aws_page = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::arn_field_not_allowed
