#ifndef ROLELINT_GRAPH_ESCALATION_HOSTS_H_
#define ROLELINT_GRAPH_ESCALATION_HOSTS_H_

// As whose role the things run that methods of escalation start or change: a service's, or, where
// the role trusts a provider of identities, that provider's.

#include <string>
#include <string_view>
#include <vector>

#include "analyzer/graph/escalation_methods.h"
#include "analyzer/graph/map.h"
#include "analyzer/graph/trust_index.h"

namespace rolelint::graph {

struct EscalationHost {
  std::string name;  // of the service or provider, as a node is called
  NodeKind kind = NodeKind::kService;
  TrustIndex::Roles roles;  // of the account that trust it

  std::string_view action() const {
    return kind == NodeKind::kService ? "sts:AssumeRole" : "sts:AssumeRoleWithWebIdentity";
  }
};

// The host of that name in the account.
EscalationHost HostOf(const TrustIndex& trusts, std::string_view name, std::string_view account);
// Hosts of what a method of kExistingRole works on; none if nothing here tells.
std::vector<EscalationHost> HostsOf(const TrustIndex& trusts, const EscalationMethod& method,
                                    std::string_view account);

}  // namespace rolelint::graph

#endif  // ROLELINT_GRAPH_ESCALATION_HOSTS_H_
