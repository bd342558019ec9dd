#include <fmt/format.h>

#include "analyzer/engine/rule.h"
#include "analyzer/logic/names.h"
#include "analyzer/logic/questions.h"
#include "analyzer/policy/condition_query.h"
#include "analyzer/policy/query.h"
#include "rules/security/any_role.h"

namespace rolelint::rules::any_service_linked_role {
namespace {

using engine::DocumentContext;
using engine::Reporter;
using policy::Statement;

constexpr std::string_view kEquivalents[] = {
    "access-analyzer:CREATE_SLR_WITH_NOT_RESOURCE",
    "access-analyzer:CREATE_SLR_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE",
    "access-analyzer:CREATE_SLR_WITH_NOT_ACTION_AND_NOT_RESOURCE",
    "access-analyzer:CREATE_SLR_WITH_STAR_IN_RESOURCE",
    "access-analyzer:CREATE_SLR_WITH_STAR_IN_ACTION_AND_RESOURCE",
    "access-analyzer:CREATE_SLR_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION",
};
constexpr std::string_view kYieldsTo[] = {"admin-access", "statement-never-matches",
                                          "shadowed-allow"};

// iam:AWSServiceName with names that begin in letters; "*.amazonaws.com" is every service.
bool NamesService(const Statement& statement) {
  for (const policy::ConditionTest& test : statement.conditions) {
    if (!policy::KeyIs(test, "iam:AWSServiceName") || !policy::Restricts(statement, test)) continue;
    bool named = true;
    for (const policy::ConditionValue& value : test.values) {
      const std::string_view text = value.text.value;
      named = named && (!value.text.known || text.empty() || !text::HasWildcard(text.substr(0, 1)));
    }
    if (named) return true;
  }
  return false;
}

constexpr std::string_view kServices[] = {"iam"};

void Check(const DocumentContext& context, Reporter& report) {
  const bool scp = context.document.kind == policy::Kind::kScp;
  for (const Statement& statement : context.document.statements) {
    const auto found = FindAnyRole(statement, "iam:CreateServiceLinkedRole",
                                   "role/aws-service-role/\x01.amazonaws.com/\x01");
    if (!found || NamesService(statement)) continue;
    if (IsDenied(context, statement, "iam:CreateServiceLinkedRole")) continue;
    if (scp && statement.action.items.size() == 1 &&
        policy::IsEveryAction(statement.action.items[0].value)) {
      continue;
    }
    engine::FindingBuilder finding = report.Report(
        found->action,
        fmt::format(
            "{} {}: any service can get access through its service-linked role", found->told,
            found->not_resource ? "for all that NotResource does not list" : "for every service"));
    finding.Label("creates service-linked roles")
        .Related(found->resource, found->not_resource ? "all other services" : "any service")
        .Help(
            "name the service in the Resource, \"arn:aws:iam::*:role/aws-service-role/"
            "ecs.amazonaws.com/*\", or under Condition by iam:AWSServiceName");
    if (scp) finding.Level(engine::Level::kSuggestion).Confidence(engine::Confidence::kLow);
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "any-service-linked-role",
    .summary = "iam:CreateServiceLinkedRole is allowed for every service",
    .level = engine::Level::kSuggestion,
    .kinds = policy::Kind::kIdentity | policy::Kind::kScp,
    .services = kServices,
    .equivalents = kEquivalents,
    .yields_to = kYieldsTo,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "id_roles_create-service-linked-role.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::any_service_linked_role
