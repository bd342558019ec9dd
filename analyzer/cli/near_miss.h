#ifndef ROLELINT_CLI_NEAR_MISS_H_
#define ROLELINT_CLI_NEAR_MISS_H_

// Why a request that no Allow meets came close: an Allow that holds of it but for a resource or a
// principal that is nearly the one of the request.

#include <string>
#include <vector>

#include "analyzer/logic/request.h"
#include "analyzer/logic/simulation.h"

namespace rolelint::cli {

struct NearMiss {
  logic::Cause cause;  // the Allow
  text::Span span;     // what is nearly right, in its document
  std::string why;     // `"arn:…" differs from arn:… in case`
};

// Of a request that is denied implicitly; the nearest first, few.
std::vector<NearMiss> FindNearMisses(const logic::BoundRequest& request,
                                     const logic::RequestPolicies& policies);

}  // namespace rolelint::cli

#endif  // ROLELINT_CLI_NEAR_MISS_H_
