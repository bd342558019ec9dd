#pragma once

// Whom a resource policy does not know: the other side of "is it public".

#include <utility>
#include <vector>

#include "analyzer/logic/compiled.h"

namespace rolelint::logic {

struct Outsiders {
  // Lists the accounts that the policy names anywhere; principals of others are outside.
  CompiledStatement named;
  // The fixed values by which the policy knows its own: no request from outside carries one.
  std::vector<std::pair<KeyId, ValueTest>> trusted;
};

Outsiders OutsidersOf(const CompiledPolicy& policy, const Vocabulary& vocabulary);

}  // namespace rolelint::logic
