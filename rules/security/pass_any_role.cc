#include <fmt/format.h>

#include "analyzer/engine/rule.h"
#include "analyzer/logic/names.h"
#include "analyzer/logic/questions.h"
#include "analyzer/policy/condition_query.h"
#include "analyzer/policy/query.h"
#include "rules/security/any_role.h"

namespace rolelint::rules::pass_any_role {
namespace {

using engine::DocumentContext;
using engine::Reporter;
using policy::Statement;

constexpr std::string_view kEquivalents[] = {
    "access-analyzer:PASS_ROLE_WITH_NOT_RESOURCE",
    "access-analyzer:PASS_ROLE_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE",
    "access-analyzer:PASS_ROLE_WITH_NOT_ACTION_AND_NOT_RESOURCE",
    "access-analyzer:PASS_ROLE_WITH_STAR_IN_RESOURCE",
    "access-analyzer:PASS_ROLE_WITH_STAR_IN_ACTION_AND_RESOURCE",
    "access-analyzer:PASS_ROLE_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION",
    "boogy:missing_required_condition",
    "boogy:missing_required_condition_any_of",
};
constexpr std::string_view kYieldsTo[] = {"admin-access", "statement-never-matches",
                                          "shadowed-allow", "key-of-other-service"};

enum class Receiver : uint8_t { kAny, kNamedIfPresent, kNamed };

// The service that may be handed the role, or the resource that it is for. A request to pass a role
// always names its service, so StringLikeIfExists does as well. Of StringEqualsIfExists, which
// does the same, Access Analyzer thinks otherwise: it is worth a suggestion.
Receiver ReceiverOf(const Statement& statement) {
  Receiver receiver = Receiver::kAny;
  for (const policy::ConditionTest& test : statement.conditions) {
    const bool service = policy::KeyIs(test, "iam:PassedToService");
    if (!service && !policy::KeyIs(test, "iam:AssociatedResourceArn")) continue;
    if (policy::Restricts(statement, test)) return Receiver::kNamed;
    policy::ConditionTest firm = test;
    firm.op.if_exists = false;
    if (firm.op.qualifier == policy::SetQualifier::kForAllValues) {
      firm.op.qualifier = policy::SetQualifier::kNone;
    }
    if (!policy::Restricts(statement, firm)) continue;
    if (test.op.base == policy::Operator::kStringLike) return Receiver::kNamed;
    if (service) receiver = Receiver::kNamedIfPresent;
  }
  return receiver;
}

constexpr std::string_view kServices[] = {"iam"};

void Check(const DocumentContext& context, Reporter& report) {
  const bool scp = context.document.kind == policy::Kind::kScp;
  for (const Statement& statement : context.document.statements) {
    const auto found = FindAnyRole(statement, "iam:PassRole", "role/\x01");
    if (!found) continue;
    const Receiver receiver = ReceiverOf(statement);
    if (receiver == Receiver::kNamed) continue;
    if (IsDenied(context, statement, "iam:PassRole")) continue;
    // What an organization lets its accounts do at all is the usual Allow of everything.
    if (scp && statement.action.items.size() == 1 &&
        policy::IsEveryAction(statement.action.items[0].value)) {
      continue;
    }
    if (receiver == Receiver::kNamedIfPresent) {
      report
          .Report(found->action,
                  "iam:PassRole on every role, for the services that "
                  "iam:PassedToService names if it is present, which it always is")
          .Level(engine::Level::kSuggestion)
          .Label("passes roles")
          .Related(found->resource, "any role")
          .Help("write the operator without IfExists and without ForAllValues, and name the roles");
      continue;
    }
    engine::FindingBuilder finding = report.Report(
        found->action,
        fmt::format("{} {}: services can be handed the powers of any of them", found->told,
                    found->not_resource ? "on every role that NotResource does not list"
                                        : "on every role"));
    if (const policy::ConditionTest* weak = policy::FindTest(statement, "iam:PassedToService")) {
      finding.Related(weak->key.span, "passes requests that name no service, or any")
          .Confidence(engine::Confidence::kMedium);
    }
    finding.Label("passes roles")
        .Related(found->resource, found->not_resource ? "all other roles" : "any role")
        .Help(
            "name the roles under Resource, and the service under Condition: \"StringEquals\": "
            "{\"iam:PassedToService\": \"lambda.amazonaws.com\"}");
    // It allows nothing by itself.
    if (scp) finding.Level(engine::Level::kSuggestion).Confidence(engine::Confidence::kLow);
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "pass-any-role",
    .summary = "iam:PassRole is allowed on every role, for every service",
    .level = engine::Level::kSecurity,
    .security_severity = "7.5",
    .kinds = policy::Kind::kIdentity | policy::Kind::kScp,
    .services = kServices,
    .equivalents = kEquivalents,
    .yields_to = kYieldsTo,
    .aws_page = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::pass_any_role
