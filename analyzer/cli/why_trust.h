#ifndef ROLELINT_CLI_WHY_TRUST_H_
#define ROLELINT_CLI_WHY_TRUST_H_

// How a trust policy nearly lets somebody in, beside what near_miss.h finds.

#include <vector>

#include "analyzer/cli/why_answer.h"

namespace rolelint::cli {

std::vector<WhyHalf::Near> NearTrust(const logic::Request& request,
                                     const logic::CompiledPolicy& trust);

}  // namespace rolelint::cli

#endif  // ROLELINT_CLI_WHY_TRUST_H_
