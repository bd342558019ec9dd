// Denies of whatever comes from, or goes to, another place than is listed: they meet more than
// their authors think of.

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "analyzer/engine/rule.h"
#include "analyzer/policy/query.h"
#include "analyzer/text/few.h"
#include "analyzer/text/glob.h"
#include "rules/security/grants.h"

namespace rolelint::rules::deny_by_place {
namespace {

using engine::DocumentContext;
using engine::Reporter;
using policy::ConditionTest;
using policy::Statement;

// Where requests to services without Regions of their own go.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_examples_aws_deny-requested-region.html
constexpr std::string_view kGlobalRegion = "us-east-1";

const ConditionTest* NegatedTest(const Statement& statement, std::string_view key) {
  const ConditionTest* test = policy::FindTest(statement, key);
  return test != nullptr && policy::IsNegated(test->op.base) ? test : nullptr;
}

bool AllKnown(const policy::TextList& list) {
  return std::all_of(list.items.begin(), list.items.end(),
                     [](const policy::Text& item) { return item.known; });
}

// Services without Regions of their own, an action of which the statement denies.
std::vector<std::string_view> GlobalServicesOf(const Statement& deny) {
  constexpr std::pair<std::string_view, std::string_view> kServices[] = {
      {"iam:GetRole", "IAM"},
      {"sts:AssumeRole", "STS"},
      {"organizations:DescribeOrganization", "Organizations"},
      {"cloudfront:GetDistribution", "CloudFront"},
      {"route53:ListHostedZones", "Route 53"}};
  std::vector<std::string_view> denied;
  for (const auto& [action, service] : kServices) {
    if (policy::CoversAction(deny, action)) denied.push_back(service);
  }
  return denied;
}

// Denies services without Regions too.
void CheckRegion(const Statement& deny, Reporter& report) {
  const ConditionTest* test = NegatedTest(deny, "aws:RequestedRegion");
  if (test == nullptr || !AllKnown(deny.not_action)) return;
  const std::vector<std::string_view> services = GlobalServicesOf(deny);
  if (services.empty()) return;
  const bool global = std::any_of(
      test->values.begin(), test->values.end(), [](const policy::ConditionValue& value) {
        return !value.text.known || text::GlobMatchesFolded(value.text.value, kGlobalRegion);
      });
  if (global) return;
  report
      .Report(test->key.span,
              fmt::format("this also denies global services: requests to {} carry the Region "
                          "us-east-1",
                          text::Few(services)))
      .Label("also us-east-1")
      .Help(
          "leave them out by NotAction (\"iam:*\", \"sts:*\", \"organizations:*\", \"route53:*\", "
          "\"cloudfront:*\", \"support:*\"), as AWS's example does");
}

// `Bool aws:ViaAWSService true`: the Deny then holds for the calls of services, and for no others.
bool MeetsServicesAlone(const ConditionTest& test) {
  return policy::KeyIs(test, "aws:ViaAWSService") && test.op.base == policy::Operator::kBool &&
         test.values.size() == 1 && text::EqualsFolded(test.values[0].text.value, "true");
}

// Denies what a service does on the caller's behalf, since that comes from the service's address.
void CheckAddress(const Statement& deny, Reporter& report) {
  const ConditionTest* test = policy::FindTest(deny, "aws:SourceIp");
  if (test == nullptr || test->op.base != policy::Operator::kNotIpAddress) return;
  for (std::string_view key : {"aws:ViaAWSService", "aws:CalledVia", "aws:CalledViaFirst",
                               "aws:CalledViaLast", "aws:PrincipalIsAWSService"}) {
    const ConditionTest* other = policy::FindTest(deny, key);
    if (other != nullptr && !MeetsServicesAlone(*other)) return;
  }
  const auto& actions = deny.action.items;
  const bool broad = deny.not_action.present ||
                     std::any_of(actions.begin(), actions.end(), [](const policy::Text& item) {
                       return text::HasWildcard(item.value);
                     });
  if (!broad) return;
  report
      .Report(test->key.span,
              "this also denies what services do on behalf of the caller: CloudFormation or Athena "
              "call from addresses of their own")
      .Label("not the caller's address")
      .Help("add \"Bool\": {\"aws:ViaAWSService\": \"false\"} to the condition");
}

bool Concerns(const catalog::Catalog&, const ConditionTest& test) {
  return policy::KeyIs(test, "aws:RequestedRegion") || policy::KeyIs(test, "aws:SourceIp");
}

void Check(const DocumentContext& context, Reporter& report) {
  for (const Statement& statement : context.document.statements) {
    if (!statement.denies()) continue;
    CheckRegion(statement, report);
    CheckAddress(statement, report);
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "deny-by-place",
    .summary = "A Deny by Region or address meets global services, or calls that services make",
    .level = engine::Level::kSuggestion,
    .kinds = policy::kIdentityLike | policy::Kind::kScp,
    .needs = engine::kNeedsDeny,
    .concerns = Concerns,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "reference_policies_examples_aws_deny-ip.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::deny_by_place
