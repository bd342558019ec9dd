#include <fmt/format.h>

#include "analyzer/catalog/arn_shapes.h"
#include "analyzer/engine/rule.h"
#include "analyzer/logic/names.h"
#include "analyzer/logic/questions.h"
#include "rules/catalog/wording.h"

namespace rolelint::rules::unknown_arn_service {
namespace {

using engine::DocumentContext;
using engine::Reporter;

constexpr std::string_view kEquivalents[] = {
    "access-analyzer:INVALID_SERVICE",
    "boogy:invalid_resource",
};

void Check(const DocumentContext& context, Reporter& report) {
  for (const logic::OddArn& odd : context.questions.names().odd_arns()) {
    if ((odd.facts->problems & logic::kUnknownArnService) == 0) continue;
    const std::string_view service = catalog::CutArn(odd.item->value)->service;
    if (odd.facts->past != nullptr) {
      const catalog::PastName& past = *odd.facts->past;
      report
          .Report(odd.item->span,
                  fmt::format("\"{}\" names nothing: {}", odd.item->value, TellPast(past)))
          .Level(engine::Level::kSuggestion)
          .Label("no longer a service")
          .Help(past.instead.empty() ? "remove it"
                                     : fmt::format("the service is {} today", past.instead));
      continue;
    }
    const auto found = context.catalog.SuggestServices(service);
    std::string help = OfDate(context.catalog);
    if (service.empty()) {
      help = "the third field of an ARN is the service: arn:aws:SERVICE:…";
    } else if (!found.empty()) {
      help = fmt::format("did you mean {}? ({})", found[0].prefix(), help);
    }
    report
        .Report(
            odd.item->span,
            service.empty()
                ? fmt::format("\"{}\" names no service", odd.item->value)
                : fmt::format("\"{}\": \"{}\" is not an AWS service, so the ARN matches nothing",
                              odd.item->value, service))
        .Label("no such service")
        .Help(std::move(help));
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "unknown-arn-service",
    .summary = "The ARN of a Resource names a service that AWS does not have",
    .level = engine::Level::kError,
    .kinds = policy::kAllKinds,
    .needs = engine::kNeedsOddNames,
    .equivalents = kEquivalents,
    .aws_page = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::unknown_arn_service
