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

// Actions that take a role, and the service that it is passed to.
struct Taker {
  std::string_view action;
  std::string_view service;
};
constexpr Taker kTakers[] = {
    {"cloudformation:CreateStack", "cloudformation.amazonaws.com"},
    {"codebuild:CreateProject", "codebuild.amazonaws.com"},
    {"ec2:RunInstances", "ec2.amazonaws.com"},
    {"eks:CreateCluster", "eks.amazonaws.com"},
    {"glue:CreateJob", "glue.amazonaws.com"},
    {"lambda:CreateFunction", "lambda.amazonaws.com"},
    {"sagemaker:CreateNotebookInstance", "sagemaker.amazonaws.com"},
    {"scheduler:CreateSchedule", "scheduler.amazonaws.com"},
    {"states:CreateStateMachine", "states.amazonaws.com"},
};

// Whether an Allow may be about actions of the service that is called so: one of its own prefix, or
// one that is not written out. Not told of a service whose actions have another prefix.
bool MayUse(const DocumentContext& context, std::string_view service) {
  constexpr std::string_view kEdge = "edgelambda";  // a function that runs in CloudFront
  const policy::Document& document = context.document;
  const std::string_view prefix = service.substr(0, service.find('.'));
  if (document.open_statements || !(prefix == kEdge || context.catalog.FindService(prefix))) {
    return true;
  }
  return std::any_of(
      document.statements.begin(), document.statements.end(), [&](const Statement& statement) {
        if (!statement.allows()) return false;
        const auto& items = statement.action.items;
        return statement.not_action.present ||
               std::any_of(items.begin(), items.end(), [&](const policy::Text& item) {
                 const std::string_view own = item.value.substr(0, item.value.find(':'));
                 return !item.known || text::HasWildcard(own) || text::EqualsFolded(own, prefix);
               });
      });
}

const Taker* AllowedTaker(const policy::Document& document) {
  for (const Taker& taker : kTakers) {
    for (const Statement& statement : document.statements) {
      if (statement.allows() && policy::CoversAction(statement, taker.action)) return &taker;
    }
  }
  return nullptr;
}

// A role that is passed to services of which the policy allows nothing, while what it allows takes
// a role by another one.
void CheckReceiver(const DocumentContext& context, const Statement& statement, Reporter& report) {
  const policy::ConditionTest* test = policy::FindTest(statement, "iam:PassedToService");
  if (test == nullptr || policy::FamilyOf(test->op.base) != policy::OperatorFamily::kString ||
      policy::IsNegated(test->op.base) || test->values.empty()) {
    return;
  }
  for (const policy::ConditionValue& value : test->values) {
    if (!value.text.known || text::HasWildcard(value.text.value) ||
        MayUse(context, value.text.value)) {
      return;
    }
  }
  const Taker* taker = AllowedTaker(context.document);
  if (taker == nullptr) return;
  report
      .Report(test->values[0].text.span,
              Quoted(taker->action) + " passes its role to " + Quoted(taker->service) +
                  ", which this statement does not allow, and the policy allows no action of " +
                  Quoted(test->values[0].text.value))
      .Level(engine::Level::kSuggestion)
      .Label("another service takes the role")
      .Help("write \"" + std::string(taker->service) + "\"");
}

void Check(const DocumentContext& context, Reporter& report) {
  for (const Statement& statement : context.document.statements) {
    if (!statement.allows() || !policy::CoversAction(statement, kPassRole)) continue;
    if (IsPassRoleAlone(statement)) CheckAccounts(statement, context.owner.account, report);
    const policy::ConditionTest* test = OnlyToEcs(statement);
    if (test == nullptr || !RunsTasks(context.document)) {
      CheckReceiver(context, statement, report);
      continue;
    }
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
    .summary = "A statement about iam:PassRole does not allow passing any role",
    .level = engine::Level::kError,
    .kinds = policy::kIdentityLike,
    .services = kServices,
    .aws_page = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::idle_pass_role
