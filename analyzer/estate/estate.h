#ifndef ROLELINT_ESTATE_ESTATE_H_
#define ROLELINT_ESTATE_ESTATE_H_

// All inputs of one run, merged by ARN: attributes that one input leaves unknown are taken from
// another; where two inputs speak of the same thing, the first in input order holds (and a
// contradiction becomes a note).

#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "analyzer/estate/records.h"

namespace rolelint::estate {

struct MergeNote {
  std::string message;
  Place place;
};

class Estate {
 public:
  Estate() = default;
  // The look-ups point into the lists: an estate moves, but is not copied.
  Estate(const Estate&) = delete;
  Estate& operator=(const Estate&) = delete;
  Estate(Estate&&) = default;
  Estate& operator=(Estate&&) = default;

  // `inputs` in input order. A record without ARN (get-user-policy names none) joins the one entity
  // of its type and name, if exactly one account of the run has such a one; else it stands for
  // itself and no look-up finds it.
  static Estate Merge(std::vector<Records> inputs);

  const std::vector<Entity>& entities() const { return entities_; }
  const std::vector<ManagedPolicy>& policies() const { return policies_; }
  // In input order.
  const std::vector<OrganizationPolicy>& organization() const { return organization_; }
  const std::vector<MergeNote>& notes() const { return notes_; }

  const Entity* FindEntity(std::string_view arn) const;
  // Same type, account and name in any path or letter case: what IAM itself takes for the same
  // name.
  const Entity* FindByName(EntityType type, std::string_view account, std::string_view name) const;
  const ManagedPolicy* FindPolicy(std::string_view arn) const;
  // The same for whoever stands in that input: AWS's own policies stand in the export of every
  // account that attaches them, and what is wrong there is said there.
  const ManagedPolicy* FindPolicy(std::string_view arn, uint32_t file) const;
  // All roles of an account, in input order.
  std::vector<const Entity*> RolesOf(std::string_view account) const;

  // Whether every user (role, …) of the account is in the inputs, so that a name not found does not
  // exist. An empty list of an export that lacks policies its own entities attach was emptied by
  // --filter and covers nothing.
  bool Covers(std::string_view account, EntityType type) const;
  // Whether any input speaks of the account.
  bool HasAccount(std::string_view account) const;

 private:
  friend class Merger;

  std::vector<Entity> entities_;
  std::vector<ManagedPolicy> policies_;
  std::vector<OrganizationPolicy> organization_;
  std::vector<MergeNote> notes_;
  std::unordered_map<std::string_view, uint32_t> by_arn_;
  std::unordered_multimap<uint64_t, uint32_t> by_name_;  // hash of type, account, name folded
  std::unordered_map<std::string_view, uint32_t> policy_by_arn_;
  // AWS's own policies in all inputs but the first that has them.
  std::map<std::pair<std::string_view, uint32_t>, ManagedPolicy> copies_;
  std::unordered_map<std::string, AccountCoverage> coverage_;  // of every account spoken of
  std::unordered_map<std::string_view, std::vector<uint32_t>> roles_of_;
};

}  // namespace rolelint::estate

#endif  // ROLELINT_ESTATE_ESTATE_H_
