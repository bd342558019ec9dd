#include <fmt/format.h>

#include <optional>
#include <string>

#include "analyzer/engine/rule.h"
#include "analyzer/policy/arn.h"
#include "analyzer/policy/open_part.h"
#include "analyzer/policy/query.h"

namespace rolelint::rules::not_principal {
namespace {

using engine::DocumentContext;
using engine::Reporter;

constexpr std::string_view kEquivalents[] = {
    "access-analyzer:ALLOW_WITH_NOT_PRINCIPAL",
    "access-analyzer:ROLE_TRUST_POLICY_SYNTAX_ERROR_NOTPRINCIPAL",
    "parliament:NOTPRINCIPAL_WITH_ALLOW",
    "boogy:not_principal_with_allow",
};

// What must be listed beside a principal so that a Deny spares it: IAM looks at the account, of a
// session at its role as well, and of a role's own calls at the session. "" if nothing is missing.
std::string Missing(const policy::Principal& spared, const policy::Text& principal) {
  const std::optional<policy::Arn> arn =
      principal.known ? policy::ParseArn(principal.value) : policy::OpenArn(principal.value);
  if (!arn || !(policy::IsAccountId(arn->account) ||
                policy::OpenPartOf(arn->account) == policy::OpenPart::kAccount)) {
    return {};
  }
  const auto lists = [&](auto holds) {
    bool found = false;
    policy::ForEachPrincipal(spared, [&](const policy::PrincipalEntry&, const policy::Text& value) {
      // What is open as a whole may be what is missing.
      const bool unknown = !value.known && !value.value.starts_with("arn:");
      found |= unknown || holds(value.value);
    });
    return found;
  };
  const bool role = arn->service == "iam" && arn->resource.starts_with("role/");
  const bool user = arn->service == "iam" && arn->resource.starts_with("user/");
  const bool session = arn->service == "sts" && arn->resource.starts_with("assumed-role/");
  const bool federated = arn->service == "sts" && arn->resource.starts_with("federated-user/");
  if (!role && !user && !session && !federated) return {};
  const bool account = lists([&](std::string_view value) {
    const std::optional<policy::Arn> open = policy::OpenArn(value);
    const bool same = open && (open->account == arn->account ||
                               policy::OpenPartOf(open->account) == policy::OpenPart::kAccount ||
                               !policy::IsAccountId(arn->account));
    if (same && open->resource == "root") return true;
    return policy::IsAccountPrincipal(value) && policy::PrincipalAccount(value) == arn->account;
  });
  if (!account) return fmt::format("the account \"{}\"", arn->account);
  if (federated) return {};
  if (session) {
    std::string_view of = arn->resource.substr(std::string_view("assumed-role/").size());
    of = of.substr(0, of.find('/'));
    const bool its_role = lists([&](std::string_view value) {
      const auto other = policy::ParseArn(value);
      if (!other || other->service != "iam" || other->account != arn->account) return false;
      const policy::IamResource resource = policy::SplitIamResource(other->resource);
      return resource.type == "role" && resource.name == of;
    });
    return its_role ? std::string() : fmt::format("the role \"{}\"", of);
  }
  const std::string_view name = policy::SplitIamResource(arn->resource).name;
  const bool its_session = !role || lists([&](std::string_view value) {
    const auto other = policy::ParseArn(value);
    return other && other->service == "sts" && other->account == arn->account &&
           other->resource.find(fmt::format("assumed-role/{}/", name)) == 0;
  });
  return its_session ? std::string() : fmt::format("the sessions of the role \"{}\"", name);
}

// One finding a statement: the first principal that is not spared.
void CheckDeny(const policy::Statement& statement, Reporter& report) {
  bool told = false;
  policy::ForEachPrincipal(
      statement.not_principal, [&](const policy::PrincipalEntry& entry, const policy::Text& value) {
        if (told || !(value.known || value.open) || entry.type != policy::PrincipalType::kAws)
          return;
        const std::string missing = Missing(statement.not_principal, value);
        if (missing.empty()) return;
        told = true;
        report
            .Report(value.span,
                    fmt::format("\"{}\" is denied all the same: NotPrincipal of a Deny spares it "
                                "only if it lists {} too",
                                value.value, missing))
            .Level(engine::Level::kWarning)
            .Label("not spared")
            .Help(
                "deny with Principal \"*\" and a condition, as in \"ArnNotEquals\": "
                "{\"aws:PrincipalArn\": …}, which spares a role with all its sessions");
      });
}

void Check(const DocumentContext& context, Reporter& report) {
  bool trust = context.document.kind == policy::Kind::kTrust;
  for (const policy::Statement& statement : context.document.statements) {
    if (!statement.not_principal.present) continue;
    if (statement.allows()) {
      report
          .Report(statement.not_principal.key_span,
                  trust ? "Allow with NotPrincipal trusts everyone but the principals named, in "
                          "every AWS account"
                        : "Allow with NotPrincipal opens the resource to everyone but the "
                          "principals named, anonymous callers included")
          .Label("everyone else")
          .Help("list the principals that are meant under Principal");
    } else if (trust) {
      report
          .Report(statement.not_principal.key_span, "a role's trust policy cannot use NotPrincipal")
          .Level(engine::Level::kError)
          .Help("deny with Principal \"*\" and a condition on aws:PrincipalArn instead");
    } else if (statement.denies()) {
      CheckDeny(statement, report);
    }
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "not-principal",
    .summary =
        "NotPrincipal with Allow, in a trust policy, or with Deny and not all that spares a "
        "principal",
    .level = engine::Level::kSecurity,
    .security_severity = "9.1",
    .kinds = policy::Kind::kTrust | policy::Kind::kResource,
    .equivalents = kEquivalents,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "reference_policies_elements_notprincipal.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::not_principal
