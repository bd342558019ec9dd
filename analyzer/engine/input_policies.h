#ifndef ROLELINT_ENGINE_INPUT_POLICIES_H_
#define ROLELINT_ENGINE_INPUT_POLICIES_H_

// The policies of a run's inputs, kept (policy_store.h). A run looks at each document once, while
// it reads, and keeps none; a rule about all that a principal may do needs those of a user or role
// together. They are read a second time when the first rule asks, and never if none does.

#include <optional>
#include <vector>

#include "analyzer/engine/policy_store.h"

namespace rolelint::engine {

class InputPolicies {
 public:
  // `inputs` as read; their numbers are those of the store's places. They must outlive this.
  InputPolicies(const std::vector<ReadInputState>& inputs, std::optional<policy::Kind> kind)
      : inputs_(inputs), kind_(kind) {}
  InputPolicies(const InputPolicies&) = delete;
  InputPolicies& operator=(const InputPolicies&) = delete;

  // One group, all(). What could not be read the run itself has told.
  PolicyStore& Store();
  PolicyStore::Group all() const { return 0; }

 private:
  const std::vector<ReadInputState>& inputs_;
  const std::optional<policy::Kind> kind_;
  std::optional<PolicyStore> store_;
};

}  // namespace rolelint::engine

#endif  // ROLELINT_ENGINE_INPUT_POLICIES_H_
