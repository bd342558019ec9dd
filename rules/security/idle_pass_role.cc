// Statements about iam:PassRole that let no role be passed, or not to the service that takes it.

#include <algorithm>

#include "analyzer/policy/arn.h"
#include "analyzer/policy/query.h"
#include "analyzer/text/glob.h"
#include "rules/grammar/wording.h"

namespace rolelint::rules::idle_pass_role {
namespace {

using engine::DocumentContext;
using engine::Reporter;
using policy::Statement;

constexpr std::string_view kPassRole = "iam:PassRole";
constexpr std::string_view kServices[] = {"iam"};

bool IsPassRoleAlone(const Statement& statement) {
  const auto& items = statement.action.items;
  return !items.empty() && std::all_of(items.begin(), items.end(), [](const policy::Text& item) {
    return item.known && text::EqualsFolded(item.value, kPassRole);
  });
}

void CheckAccounts(const Statement& statement, std::string_view owner, Reporter& report) {
  if (!policy::IsAccountId(owner)) return;
  for (const policy::Text& resource : statement.resource.items) {
    const std::optional<policy::Arn> arn =
        resource.known ? policy::ParseArn(resource.value) : std::nullopt;
    if (!arn || arn->service != "iam" || !arn->resource.starts_with("role/") ||
        !policy::IsAccountId(arn->account) || arn->account == owner) {
      continue;
    }
    report
        .Report(resource.span, "the role belongs to account " + std::string(arn->account) +
                                   ", the policy to account " + std::string(owner) +
                                   ": a role can be passed only within its account")
        .Label("of another account")
        .Help("name a role of account " + std::string(owner));
  }
}

// Tasks get their roles by ecs-tasks.amazonaws.com; ecs.amazonaws.com is the service itself.
constexpr std::string_view kTaskActions[] = {"ecs:RunTask", "ecs:StartTask",
                                             "ecs:RegisterTaskDefinition"};

bool RunsTasks(const policy::Document& document) {
  return std::any_of(
      document.statements.begin(), document.statements.end(), [](const Statement& statement) {
        return statement.allows() &&
               std::any_of(statement.action.items.begin(), statement.action.items.end(),
                           [](const policy::Text& item) {
                             return std::any_of(std::begin(kTaskActions), std::end(kTaskActions),
                                                [&](std::string_view action) {
                                                  return item.known &&
                                                         text::EqualsFolded(item.value, action);
                                                });
                           });
      });
}

const policy::ConditionTest* OnlyToEcs(const Statement& statement) {
  const policy::ConditionTest* test = policy::FindTest(statement, "iam:PassedToService");
  if (test == nullptr || policy::IsNegated(test->op.base) || test->values.empty()) return nullptr;
  const bool only = std::all_of(test->values.begin(), test->values.end(), [](const auto& value) {
    return value.text.known && value.text.value == "ecs.amazonaws.com";
  });
  return only ? test : nullptr;
}

void Check(const DocumentContext& context, Reporter& report) {
  for (const Statement& statement : context.document.statements) {
    if (!statement.allows() || !policy::CoversAction(statement, kPassRole)) continue;
    if (IsPassRoleAlone(statement)) CheckAccounts(statement, context.owner.account, report);
    const policy::ConditionTest* test = OnlyToEcs(statement);
    if (test == nullptr || !RunsTasks(context.document)) continue;
    report
        .Report(
            test->values[0].text.span,
            "roles of tasks are passed to ecs-tasks.amazonaws.com: with ecs.amazonaws.com alone "
            "ecs:RunTask is denied")
        .Level(engine::Level::kWarning)
        .Label("not the service that takes the role")
        .Help("write \"ecs-tasks.amazonaws.com\"");
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "idle-pass-role",
    .summary = "A statement about iam:PassRole lets no role be passed",
    .level = engine::Level::kError,
    .kinds = policy::kIdentityLike,
    .services = kServices,
    .aws_page = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::idle_pass_role
