#include <fmt/format.h>

#include "analyzer/engine/rule.h"
#include "analyzer/logic/names.h"
#include "analyzer/logic/questions.h"
#include "analyzer/policy/arn.h"
#include "analyzer/policy/condition_query.h"
#include "analyzer/policy/query.h"
#include "analyzer/policy/wildcards.h"
#include "analyzer/text/glob.h"
#include "rules/security/grants.h"

namespace rolelint::rules::assume_role_wildcard {
namespace {

using engine::DocumentContext;
using engine::Reporter;
using policy::Statement;

constexpr std::string_view kEquivalents[] = {
    "parliament:RESOURCE_STAR",
    "pathfinding:sts-001",
};
constexpr std::string_view kYieldsTo[] = {"admin-access", "statement-never-matches",
                                          "shadowed-allow", "key-of-other-service"};

// The action as written that means assuming roles; a bare "*" is an administrator and has rules of
// its own.
const policy::Text* NamedAssumeRole(const Statement& statement) {
  for (const policy::Text& action : statement.action.items) {
    if (!action.known || action.value.size() < 4) continue;
    if (!text::EqualsFolded(action.value.substr(0, 4), "sts:")) continue;
    if (text::GlobMatchesFolded(action.value, "sts:AssumeRole")) return &action;
  }
  return nullptr;
}

// Conditions that narrow which roles are meant.
bool NarrowsRoles(const Statement& statement) {
  for (const policy::ConditionTest& test : statement.conditions) {
    if (!policy::Restricts(statement, test)) continue;
    if (policy::KeyStartsWith(test, "aws:ResourceTag/") ||
        policy::KeyStartsWith(test, "iam:ResourceTag/") ||
        policy::KeyIs(test, "aws:ResourceAccount") || policy::KeyIs(test, "aws:ResourceOrgID") ||
        policy::KeyIs(test, "aws:ResourceOrgPaths")) {
      return true;
    }
  }
  return false;
}

// A role, or roles, of a name in whatever account: of the accounts that have such a role, only
// those that trust this one matter. False: the ARN is of another form.
bool ReportOfAnyAccount(const policy::Text& action, const policy::Text& resource,
                        const policy::Arn& arn, Reporter& report) {
  if (!text::HasWildcard(arn.account) || text::HasWildcard(arn.partition)) return false;
  const policy::IamResource role = policy::SplitIamResource(arn.resource);
  if (role.type != "role" || policy::IsStars(role.name)) return false;
  const bool one = !text::HasWildcard(arn.resource);
  const std::string name = std::string(role.path).substr(1).append(role.name);
  report
      .Report(
          resource.span,
          fmt::format("{} on {} of any account that has {} and trusts this account", action.value,
                      one ? fmt::format("the role \"{}\"", name)
                          : fmt::format("every role whose name fits \"{}\",", name),
                      one ? "one" : "such a role"))
      .Level(engine::Level::kSuggestion)
      .Label("any account")
      .Related(action.span, "assumes roles")
      .Help("name the accounts: one ARN for each, or a condition on aws:ResourceOrgID");
  return true;
}

void CheckResource(const policy::Text& action, const policy::Text& resource, Reporter& report) {
  if (!policy::KnowsResource(resource) || !text::HasWildcard(resource.value)) return;
  constexpr std::string_view kHelp = "name each role by its full ARN";
  const std::string filled = policy::FilledUpArn(resource.value);
  std::optional<policy::Arn> arn = policy::ParseArn(filled);
  // What cannot be a role has rules of its own.
  if (arn && !text::GlobMatches(arn->service, "iam")) return;
  if (arn && arn->resource.starts_with("user/")) return;
  if (arn && arn->service == "iam" && ReportOfAnyAccount(action, resource, *arn, report)) return;
  if (!arn || text::HasWildcard(arn->account)) {
    report
        .Report(resource.span,
                fmt::format("{} on \"{}\": every role of every account that trusts this account "
                            "can be assumed",
                            action.value, resource.value))
        .Label(arn ? "any account" : "any role anywhere")
        .Related(action.span, "assumes roles")
        .Help(std::string(kHelp));
    return;
  }
  policy::IamResource role = policy::SplitIamResource(arn->resource);
  bool any = role.name.find_first_not_of('*') == std::string_view::npos && role.path == "/";
  if (any) {
    report
        .Report(resource.span,
                fmt::format("{} on every role of account {}, those made later included",
                            action.value, arn->account))
        .Label("any role of the account")
        .Related(action.span, "assumes roles")
        .Help(std::string(kHelp));
    return;
  }
  report
      .Report(resource.span,
              fmt::format("{} on a pattern: every role of account {} whose name fits, those made "
                          "later included",
                          action.value, arn->account))
      .Level(engine::Level::kWarning)
      .Label("pattern")
      .Related(action.span, "assumes roles")
      .Help(std::string(kHelp));
}

constexpr std::string_view kServices[] = {"sts"};

void Check(const DocumentContext& context, Reporter& report) {
  for (const Statement& statement : context.document.statements) {
    if (!statement.allows()) continue;
    const policy::Text* action = NamedAssumeRole(statement);
    if (action == nullptr || NarrowsRoles(statement)) continue;
    if (IsDenied(context, statement, "sts:AssumeRole")) continue;
    if (statement.not_resource.present) {
      report
          .Report(statement.not_resource.key_span,
                  fmt::format("{} with NotResource: every role that is not listed can be assumed",
                              action->value))
          .Label("everything else")
          .Related(action->span, "assumes roles")
          .Help("name each role by its full ARN under Resource");
    }
    for (const policy::Text& resource : statement.resource.items) {
      CheckResource(*action, resource, report);
    }
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "assume-role-wildcard",
    .summary = "A policy allows sts:AssumeRole on roles it does not name",
    .level = engine::Level::kSecurity,
    .security_severity = "6.0",
    .kinds = policy::Kind::kIdentity | policy::Kind::kSession,
    .services = kServices,
    .equivalents = kEquivalents,
    .yields_to = kYieldsTo,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "id_roles_use_permissions-to-switch.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::assume_role_wildcard
