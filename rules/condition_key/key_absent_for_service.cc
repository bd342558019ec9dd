#include <fmt/format.h>

#include <algorithm>

#include "analyzer/policy/query.h"
#include "analyzer/text/glob.h"
#include "rules/condition_key/key_facts.h"
#include "rules/condition_key/wording.h"

namespace rolelint::rules::key_absent_for_service {
namespace {

using policy::Statement;

constexpr std::string_view kEquivalents[] = {
    "access-analyzer:UNSUPPORTED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL"};

// What tells of a user, a role or a session, or of a VPC that the call came through: a service that
// calls as itself has none of it.
constexpr std::string_view kKeysOfIdentities[] = {
    "aws:AssumedRoot",        "aws:FederatedProvider",
    "aws:MultiFactorAuthAge", "aws:MultiFactorAuthPresent",
    "aws:PrincipalOrgID",     "aws:PrincipalOrgPaths",
    "aws:SourceIdentity",     "aws:TokenIssueTime",
    "aws:username",           "aws:SourceVpc",
    "aws:SourceVpcArn",       "aws:SourceVpce",
    "aws:VpcSourceIp",        "aws:VpceAccount",
    "aws:VpceOrgID",          "aws:VpceOrgPaths",
};

bool IsOfIdentities(const policy::ConditionTest& test) {
  if (policy::KeyStartsWith(test, "aws:PrincipalTag/")) return true;
  for (std::string_view key : kKeysOfIdentities) {
    if (policy::KeyIs(test, key)) return true;
  }
  return false;
}

// Who signs in with a token or an assertion calls without credentials.
constexpr std::string_view kKeysOfCredentials[] = {"aws:MultiFactorAuthAge",
                                                   "aws:MultiFactorAuthPresent", "aws:username"};

bool IsOfCredentials(const policy::ConditionTest& test) {
  for (std::string_view key : kKeysOfCredentials) {
    if (policy::KeyIs(test, key)) return true;
  }
  return false;
}

// The first principal, if the statement is about this type alone.
const policy::Text* Only(policy::PrincipalType type, const Statement& statement) {
  const policy::Text* first = nullptr;
  for (const policy::PrincipalEntry& entry : statement.principal.entries) {
    if (entry.type != type) return nullptr;
    for (const policy::Text& value : entry.values.items) {
      if (first == nullptr && (value.known || value.open)) first = &value;
    }
  }
  return first;
}

// Everyone, where nobody but who signs in can make the request.
const policy::Text* EveryoneWhoSignsIn(const Statement& statement) {
  const auto& actions = statement.action.items;
  const bool sign_in =
      !actions.empty() && std::all_of(actions.begin(), actions.end(), [](const policy::Text& item) {
        return item.known && (text::EqualsFolded(item.value, "sts:AssumeRoleWithSAML") ||
                              text::EqualsFolded(item.value, "sts:AssumeRoleWithWebIdentity"));
      });
  if (!sign_in) return nullptr;
  if (statement.principal.is_bare_star()) return &statement.principal.text;
  const policy::Text* all = Only(policy::PrincipalType::kAws, statement);
  return all != nullptr && all->value == "*" ? all : nullptr;
}

bool Concerns(const catalog::Catalog&, const policy::ConditionTest& test) {
  return IsOfIdentities(test);
}

// IAM Roles Anywhere passes the attributes of the certificate as principal tags.
// https://docs.aws.amazon.com/rolesanywhere/latest/userguide/trust-model.html
bool IsOfCertificate(const policy::Text& caller, const policy::ConditionTest& test) {
  return text::EqualsFolded(caller.value, "rolesanywhere.amazonaws.com") &&
         (policy::KeyStartsWith(test, "aws:PrincipalTag/x509") ||
          policy::KeyIs(test, "aws:SourceIdentity"));
}

// IfExists and Null "true" say what happens without the key. That a Deny holds for everybody who
// signs in, and that an Allow never holds, is not what is meant.
bool IsWrittenForMissingKey(const Statement& statement, const policy::ConditionTest& test,
                            bool federated) {
  const bool passes = PassesWithoutKey(test);
  if (federated && statement.denies() && statement.conditions.size() == 1 && passes) return false;
  return test.op.base == policy::Operator::kNull ? passes : test.op.if_exists;
}

void Check(const engine::DocumentContext& context, engine::Reporter& report) {
  for (const Statement& statement : context.document.statements) {
    if (statement.conditions.empty()) continue;
    const policy::Text* service = Only(policy::PrincipalType::kService, statement);
    const policy::Text* federated = Only(policy::PrincipalType::kFederated, statement);
    if (federated == nullptr) federated = EveryoneWhoSignsIn(statement);
    const policy::Text* caller = service != nullptr ? service : federated;
    if (caller == nullptr) continue;
    for (const policy::ConditionTest& test : statement.conditions) {
      if (IsOfCertificate(*caller, test)) continue;
      if (IsWrittenForMissingKey(statement, test, service == nullptr) || !test.key.known ||
          !(service != nullptr ? IsOfIdentities(test) : IsOfCredentials(test))) {
        continue;
      }
      const bool passes = PassesWithoutKey(test);
      report
          .Report(test.key.span,
                  fmt::format("requests of {} never carry {}: the test {}",
                              caller->value == "*" ? "those who sign in" : caller->value,
                              Quoted(test.key.value), passes ? "always passes" : "never passes"))
          .Label(UnderOperator(test))
          .Related(caller->span, service != nullptr
                                     ? "a service calls here, not a user or role"
                                     : "a caller who signs in here has no credentials yet")
          .Help(service != nullptr
                    ? "for a service test whom it works for: aws:SourceAccount, aws:SourceArn, "
                      "aws:SourceOrgID or aws:SourceOrgPaths"
                    : "ask for MFA at the identity provider, and test its claims here");
    }
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "key-absent-for-service",
    .summary = "A service or a federated identity is tested by a key that it never has",
    .level = engine::Level::kError,
    .kinds = policy::Kind::kResource | policy::Kind::kTrust,
    .concerns = Concerns,
    .equivalents = kEquivalents,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "reference_policies_condition-keys.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::key_absent_for_service
