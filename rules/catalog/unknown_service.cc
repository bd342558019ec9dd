#include <fmt/format.h>

#include "analyzer/catalog/api_operations.h"
#include "analyzer/engine/rule.h"
#include "analyzer/logic/names.h"
#include "analyzer/logic/questions.h"
#include "analyzer/text/glob.h"
#include "rules/catalog/wording.h"

namespace rolelint::rules::unknown_service {
namespace {

using engine::DocumentContext;
using engine::Reporter;
using logic::ActionState;

constexpr std::string_view kEquivalents[] = {
    "access-analyzer:INVALID_SERVICE_IN_ACTION",
    "parliament:UNKNOWN_PREFIX",
    "boogy:invalid_action",
};

// Names that people know a service by and that are not its prefix.
struct Nickname {
  std::string_view name;
  std::string_view prefix;
};
constexpr Nickname kNicknames[] = {
    {"alb", "elasticloadbalancing"},
    {"aurora", "rds"},
    {"billingconsole", "billing"},
    {"cloudwatchevents", "events"},
    {"cloudwatchlogs", "logs"},
    {"cognito", "cognito-idp"},
    {"documentdb", "rds"},
    {"efs", "elasticfilesystem"},
    {"elasticloadbalancingv2", "elasticloadbalancing"},
    {"elasticsearch", "es"},
    {"elb", "elasticloadbalancing"},
    {"elbv2", "elasticloadbalancing"},
    {"emr", "elasticmapreduce"},
    {"eventbridge", "events"},
    {"msk", "kafka"},
    {"neptune", "rds"},
    {"opensearch-serverless", "aoss"},
    {"opensearchservice", "es"},
    {"parameterstore", "ssm"},
    {"quicksights", "quicksight"},
    {"resourcegroupstagging", "tag"},
    {"secrets", "secretsmanager"},
    {"stepfunctions", "states"},
    {"systemsmanager", "ssm"},
};

std::string Meant(const DocumentContext& context, std::string_view prefix) {
  for (const Nickname& nickname : kNicknames) {
    if (text::EqualsFolded(nickname.name, prefix)) {
      return fmt::format("the prefix is {}", nickname.prefix);
    }
  }
  const auto found = context.catalog.SuggestServices(prefix);
  if (found.empty()) return {};
  std::vector<std::string> names;
  for (size_t i = 0; i < found.size(); ++i) names.emplace_back(found[i].prefix());
  return fmt::format("did you mean {}?", Either(names));
}

void Check(const DocumentContext& context, Reporter& report) {
  for (const logic::OddAction& odd : context.questions.names().odd_actions()) {
    const std::string_view action = odd.item->value;
    const std::string_view prefix = action.substr(0, action.find(':'));
    if (odd.facts->state == ActionState::kUnknownService) {
      const std::string meant = Meant(context, prefix);
      engine::FindingBuilder finding = report.Report(
          odd.item->span,
          fmt::format("\"{}\": no AWS service has the prefix \"{}\"", action, prefix));
      finding.Label("no such service")
          .Help(meant.empty() ? OfDate(context.catalog)
                              : fmt::format("{} ({})", meant, OfDate(context.catalog)));
      // AWS's API has it, and signs its requests by that name.
      if (catalog::IsApiOperation(action)) finding.Level(engine::Level::kSuggestion);
    } else if (odd.facts->state == ActionState::kPastService &&
               odd.facts->past->past != catalog::Past::kClosed) {
      const catalog::PastName& past = *odd.facts->past;
      report
          .Report(odd.item->span, fmt::format("\"{}\": {} is no longer an AWS service: {}", action,
                                              prefix, TellPast(past)))
          .Level(engine::Level::kSuggestion)
          .Label(past.past == catalog::Past::kUnlisted ? "not a public name" : "gone")
          .Help(past.instead.empty() ? "remove it"
                                     : fmt::format("the current prefix is {}", past.instead));
    }
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "unknown-service",
    .summary = "The prefix of an action is not that of an AWS service",
    .level = engine::Level::kError,
    .kinds = policy::kAllKinds,
    .needs = engine::kNeedsOddNames,
    .equivalents = kEquivalents,
    .aws_page =
        "https://docs.aws.amazon.com/service-authorization/latest/reference/"
        "reference_policies_actions-resources-contextkeys.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::unknown_service
