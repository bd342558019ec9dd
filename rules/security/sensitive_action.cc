#include <fmt/format.h>

#include <optional>
#include <vector>

#include "analyzer/engine/rule.h"
#include "rules/security/grants.h"
#include "rules/security/sensitive_lists.h"

namespace rolelint::rules::sensitive_action {
namespace {

using engine::DocumentContext;
using engine::Reporter;
using policy::Statement;

constexpr std::string_view kEquivalents[] = {
    "boogy:missing_condition",
    "boogy:sensitive_action",
};
// Where "*" is the fault, a condition is not what is missing.
constexpr std::string_view kYieldsTo[] = {"admin-access",
                                          "service-wildcard",
                                          "not-action-allow",
                                          "pass-any-role",
                                          "credentials-exposure",
                                          "data-exfiltration",
                                          "permissions-management",
                                          "shares-any-resource",
                                          "infrastructure-modification",
                                          "statement-never-matches",
                                          "shadowed-allow"};

void Check(const DocumentContext& context, Reporter& report) {
  ActionWalk walk(context.catalog);
  std::optional<Denials> denials;
  for (const Statement& statement : context.document.statements) {
    if (!statement.allows() || !statement.action.present || IsRestricted(context, statement)) {
      continue;
    }
    if (!denials) denials.emplace(context);
    Given given;
    walk.ForEach(statement, [&](const catalog::Action action, const policy::Text& item) {
      if (!ChangesPermissions(action)) return;
      if (denials->any() && denials->Take(action)) return;
      given.Add(action.full_name(), item, false);
    });
    for (const ActionNames* names : {&kCredentialActions, &kDataActions}) {
      given.Append(GivenOf(context, statement, *names, *denials, false));
    }
    if (given.empty()) continue;
    given.Finish();
    report
        .Report(given.item().span,
                fmt::format("only the resource limits {}; no condition limits the caller, "
                            "the network or the way",
                            given.Few()))
        .Label("without a condition")
        .Help(
            "ask for more than the permission: aws:MultiFactorAuthPresent, aws:SourceVpce, "
            "aws:PrincipalTag and aws:ResourceTag, or aws:CalledVia");
    engine::NameActions(report, given.actions());
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "sensitive-action",
    .summary =
        "An action that changes permissions, gives out credentials or reads data is allowed "
        "without a condition",
    .level = engine::Level::kSuggestion,
    .confidence = engine::Confidence::kLow,
    .persona = engine::Persona::kAuditor,
    .kinds = policy::Kind::kIdentity,
    .equivalents = kEquivalents,
    .yields_to = kYieldsTo,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "best-practices.html#use-policy-conditions",
    .check_document = Check,
};

}  // namespace rolelint::rules::sensitive_action
