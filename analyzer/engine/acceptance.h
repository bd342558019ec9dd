#ifndef ROLELINT_ENGINE_ACCEPTANCE_H_
#define ROLELINT_ENGINE_ACCEPTANCE_H_

// Takes out of a result what the user has accepted: by a suppression in the configuration or in a
// comment, or in a baseline. What is taken out goes to CheckResult::hidden.

#include <span>
#include <vector>

#include "analyzer/engine/active_rules.h"
#include "analyzer/engine/check.h"
#include "analyzer/engine/read_inputs.h"

namespace rolelint::engine {

// `all` are the rules that there are. Adds findings of the rules about suppressions: one that fits
// nothing, or has expired. Comments that cannot be read are errors.
void ApplySuppressions(const Config& config, std::span<const Rule* const> all,
                       const ActiveRules& rules, const CheckOptions& options,
                       const std::vector<ReadInputState>& inputs, CheckResult* result);

// Moves the findings that have been given a suppression to CheckResult::hidden. Returns how many.
uint32_t HideSuppressed(CheckResult* result);
void SortByPlace(std::vector<Finding>* findings);

// A finding that grew out of an accepted one stays, and its message says what was added.
void ApplyBaseline(const accept::Baseline& baseline, const catalog::Catalog& catalog,
                   CheckResult* result);

// What a baseline keeps of findings that have facts.
std::vector<accept::AcceptedFinding> AcceptedOf(std::span<const Finding> findings);

}  // namespace rolelint::engine

#endif  // ROLELINT_ENGINE_ACCEPTANCE_H_
