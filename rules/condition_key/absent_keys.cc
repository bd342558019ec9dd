#include "rules/condition_key/absent_keys.h"

#include "analyzer/policy/condition_query.h"
#include "analyzer/policy/query.h"
#include "analyzer/text/glob.h"
#include "rules/condition_key/key_facts.h"

namespace rolelint::rules {
namespace {

using policy::ConditionTest;
using policy::Operator;

// Of identity, of the caller's organization and account, of the network. Not MFA, which has a rule
// of its own, and not what every request has.
constexpr std::string_view kKeys[] = {
    "aws:CalledVia",
    "aws:Ec2InstanceSourceVpc",
    "aws:PrincipalOrgID",
    "aws:PrincipalOrgPaths",
    "aws:PrincipalServiceName",
    "aws:PrincipalServiceNamesList",
    "aws:SourceAccount",
    "aws:SourceArn",
    "aws:SourceIdentity",
    "aws:SourceIp",
    "aws:SourceOrgID",
    "aws:SourceOrgPaths",
    "aws:SourceVpc",
    "aws:SourceVpcArn",
    "aws:SourceVpce",
    "aws:VpceAccount",
    "aws:VpceOrgID",
    "aws:VpceOrgPaths",
    "aws:VpcSourceIp",
    "sts:ExternalId",
};

}  // namespace

bool SaysWhoOrWhence(const ConditionTest& test) {
  for (std::string_view key : kKeys) {
    if (policy::KeyIs(test, key)) return true;
  }
  // Claims of a web identity or a SAML assertion.
  const std::string_view prefix = test.key.value.substr(0, test.key.value.find(':'));
  return prefix.size() < test.key.value.size() &&
         (prefix.find('.') != std::string_view::npos || text::EqualsFolded(prefix, "saml"));
}

bool FailsWithoutKey(const policy::Statement& statement, std::string_view key) {
  return policy::DemandsKey(statement, key);
}

bool DeniesWithoutKey(const policy::Document& document, std::string_view key) {
  for (const policy::Statement& statement : document.statements) {
    if (!statement.denies() || statement.conditions.size() != 1) continue;
    const ConditionTest& test = statement.conditions[0];
    if (policy::KeyIs(test, key) && PassesWithoutKey(test)) return true;
  }
  return false;
}

}  // namespace rolelint::rules
