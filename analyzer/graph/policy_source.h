#ifndef ROLELINT_GRAPH_POLICY_SOURCE_H_
#define ROLELINT_GRAPH_POLICY_SOURCE_H_

// Where the map (map.h) gets whole policies from, compiled. Records (estate/) hold what matters for
// role switches and escalations; the map also answers about any action, so it needs the documents.

#include <string>
#include <string_view>
#include <vector>

#include "analyzer/estate/estate.h"
#include "analyzer/logic/compiled.h"
#include "analyzer/logic/prove.h"

namespace rolelint::graph {

class PolicySource {
 public:
  virtual ~PolicySource() = default;

  virtual const estate::Estate& estate() const = 0;
  virtual logic::Prover& prover() = 0;

  struct Held {
    // Identity policies (a user's groups' among them) and the permissions boundary.
    logic::RequestPolicies policies;
    // What the input does not tell of them, as sentences. Policies that are not known are among
    // `policies` as ones of which nothing can be decided.
    std::vector<std::string> unknown;
  };
  // Of a user, group or role. Lives as long as the source.
  virtual const Held& PoliciesOf(const estate::Entity& who) = 0;
  // Null if the input does not hold the role's trust policy.
  virtual const logic::CompiledPolicy* TrustOf(const estate::Entity& role) = 0;
  // The policies of resources in the input that speak of this resource.
  virtual std::vector<const logic::CompiledPolicy*> ResourcePolicies(std::string_view arn) = 0;

  // The levels of SCPs and RCPs in force for the account.
  virtual const std::vector<logic::RequestPolicies::List>& ScpsOf(std::string_view account) = 0;
  virtual const std::vector<logic::RequestPolicies::List>& RcpsOf(std::string_view account) = 0;
  virtual bool IsManagementAccount(std::string_view account) const = 0;
  // Policies of the organization that are in the input, without what they are attached to.
  struct Loose {
    policy::Kind kind = policy::Kind::kScp;
    std::string name;
    const logic::CompiledPolicy* policy = nullptr;
  };
  virtual const std::vector<Loose>& LoosePolicies() = 0;

  // A policy that is made up; equal texts are compiled once.
  virtual const logic::CompiledPolicy* Made(const std::string& text, policy::Kind kind) = 0;
};

}  // namespace rolelint::graph

#endif  // ROLELINT_GRAPH_POLICY_SOURCE_H_
