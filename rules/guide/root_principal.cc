// A role that trusts a whole account lets in whoever that account lets in. The guide replaces the
// account by the one user who switches.

#include <optional>
#include <string>

#include "analyzer/engine/rule.h"
#include "analyzer/policy/arn.h"
#include "analyzer/policy/query.h"

namespace rolelint::rules::root_principal {
namespace {

using engine::DocumentContext;
using engine::Level;
using engine::Relation;
using engine::Reporter;

constexpr engine::RuleOption kOptions[] = {
    {.name = "principal",
     .type = engine::OptionType::kString,
     .fallback = "",
     .help = "the ARN of the user or role that a fix names in the place of its account"},
};

// Offered of the account that the configured user or role is in.
void OfferPrincipal(const DocumentContext& context, const policy::Text& value,
                    std::string_view account, engine::FindingBuilder& finding) {
  const std::string& principal = context.options.String("principal");
  const std::optional<policy::Arn> arn = policy::ParseArn(principal);
  if (!arn || arn->account != account || !value.known) return;
  const std::optional<policy::Arn> root = policy::ParseArn(value.value);
  if (root && root->partition != arn->partition) return;
  finding.Fix(value.span, principal, true);
}

bool CoversAnyAssume(const policy::Statement& statement) {
  return policy::CoversAction(statement, "sts:AssumeRole") ||
         policy::CoversAction(statement, "sts:AssumeRoleWithSAML") ||
         policy::CoversAction(statement, "sts:AssumeRoleWithWebIdentity");
}

void ReportValue(const DocumentContext& context, const policy::Statement& statement,
                 const policy::Text& value, Reporter& report) {
  std::string account(policy::IsOwnAccount(value.value) ? value.value
                                                        : policy::PrincipalAccount(value.value));
  std::string quoted = "\"" + std::string(value.value) + "\"";
  if (account == context.owner.account || policy::IsOwnAccount(account)) {
    engine::FindingBuilder own = report.Report(
        value.span,
        quoted +
            " is the role's own account: every user and role in it that has permission for "
            "sts:AssumeRole may become this role");
    OfferPrincipal(context, value, account, own);
    own.Level(Level::kSuggestion)
        .Label("any principal of this account with permission")
        .Help(
            "name the users or roles that need it, or keep it if the account's own policies are "
            "meant to decide");
    return;
  }
  const policy::ConditionTest* external_id = policy::FindTest(statement, "sts:ExternalId");
  bool vendor =
      external_id != nullptr && context.config.RelationOf(account) == Relation::kThirdParty;
  engine::FindingBuilder finding =
      report.Report(value.span, quoted + " trusts all of account " + account +
                                    ": every user and role there with permission for "
                                    "sts:AssumeRole may assume this role");
  finding.Label("any principal of account " + account + " with permission")
      .Help("name the user or role that switches, e.g. \"arn:aws:iam::" + account +
            ":user/NAME\", or pin aws:PrincipalArn in a condition");
  OfferPrincipal(context, value, account, finding);
  if (vendor) finding.Level(Level::kSuggestion);
  if (external_id != nullptr) {
    finding.Related(external_id->key.span,
                    "an external ID tells customers apart, not the people of an account");
  }
}

void Check(const DocumentContext& context, Reporter& report) {
  for (const policy::Statement& statement : context.document.statements) {
    if (!statement.allows() || !CoversAnyAssume(statement)) continue;
    if (policy::PinsPrincipal(statement)) continue;
    policy::ForEachPrincipal(
        statement.principal, [&](const policy::PrincipalEntry& entry, const policy::Text& value) {
          if (entry.type == policy::PrincipalType::kAws && policy::IsSomeAccount(value))
            ReportValue(context, statement, value, report);
        });
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "root-principal",
    .summary =
        "A role's trust policy names a whole account instead of the user or role that switches",
    .level = Level::kSecurity,
    .security_severity = "5.5",
    .confidence = engine::Confidence::kHigh,
    .kinds = policy::Kind::kTrust,
    .options = kOptions,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "reference_policies_elements_principal.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::root_principal
