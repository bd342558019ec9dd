#ifndef ROLELINT_GRAPH_ESCALATIONS_H_
#define ROLELINT_GRAPH_ESCALATIONS_H_

// Who can come to more permissions than it was given: the methods of escalation_methods.h against
// the union of all policies of a principal, less its Denies and what its boundary leaves out.
//
// A look at sets of actions answers nearly always. Only where a Deny, a boundary or a condition
// stands beside a step the prover is asked whether any request is left, and then whether that hangs
// on keys that are not known.

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "analyzer/catalog/catalog.h"
#include "analyzer/estate/estate.h"
#include "analyzer/graph/escalation_methods.h"

namespace rolelint::graph {

enum class Certainty : uint8_t { kLow, kMedium, kHigh };

// Why it is less than certain, or what makes it so.
enum class EscalationNote : uint8_t {
  kNone,
  kConditional,    // a step is granted under a condition that is not decided here
  kOthersAlone,    // the step reaches others, not the principal itself
  kNotEverywhere,  // the step reaches some resources only
  kNoRole,         // no role of the account trusts the service
  kNoBetterRole,   // the roles that trust it may do no more than the principal
  kRolesUnknown,   // the export does not show the roles
  kRoleKnown,      // `role` trusts it and may do more
  kPartsUnknown,   // a policy or the boundary is not in the input
};

// A statement and the steps that it grants.
struct EscalationGrant {
  estate::Place place;
  uint32_t statement = 0;
  estate::PrivilegeSet actions;
  // Its resources and conditions, as long as the estate is there; null: of a policy by itself.
  const estate::PrivilegeStatement* source = nullptr;
  bool aws_managed = false;  // it stands in a policy of AWS's own
};

struct Escalation {
  EscalationFamily family = EscalationFamily::kOwnPermissions;
  Certainty certainty = Certainty::kLow;
  EscalationNote note = EscalationNote::kNone;
  const estate::Entity* role = nullptr;
  // The surest method first.
  std::vector<const EscalationMethod*> methods;
  std::vector<EscalationGrant> grants;
  // What the same statements allow besides, of other families.
  std::vector<const EscalationMethod*> also;
  std::vector<const estate::Entity*> holders;  // none: a policy by itself
  // kRestriction: whose restriction it lifts, if not its own; …
  const estate::Entity* freed = nullptr;
  // … and what can be done then: everything, or these methods.
  bool everything = false;
  std::vector<const EscalationMethod*> then;
};

struct SwitchMap;

class EscalationFinder {
 public:
  explicit EscalationFinder(const catalog::Catalog& catalog);
  ~EscalationFinder();
  EscalationFinder(const EscalationFinder&) = delete;
  EscalationFinder& operator=(const EscalationFinder&) = delete;

  // Of a policy by itself, whoever has it.
  std::vector<Escalation> OfPolicy(const estate::PolicyFacts& facts);
  // Of all users, groups and roles: one entry for the principals of one account that have the same
  // methods by the same statements, so that a policy that many of one account have is told once.
  // Administrators have none. `switches` tell who can become whom.
  std::vector<Escalation> OfEstate(const estate::Estate& estate, const SwitchMap& switches);

 private:
  class Search;
  class Survey;
  class Proofs;
  std::unique_ptr<Proofs> proofs_;
};

}  // namespace rolelint::graph

#endif  // ROLELINT_GRAPH_ESCALATIONS_H_
