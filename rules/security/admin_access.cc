#include <fmt/format.h>

#include "analyzer/engine/rule.h"
#include "analyzer/policy/query.h"
#include "analyzer/text/glob.h"
#include "rules/security/grants.h"

namespace rolelint::rules::admin_access {
namespace {

using engine::DocumentContext;
using engine::Reporter;
using policy::Statement;

// Whoever has all of IAM has all the rest: what Access Analyzer says of iam:PassRole and
// iam:CreateServiceLinkedRole is said here as well, and those rules yield.
constexpr std::string_view kEquivalents[] = {
    "access-analyzer:PASS_ROLE_WITH_STAR_IN_ACTION_AND_RESOURCE",
    "access-analyzer:PASS_ROLE_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE",
    "access-analyzer:PASS_ROLE_WITH_NOT_ACTION_AND_NOT_RESOURCE",
    "access-analyzer:PASS_ROLE_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION",
    "access-analyzer:CREATE_SLR_WITH_STAR_IN_ACTION_AND_RESOURCE",
    "access-analyzer:CREATE_SLR_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE",
    "access-analyzer:CREATE_SLR_WITH_NOT_ACTION_AND_NOT_RESOURCE",
    "access-analyzer:CREATE_SLR_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION",
    "boogy:full_wildcard",
    "boogy:security_risk",
};

// Whether NotAction leaves all of IAM: none of its items is about it.
bool LeavesIam(const policy::TextList& not_action) {
  for (const policy::Text& item : not_action.items) {
    if (!item.known) return false;
    const std::string_view service = item.value.substr(0, item.value.find(':'));
    if (text::GlobMatchesFolded(service, "iam")) return false;
  }
  return not_action.present && !not_action.items.empty();
}

void Report(const DocumentContext& context, text::Span span, std::string message,
            const Statement& statement, Reporter& report) {
  if (context.owner.bounded) message += ", as far as its permissions boundary lets it";
  report.Report(span, std::move(message))
      .Label("administrator")
      .Related(MeaningOf(context).WideSpan(statement),
               statement.resource.present ? "on everything" : "on the rest")
      .Help(
          "list the actions that are used, each on the resources that it is used on; "
          "administrators are better made by AWS's own AdministratorAccess");
}

// All of IAM on all that IAM has: by Action, or by what NotAction leaves.
void CheckIam(const DocumentContext& context, const Statement& statement, std::string_view where,
              Reporter& report) {
  for (const logic::WholeService& one : MeaningOf(context).WholeServices(statement)) {
    if (!text::EqualsFolded(one.prefix, "iam")) continue;
    Report(context, one.item->span,
           fmt::format("{} {} makes an administrator: it can grant itself whatever else there is",
                       one.pattern, where),
           statement, report);
    return;
  }
  const auto iam = context.catalog.FindService("iam");
  if (statement.action.present || !LeavesIam(statement.not_action) || !iam ||
      !MeaningOf(context).OnWholeService(statement, *iam)) {
    return;
  }
  Report(context, statement.not_action.span,
         fmt::format("all but these actions {} makes an administrator: IAM is among the rest, "
                     "and can grant what is left out",
                     where),
         statement, report);
}

void CheckStatement(const DocumentContext& context, const Statement& statement,
                    const Denials& denials, Reporter& report) {
  const std::string_view where =
      statement.resource.present ? "on every resource" : "on all that NotResource does not list";
  if (MeaningOf(context).IsEverywhere(statement)) {
    for (const policy::Text& item : statement.action.items) {
      if (!item.known || !policy::IsEveryAction(item.value)) continue;
      Report(context, item.span, fmt::format("\"{}\" {} makes an administrator", item.value, where),
             statement, report);
      return;
    }
  }
  if (denials.Take("iam:AttachUserPolicy") && denials.Take("iam:AttachRolePolicy")) return;
  CheckIam(context, statement, where, report);
}

void Check(const DocumentContext& context, Reporter& report) {
  std::optional<Denials> denials;
  for (const Statement& statement : context.document.statements) {
    if (!IsOpenAllow(context, statement)) continue;
    if (!denials) denials.emplace(context);
    CheckStatement(context, statement, *denials, report);
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "admin-access",
    .summary = "A statement allows all actions, or all IAM actions, which is equivalent",
    .level = engine::Level::kSecurity,
    .security_severity = "8.8",
    .kinds = policy::Kind::kIdentity,
    .needs = engine::kNeedsOpenAllow,
    .equivalents = kEquivalents,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "best-practices.html#grant-least-privilege",
    .check_document = Check,
};

}  // namespace rolelint::rules::admin_access
