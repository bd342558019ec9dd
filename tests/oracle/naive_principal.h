#ifndef ROLELINT_TESTS_ORACLE_NAIVE_PRINCIPAL_H_
#define ROLELINT_TESTS_ORACLE_NAIVE_PRINCIPAL_H_

// Who asks, by which names policies know it, and what follows about condition keys.

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/oracle/naive_matching.h"

namespace rolelint::naive {

struct Principal {
  enum class Kind {
    kUser,
    kRole,
    kSession,
    kFederatedUser,
    kRoot,
    kService,
    kFederated,
    kAnonymous
  };
  Kind kind = Kind::kAnonymous;
  std::string name;     // the ARN, the service or the provider
  std::string role;     // of a role and its sessions: the role's ARN
  std::string account;  // empty for services, providers and the anonymous

  // Has identity policies, a boundary and service control policies of its own.
  bool HasIdentity() const { return !account.empty(); }
  bool IsServiceLinkedRole() const;
};

Principal ReadPrincipal(const nlohmann::json& request);

// The request's context with the keys that follow from the principal and the resource.
Context ReadContext(const nlohmann::json& request, const Principal& principal);

// The account that owns the resource: as the request says, else as its ARN says.
std::string ResourceAccount(const nlohmann::json& request);

// How a Principal element takes in a principal, the closest way first.
enum class Naming { kNot, kAccount, kRole /* or user */, kItself, kEveryone };

Naming Names(const nlohmann::json& element, const Principal& principal);
// NotPrincipal of a Deny: does it spare the principal?
bool Spares(const nlohmann::json& element, const Principal& principal);

}  // namespace rolelint::naive

#endif  // ROLELINT_TESTS_ORACLE_NAIVE_PRINCIPAL_H_
