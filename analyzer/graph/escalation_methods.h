#ifndef ROLELINT_GRAPH_ESCALATION_METHODS_H_
#define ROLELINT_GRAPH_ESCALATION_METHODS_H_

// The known ways by which a principal comes to more permissions than it was given, as sets of
// actions. Only minimal sets (of each list): a set that holds another one adds nothing that the
// smaller one lacks. Becoming a role by sts:AssumeRole is a matter of its own (switches.h, rule
// assume-role-wildcard).

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "analyzer/estate/privileges.h"

namespace rolelint::graph {

// What the principal works on.
enum class EscalationFamily : uint8_t {
  kOwnPermissions,  // its own permissions
  kOtherPrincipal,  // the credentials or the trust of another principal
  kNewRole,         // a role that it passes to a service
  kExistingRole,    // the role of something that exists
  kRestriction,     // what restricts it, or another principal that it can become
  kOrganization,    // other accounts, from the one that administers them
};

struct EscalationMethod {
  std::string_view id;  // the name that collections of such methods use
  EscalationFamily family = EscalationFamily::kOwnPermissions;
  std::string_view steps;  // actions, the telling one first, with blanks between
  // kNewRole: services one of which the role must trust, with blanks between.
  std::string_view services;
  std::string_view gain;  // "what it does": completes "can …"
  // What must be there beside, as a condition: "a cluster"; "" if nothing that is not looked at.
  std::string_view needs = {};
};

struct PreparedMethod {
  const EscalationMethod* method = nullptr;
  estate::PrivilegeSet actions;
};

// What a policy by itself tells. Every step is a privilege of estate/privileges.h.
std::span<const PreparedMethod> EscalationMethods();
// These, and those that hang on more than policies tell: for a map of accounts.
std::span<const PreparedMethod> MapMethods();

}  // namespace rolelint::graph

#endif  // ROLELINT_GRAPH_ESCALATION_METHODS_H_
