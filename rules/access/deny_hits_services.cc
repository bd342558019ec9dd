// A Deny of everyone who is not of the organization, the network or the account also meets AWS's
// services: their requests carry none of these keys, and a negated test of an absent key holds.

#include <fmt/format.h>

#include <algorithm>

#include "analyzer/engine/rule.h"
#include "analyzer/policy/query.h"
#include "analyzer/text/glob.h"

namespace rolelint::rules::deny_hits_services {
namespace {

using engine::DocumentContext;
using engine::Reporter;
using policy::ConditionTest;
using policy::Statement;

// Keys that tell of the caller, the caller's account or network; of a service principal there is
// none of them.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
constexpr std::string_view kKeysOfCallers[] = {
    "aws:PrincipalAccount", "aws:PrincipalArn", "aws:PrincipalOrgID", "aws:PrincipalOrgPaths",
    "aws:PrincipalType",    "aws:SourceIp",     "aws:SourceVpc",      "aws:SourceVpce",
    "aws:VpcSourceIp",      "aws:VpceAccount",  "aws:VpceOrgID",      "aws:VpceOrgPaths",
    "aws:userid",           "aws:username",
};

// Whether a request of a service meets the test for want of the key.
bool HoldsForServices(const ConditionTest& test) {
  const bool lacks = policy::KeyStartsWith(test, "aws:PrincipalTag/") ||
                     std::any_of(std::begin(kKeysOfCallers), std::end(kKeysOfCallers),
                                 [&](std::string_view key) { return policy::KeyIs(test, key); });
  if (!lacks || test.op.base == policy::Operator::kNull) return false;
  if (test.op.qualifier == policy::SetQualifier::kForAnyValue) return false;
  return test.op.if_exists || policy::IsNegated(test.op.base);
}

bool MeetsServices(const Statement& deny) {
  return deny.denies() && deny.principal.present && !deny.conditions.empty() &&
         (deny.principal.is_bare_star() ||
          std::any_of(deny.principal.entries.begin(), deny.principal.entries.end(),
                      [](const policy::PrincipalEntry& entry) {
                        return entry.type == policy::PrincipalType::kAws &&
                               std::any_of(entry.values.items.begin(), entry.values.items.end(),
                                           [](const auto& it) { return it.value == "*"; });
                      })) &&
         std::all_of(deny.conditions.begin(), deny.conditions.end(), HoldsForServices);
}

const policy::Text* ServiceOf(const Statement& allow) {
  if (!allow.allows()) return nullptr;
  for (const policy::PrincipalEntry& entry : allow.principal.entries) {
    if (entry.type != policy::PrincipalType::kService || entry.values.items.empty()) continue;
    return &entry.values.items[0];
  }
  return nullptr;
}

// Whether the Deny covers an action and a resource of the Allow, as the texts stand.
bool Covers(const Statement& deny, const Statement& allow) {
  const auto& actions = allow.action.items;
  const bool action = std::any_of(actions.begin(), actions.end(), [&](const policy::Text& item) {
    return item.known && policy::CoversAction(deny, item.value);
  });
  if (!action) return false;
  const auto& inner = allow.resource.items;
  const auto& outer = deny.resource.items;
  return std::any_of(inner.begin(), inner.end(), [&](const policy::Text& resource) {
    return std::any_of(outer.begin(), outer.end(), [&](const policy::Text& pattern) {
      return text::GlobMatches(pattern.value, resource.value);
    });
  });
}

void Check(const DocumentContext& context, Reporter& report) {
  const auto& statements = context.document.statements;
  for (const Statement& deny : statements) {
    if (!MeetsServices(deny)) continue;
    for (const Statement& allow : statements) {
      const policy::Text* service = ServiceOf(allow);
      if (service == nullptr || !Covers(deny, allow)) continue;
      const ConditionTest& test = deny.conditions[0];
      report
          .Report(test.key.span,
                  fmt::format("this also denies the service {} what another statement allows: "
                              "its requests carry no {}",
                              service->value, test.key.value))
          .Label("absent of services")
          .Related(service->span, "allowed here")
          .Help(
              "add \"Bool\": {\"aws:PrincipalIsAWSService\": \"false\"} to the condition, so that "
              "the Deny leaves services alone");
      break;
    }
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "deny-hits-services",
    .summary = "A Deny of outsiders takes back what the policy allows a service",
    .level = engine::Level::kWarning,
    .kinds = policy::Kind::kResource,
    .needs = engine::kNeedsDeny,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "reference_policies_condition-keys.html#condition-keys-principalisawsservice",
    .check_document = Check,
};

}  // namespace rolelint::rules::deny_hits_services
