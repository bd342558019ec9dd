#ifndef ROLELINT_GRAPH_ESCALATION_VIEW_H_
#define ROLELINT_GRAPH_ESCALATION_VIEW_H_

// What the records say of one principal (or of a policy by itself) that matters for escalations,
// and what they say of the roles that it may pass.

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/estate/estate.h"
#include "analyzer/graph/escalation_proofs.h"

namespace rolelint::graph {

// Whether the pattern may be a resource of the action: IAM's own actions work on users, roles,
// groups or policies.
bool MayBeResourceOf(std::string_view pattern, std::string_view action);

// Whether the statement's resources take in the ARN, for requests of `who`.
bool TakesIn(const estate::PrivilegeStatement& statement, std::string_view arn,
             const estate::Entity& who);

struct EscalationView {
  const estate::Entity* who = nullptr;  // null: a policy by itself
  std::vector<PlacedPrivilege> identity;
  std::vector<PlacedPrivilege> boundary;
  bool bounded = false;                 // and the boundary is at hand
  bool boundary_unknown = false;        // it is not
  estate::PrivilegeSet boundary_plain;  // what the boundary allows everywhere and denies nowhere
  bool complete = true;
  bool administrator = false;  // everything, and nothing takes it back
  // Actions that some Allow covers, less those that a plain Deny or the boundary takes away.
  estate::PrivilegeSet allowed;
  std::vector<std::string_view> own_groups;    // ARNs
  std::vector<std::string_view> own_policies;  // ARNs of customer-managed ones

  void AddPolicy(const estate::PolicyFacts& facts, PolicyOrigin origin = {});
  void AddEverything() { all_by_name_ = true; }  // AdministratorAccess, known by its name
  void SetBoundary(const estate::PolicyFacts& facts);
  void Finish();

  const std::vector<PolicyOrigin>& policies() const { return policies_; }
  // Whether anything may keep it from what its policies grant.
  bool restricted() const { return bounded || boundary_unknown || denies_; }
  // The same without some policies, and without the boundary unless it stays.
  EscalationView Without(const std::vector<const estate::PolicyFacts*>& gone,
                         bool keeps_boundary) const;

  // Whether what the statement allows reaches the principal's own permissions.
  bool ReachesSelf(const estate::PrivilegeStatement& statement, std::string_view action) const;

 private:
  // All of its policies.
  std::vector<PolicyOrigin> policies_;
  const estate::PolicyFacts* boundary_facts_ = nullptr;
  estate::PrivilegeSet granted_;
  estate::PrivilegeSet taken_;
  bool everything_ = false;
  bool all_by_name_ = false;
  bool denies_ = false;
};

EscalationView ViewOf(const estate::Estate& estate, const estate::Entity& who);

// Which roles trust which services, and how much they may do.
class RolePowers {
 public:
  explicit RolePowers(const estate::Estate& estate) : estate_(estate) {}

  // Whether the account's roles are all at hand.
  bool Known(const estate::Entity& who) const {
    return estate_.Covers(who.account, estate::EntityType::kRole);
  }

  struct Choice {
    bool any = false;                        // some role trusts the service and may be passed
    const estate::Entity* better = nullptr;  // one that may do what `own` does not hold
  };
  Choice Choose(const estate::Entity& who, const estate::PrivilegeSet& own,
                std::string_view services, const estate::PrivilegeStatement& pass);

 private:
  struct Power {
    const estate::Entity* role = nullptr;
    bool administrator = false;
    estate::PrivilegeSet allowed;
  };
  void Index();
  static std::string KeyOf(std::string_view account, std::string_view service);

  const estate::Estate& estate_;
  bool indexed_ = false;
  std::unordered_map<std::string, std::vector<Power>> trusting_;  // by account and service
};

}  // namespace rolelint::graph

#endif  // ROLELINT_GRAPH_ESCALATION_VIEW_H_
