#ifndef ROLELINT_RULES_GUIDE_SWITCH_ROLE_H_
#define ROLELINT_RULES_GUIDE_SWITCH_ROLE_H_

// Which roles the guide's conventions speak of: those that people of another account may assume.
// Service-linked and Identity Center roles are named by AWS, and roles for services and federated
// identities are nobody's switch.

#include <string_view>

#include "analyzer/engine/config.h"
#include "analyzer/estate/records.h"
#include "analyzer/policy/arn.h"

namespace rolelint::rules {

// The first principal of another account that an Allow of the trust policy names (an account, user
// or role), or null.
inline const estate::PrincipalRef* ForeignPrincipal(const estate::Entity& role) {
  for (const estate::TrustStatement& statement : role.trust) {
    if (!statement.allow || statement.not_principal) continue;
    if ((statement.actions & estate::kAssumeRole) == 0) continue;
    for (const estate::PrincipalRef& principal : statement.principals) {
      if (principal.type != policy::PrincipalType::kAws || !principal.known) continue;
      if (principal.value == "*") {
        if (!statement.pins_principal && !statement.org_bound) return &principal;
        continue;
      }
      std::string_view account = policy::PrincipalAccount(principal.value);
      if (policy::IsAccountId(account) && account != role.account) return &principal;
    }
  }
  return nullptr;
}

// …and is meant for people rather than for a third party's software.
inline const estate::PrincipalRef* SwitchPrincipal(const estate::Entity& role,
                                                   const engine::Config& config) {
  if (role.type != estate::EntityType::kRole || role.service_linked() || role.reserved_sso()) {
    return nullptr;
  }
  const estate::PrincipalRef* principal = ForeignPrincipal(role);
  if (principal == nullptr || principal->value == "*") return nullptr;
  std::string_view account = policy::PrincipalAccount(principal->value);
  if (config.RelationOf(account) == engine::Relation::kThirdParty) return nullptr;
  for (const estate::TrustStatement& statement : role.trust) {
    if (statement.allow && statement.external_id) return nullptr;
  }
  return principal;
}

}  // namespace rolelint::rules

#endif  // ROLELINT_RULES_GUIDE_SWITCH_ROLE_H_
