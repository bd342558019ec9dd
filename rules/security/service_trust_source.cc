#include <fmt/format.h>

#include <algorithm>

#include "analyzer/engine/rule.h"
#include "analyzer/text/glob.h"
#include "rules/security/service_caller.h"

namespace rolelint::rules {
namespace {

using engine::DocumentContext;
using engine::Reporter;

constexpr std::string_view kEquivalents[] = {
    "boogy:confused_deputy_risk",
};

// Services whose guides show a trust policy with aws:SourceAccount or aws:SourceArn. Of others a
// test of these keys may lock the service out.
constexpr std::string_view kServices[] = {
    "bedrock.amazonaws.com",       "cloudformation.amazonaws.com",
    "codebuild.amazonaws.com",     "config.amazonaws.com",
    "datasync.amazonaws.com",      "firehose.amazonaws.com",
    "fis.amazonaws.com",           "logs.amazonaws.com",
    "pipes.amazonaws.com",         "rekognition.amazonaws.com",
    "scheduler.amazonaws.com",     "ses.amazonaws.com",
    "sns.amazonaws.com",           "ssm.amazonaws.com",
    "states.amazonaws.com",        "transfer.amazonaws.com",
    "vpc-flow-logs.amazonaws.com",
};

void Check(const DocumentContext& context, Reporter& report) {
  for (const policy::Statement& statement : context.document.statements) {
    if (!statement.allows() || statement.principal.entries.empty()) continue;
    if (WeighServiceCaller(statement).source) continue;
    ForEachService(statement, [&](const policy::Text& service) {
      const bool listed = std::any_of(
          std::begin(kServices), std::end(kServices),
          [&](std::string_view name) { return text::EqualsFolded(name, service.value); });
      if (!listed) return;
      report
          .Report(service.span,
                  fmt::format("{} takes this role for whoever in the account, or in another, can "
                              "make it do so",
                              service.value))
          .Label("for whom?")
          .Help(
              "\"StringEquals\": {\"aws:SourceAccount\": \"ACCOUNT\"}, and \"ArnLike\": "
              "{\"aws:SourceArn\": \"…\"} for the one resource that needs the role");
    });
  }
}

}  // namespace

extern const engine::Rule kServiceTrustSource = {
    .id = "service-trust-source",
    .summary = "A role lets a service in without asking for whom it acts",
    .level = engine::Level::kSuggestion,
    .confidence = engine::Confidence::kMedium,
    .persona = engine::Persona::kPedantic,
    .kinds = policy::Kind::kTrust,
    .equivalents = kEquivalents,
    .aws_page = "https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html",
    .check_document = Check,
};

}  // namespace rolelint::rules
