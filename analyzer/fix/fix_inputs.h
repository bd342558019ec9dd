#ifndef ROLELINT_FIX_FIX_INPUTS_H_
#define ROLELINT_FIX_FIX_INPUTS_H_

// `check --fix`: a run, the fixes of what it found, and again with the edited texts in the place of
// the files, until there is nothing more to fix. Nothing is written here.

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "analyzer/engine/check.h"

namespace rolelint::fix {

struct FixOptions {
  bool unsafe = false;  // also fixes that are guesses, or allow more
  // Why the file of an input is not edited, as a phrase; "" if it may be.
  std::function<std::string(const engine::InputSpec&)> refuse = {};
};

struct FileChange {
  size_t input = 0;
  std::string before;  // bytes
  std::string after;
};

struct FixOutcome {
  // Of the texts as they are now; CheckResult::fixed says what was done, and notes what was not.
  engine::CheckResult result;
  std::vector<FileChange> changes;
  size_t unsafe_left = 0;  // findings that remain, with a fix that is not safe
};

FixOutcome FixInputs(const std::vector<engine::InputSpec>& inputs,
                     std::span<const engine::Rule* const> rules, const engine::Config& config,
                     const catalog::Catalog& catalog, const engine::CheckOptions& options,
                     const FixOptions& fix);

}  // namespace rolelint::fix

#endif  // ROLELINT_FIX_FIX_INPUTS_H_
