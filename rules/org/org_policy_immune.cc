#include <fmt/format.h>

#include "analyzer/engine/rule.h"
#include "analyzer/policy/arn.h"
#include "analyzer/policy/condition_query.h"
#include "analyzer/policy/query.h"
#include "rules/grammar/wording.h"

namespace rolelint::rules::org_policy_immune {
namespace {

using policy::Statement;

// `arn:aws:iam::111122223333:role/aws-service-role/…`
bool IsServiceLinkedRole(std::string_view value) {
  const std::optional<policy::Arn> arn = policy::ParseArn(value);
  return arn && arn->service == "iam" && arn->resource.starts_with("role/aws-service-role/");
}

// The values of a positive test that are all of service-linked roles.
bool OnlyServiceLinked(const Statement& statement, const policy::ConditionTest& test) {
  if (!policy::Restricts(statement, test) || !policy::KeyIs(test, "aws:PrincipalArn")) return false;
  for (const policy::ConditionValue& value : test.values) {
    if (!IsServiceLinkedRole(value.text.value)) return false;
  }
  return !test.values.empty();
}

void Check(const engine::DocumentContext& context, engine::Reporter& report) {
  const bool scp = context.document.kind == policy::Kind::kScp;
  for (const Statement& statement : context.document.statements) {
    if (!statement.denies()) continue;
    for (const policy::ConditionTest& test : statement.conditions) {
      if (!OnlyServiceLinked(statement, test)) continue;
      report
          .Report(test.key.span,
                  fmt::format("{} control policies do not apply to service-linked roles: this Deny "
                              "reaches nobody",
                              scp ? "service" : "resource"))
          .Label("only service-linked roles")
          .Related(test.values[0].text.span, "a service-linked role")
          .Help(
              "to stop what a service does, switch off the feature that uses the role, or deny "
              "iam:CreateServiceLinkedRole for it");
    }
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "org-policy-immune",
    .summary = "An organization's policy denies something to roles that it does not apply to",
    .level = engine::Level::kWarning,
    .kinds = policy::Kind::kScp | policy::Kind::kRcp,
    .aws_page =
        "https://docs.aws.amazon.com/organizations/latest/userguide/"
        "orgs_manage_policies_scps.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::org_policy_immune
