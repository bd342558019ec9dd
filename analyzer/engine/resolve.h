#ifndef ROLELINT_ENGINE_RESOLVE_H_
#define ROLELINT_ENGINE_RESOLVE_H_

// The last step of a run: places become lines, columns, pointers, source lines and identities,
// once per file and only for what is reported.

#include <string>
#include <vector>

#include "analyzer/engine/check.h"
#include "analyzer/engine/read_inputs.h"

namespace rolelint::engine {

// A place of a note, an error or an unchecked part.
struct LooseEnd {
  estate::Place place;
  Location* location = nullptr;
  std::string* pointer = nullptr;  // may be null
};

// Fills the second half of every finding, and the loose ends. Findings must be in their final
// order: equal identities are numbered by it. A file that changed since it was read becomes an
// entry of `errors`.
void Resolve(std::vector<ReadInputState>* inputs, const CheckOptions& options, int threads,
             std::vector<LooseEnd>* loose_ends, std::vector<Finding>* findings,
             std::vector<RunError>* errors);

}  // namespace rolelint::engine

#endif  // ROLELINT_ENGINE_RESOLVE_H_
