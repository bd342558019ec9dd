#include <fmt/format.h>

#include <algorithm>

#include "analyzer/engine/rule.h"
#include "analyzer/policy/arn.h"
#include "analyzer/policy/query.h"
#include "analyzer/text/glob.h"

namespace rolelint::rules::mfa_not_required {
namespace {

using engine::DocumentContext;
using engine::Reporter;

// A switch that never works needs no MFA.
constexpr std::string_view kYieldsTo[] = {"impossible-claim"};

bool IsAboutMfa(const policy::ConditionTest& test) {
  return policy::KeyIs(test, "aws:MultiFactorAuthPresent") ||
         policy::KeyIs(test, "aws:MultiFactorAuthAge");
}

bool HasMfaTest(const policy::Statement& statement) {
  return std::any_of(statement.conditions.begin(), statement.conditions.end(), IsAboutMfa);
}

// Whether the Deny is about this user: by name, by account, or about all but others.
bool Meets(const policy::Statement& deny, std::string_view user) {
  const policy::Principal& listed = deny.principal.present ? deny.principal : deny.not_principal;
  bool named = listed.is_bare_star();
  policy::ForEachPrincipal(
      listed, [&](const policy::PrincipalEntry& entry, const policy::Text& value) {
        if (entry.type != policy::PrincipalType::kAws) return;
        named = named || !value.known || value.value == "*" || value.value == user ||
                (policy::IsAccountPrincipal(value.value) &&
                 policy::PrincipalAccount(value.value) == policy::PrincipalAccount(user));
      });
  return named == deny.principal.present;
}

// A Deny that stands on MFA guards the switches beside it that it is about.
bool IsGuarded(const policy::Document& document, std::string_view user) {
  return std::any_of(document.statements.begin(), document.statements.end(),
                     [user](const policy::Statement& other) {
                       return other.denies() && HasMfaTest(other) &&
                              policy::CoversAction(other, "sts:AssumeRole") && Meets(other, user);
                     });
}

// A statement takes one Condition, and a Condition each operator once.
std::string_view AskForMfa(const policy::Statement& statement) {
  const auto& tests = statement.conditions;
  if (!statement.has_condition) {
    return "add \"Condition\": {\"Bool\": {\"aws:MultiFactorAuthPresent\": \"true\"}}";
  }
  const bool has_bool = std::any_of(tests.begin(), tests.end(), [](const auto& test) {
    return text::EqualsFolded(test.op_text.value, "Bool");
  });
  return has_bool ? "add \"aws:MultiFactorAuthPresent\": \"true\" to the Bool of the condition"
                  : "add \"Bool\": {\"aws:MultiFactorAuthPresent\": \"true\"} to the condition";
}

void Check(const DocumentContext& context, Reporter& report) {
  for (const policy::Statement& statement : context.document.statements) {
    if (!statement.allows() || !policy::CoversAction(statement, "sts:AssumeRole")) continue;
    if (HasMfaTest(statement)) continue;
    // Third parties are programs; they prove themselves by an external id.
    if (policy::FindTest(statement, "sts:ExternalId") != nullptr) continue;
    policy::ForEachPrincipal(statement.principal, [&](const policy::PrincipalEntry& entry,
                                                      const policy::Text& value) {
      if (entry.type != policy::PrincipalType::kAws || !value.known) return;
      std::optional<policy::Arn> arn = policy::ParseArn(value.value);
      if (!arn || arn->service != "iam" || !arn->resource.starts_with("user/")) return;
      if (arn->account == context.owner.account || !policy::IsAccountId(arn->account)) return;
      if (context.config.RelationOf(arn->account) == engine::Relation::kThirdParty) return;
      if (IsGuarded(context.document, value.value)) return;
      report
          .Report(value.span,
                  fmt::format(
                      "the trust policy lets user {} of account {} assume this role without MFA",
                      policy::SplitIamResource(arn->resource).name, arn->account))
          .Label("no MFA asked for")
          .Help(fmt::format("{} and let the user sign in with MFA before switching",
                            AskForMfa(statement)));
    });
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "mfa-not-required",
    .summary = "A user of another account may switch to the role without MFA",
    .level = engine::Level::kSuggestion,
    .kinds = policy::Kind::kTrust,
    .yields_to = kYieldsTo,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "id_credentials_mfa_configure-api-require.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::mfa_not_required
