#include <fmt/format.h>

#include "analyzer/engine/rule.h"
#include "analyzer/policy/arn.h"
#include "analyzer/policy/query.h"

namespace rolelint::rules {
namespace {

using engine::DocumentContext;
using engine::Reporter;

bool AsksForMfa(const policy::Document& document, const policy::Statement& statement) {
  for (const policy::ConditionTest& test : statement.conditions) {
    if (policy::KeyIs(test, "aws:MultiFactorAuthPresent") ||
        policy::KeyIs(test, "aws:MultiFactorAuthAge")) {
      return true;
    }
  }
  // A Deny that stands on MFA guards all Allows beside it.
  for (const policy::Statement& other : document.statements) {
    if (!other.denies()) continue;
    for (const policy::ConditionTest& test : other.conditions) {
      if (policy::KeyIs(test, "aws:MultiFactorAuthPresent")) return true;
    }
  }
  return false;
}

void Check(const DocumentContext& context, Reporter& report) {
  for (const policy::Statement& statement : context.document.statements) {
    if (!statement.allows() || !policy::CoversAction(statement, "sts:AssumeRole")) continue;
    if (AsksForMfa(context.document, statement)) continue;
    // Third parties are programs; they prove themselves by an external id.
    if (policy::FindTest(statement, "sts:ExternalId") != nullptr) continue;
    policy::ForEachPrincipal(
        statement.principal, [&](const policy::PrincipalEntry& entry, const policy::Text& value) {
          if (entry.type != policy::PrincipalType::kAws || !value.known) return;
          std::optional<policy::Arn> arn = policy::ParseArn(value.value);
          if (!arn || arn->service != "iam" || !arn->resource.starts_with("user/")) return;
          if (arn->account == context.owner.account || !policy::IsAccountId(arn->account)) return;
          if (context.config.RelationOf(arn->account) == engine::Relation::kThirdParty) return;
          report
              .Report(value.span,
                      fmt::format("the user {} of account {} may switch to this role without MFA",
                                  policy::SplitIamResource(arn->resource).name, arn->account))
              .Label("no MFA asked for")
              .Help(
                  "add \"Condition\": {\"Bool\": {\"aws:MultiFactorAuthPresent\": \"true\"}} "
                  "and let the user sign in with MFA before switching");
        });
  }
}

}  // namespace

extern const engine::Rule kMfaNotRequired = {
    .id = "mfa-not-required",
    .summary = "A user of another account may switch to the role without MFA",
    .level = engine::Level::kSuggestion,
    .kinds = policy::Kind::kTrust,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "id_credentials_mfa_configure-api-require.html",
    .check_document = Check,
};

}  // namespace rolelint::rules
