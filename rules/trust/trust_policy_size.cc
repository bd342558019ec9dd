#include <fmt/format.h>

#include "analyzer/engine/rule.h"
#include "analyzer/text/view.h"
#include "rules/grammar/policy_length.h"

namespace rolelint::rules::trust_policy_size {
namespace {

using engine::DocumentContext;
using engine::Reporter;

constexpr std::string_view kEquivalents[] = {
    "access-analyzer:POLICY_SIZE_EXCEEDS_ROLE_TRUST_POLICY_QUOTA",
    "boogy:policy_size_exceeded",
};

// The quota is 2,048 characters and can be raised to 8,192; blanks between the tokens do not count.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
constexpr int64_t kRaisedLimit = 8192;

constexpr engine::RuleOption kOptions[] = {
    {.name = "limit",
     .type = engine::OptionType::kInteger,
     .fallback = "2048",
     .help = "the account's quota for the length of role trust policies"},
};

void Check(const DocumentContext& context, Reporter& report) {
  const policy::Document& document = context.document;
  int64_t limit = context.options.Integer("limit");
  if (document.span.size() <= limit || document.view == nullptr) return;
  int64_t size = CharactersWithoutBlanks(
      document.view->text().substr(document.span.begin, document.span.size()));
  if (size <= limit) return;
  bool hopeless = size > kRaisedLimit;
  report
      .Report(text::Span{document.span.begin, document.span.begin + 1},
              fmt::format("the trust policy has {} characters without blanks; {} {}", size,
                          hopeless ? std::string("even a raised quota ends at")
                                   : std::string("the quota is"),
                          hopeless ? kRaisedLimit : limit))
      .Level(hopeless ? engine::Level::kError : engine::Level::kWarning)
      .Help(
          "trust fewer principals: one role that many switch to first, or the account with a "
          "condition on aws:PrincipalArn");
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "trust-policy-size",
    .summary = "A trust policy is longer than the quota",
    .level = engine::Level::kWarning,
    .kinds = policy::Kind::kTrust,
    .equivalents = kEquivalents,
    .options = kOptions,
    .aws_page = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::trust_policy_size
