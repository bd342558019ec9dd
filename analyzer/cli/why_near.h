#ifndef ROLELINT_CLI_WHY_NEAR_H_
#define ROLELINT_CLI_WHY_NEAR_H_

// How a policy nearly lets a request in, beside what near_miss.h finds.

#include <vector>

#include "analyzer/cli/why_answer.h"

namespace rolelint::cli {

std::vector<WhyHalf::Near> NearTrust(const logic::Request& request,
                                     const logic::CompiledPolicy& trust);

// Allows of the policy that name the request's user, role or policy with another path.
std::vector<WhyHalf::Near> NearPaths(const logic::Request& request,
                                     const logic::CompiledPolicy& policy);

}  // namespace rolelint::cli

#endif  // ROLELINT_CLI_WHY_NEAR_H_
