#include "analyzer/engine/input_policies.h"

#include <utility>

namespace rolelint::engine {

PolicyStore& InputPolicies::Store() {
  if (store_) return *store_;
  store_.emplace();
  std::vector<InputSpec> specs;
  specs.reserve(inputs_.size());
  for (const ReadInputState& input : inputs_) {
    InputSpec& spec = specs.emplace_back();
    spec.display_name = input.spec.display_name;
    spec.explicitly_named = input.spec.explicitly_named;
    spec.kind = input.spec.kind;
    // Standard input cannot be read twice; its text is kept, and so are those of small runs.
    if (input.source) {
      spec.bytes = input.source->text();
    } else {
      spec.path = input.spec.path;
    }
  }
  store_->Read(std::move(specs), kind_, true);
  return *store_;
}

}  // namespace rolelint::engine
