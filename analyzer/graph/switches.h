#ifndef ROLELINT_GRAPH_SWITCHES_H_
#define ROLELINT_GRAPH_SWITCHES_H_

// Role switches: both halves joined. One half is the role's trust policy, the other a permission of
// the one who switches. Across accounts both are needed; within one account a trust policy that
// names the principal suffices.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
//
// Works on records alone, and asks the decider (half_decider.h) for each half.

#include <string_view>
#include <vector>

#include "analyzer/estate/estate.h"

namespace rolelint::graph {

class HalfDecider;

using estate::Entity;
using estate::Place;

enum class Half : uint8_t {
  kAbsent,     // no statement grants it
  kGranted,    // granted, whatever the unknown condition keys are
  kUndecided,  // granted, but a condition, Deny, boundary or unread part may decide otherwise
  kUnknown,    // the export that would tell is not at hand
};

// What takes back a half that a statement grants.
struct Obstacle {
  enum class Kind : uint8_t {
    kNone,
    kDeny,                // a Deny of the principal's policies or of the trust policy
    kBoundary,            // the permissions boundary does not allow it
    kCondition,           // no granting statement's conditions hold for this principal and role
    kOrganizationPolicy,  // an SCP or RCP denies it, wherever it is attached
  } kind = Kind::kNone;
  Place place;                     // the Deny, the boundary's ARN, or the granting statement
  std::string_view policy;         // the policy's name, where it has one
  const Entity* holder = nullptr;  // kDeny: whose policy it is (the principal or its group)
  policy::Kind organization = policy::Kind::kScp;
};

struct HalfVerdict {
  Half half = Half::kUnknown;
  Place place;          // the statement that grants it, if any
  bool stated = false;  // something grants it, before what takes it back
  bool names_principal =
      false;  // trust: the statement names the principal itself, not its account or everyone
  // Of kAbsent: what takes the half back, or denies what nothing grants. An organization policy
  // leaves the half as it is, since the records do not tell what it is attached to.
  Obstacle obstacle;
};

// One user (or role) and one role of which at least one side names the other.
struct Switch {
  const Entity* who = nullptr;
  const Entity* role = nullptr;
  HalfVerdict permission;
  HalfVerdict trust;
  bool same_account = false;
  Place named_by_trust;              // the principal value that names `who`, if any
  Place named_by_permission;         // the resource value that names `role`, if any
  bool permission_is_exact = false;  // named without a wildcard
};

// A name on one side that stands for nothing although the account's export is at hand, or which a
// template's trust policy gives its own account while the template makes one that is nearly called
// so.
struct DanglingName {
  // Where the name stands: in the Resource of a permission, or as principal of a trust policy.
  enum class Side : uint8_t { kPermission, kTrust } side = Side::kPermission;
  estate::EntityType type = estate::EntityType::kRole;  // what the name would be
  std::string_view arn;
  Place place;
  const Entity* holder = nullptr;  // the role that trusts, or the entity that holds the permission
  const Entity* near_match = nullptr;  // same name but for case, path or a typo
  enum class Difference : uint8_t { kNone, kCase, kPath, kTypo } difference = Difference::kNone;
  bool of_template = false;
};

struct SwitchMap {
  std::vector<Switch> switches;  // in order of the naming place
  std::vector<DanglingName> dangling;
};

// Cost is linear in the number of names on both sides (hash joins), plus a bounded near-match
// search for each dangling name.
SwitchMap JoinSwitches(const estate::Estate& estate, HalfDecider* decider);

}  // namespace rolelint::graph

#endif  // ROLELINT_GRAPH_SWITCHES_H_
