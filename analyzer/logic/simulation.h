#ifndef ROLELINT_LOGIC_SIMULATION_H_
#define ROLELINT_LOGIC_SIMULATION_H_

// Decides one request against the policies that bear on it, as AWS would, and says which statements
// made the decision.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/logic/compiled.h"
#include "analyzer/logic/request.h"

namespace rolelint::logic {

// What stands around the policies.
struct Circumstances {
  bool principal_account_is_management = false;
  bool resource_account_is_management = false;
  bool restrict_public_buckets = false;  // S3 Block Public Access
};

// The policies of one request, by kind. Pointers must outlive the use.
struct RequestPolicies {
  using List = std::vector<const CompiledPolicy*>;
  List identity;
  const CompiledPolicy* resource = nullptr;  // resource or trust policy
  List boundary;
  List session;
  std::vector<List> scp;
  std::vector<List> rcp;
  List vpc_endpoint;
};

enum class Outcome : uint8_t { kAllowed, kExplicitlyDenied, kImplicitlyDenied, kUndecided };
// "allowed", "explicitly_denied", "implicitly_denied", "undecided".
std::string_view OutcomeName(Outcome outcome);

// What decided, as a place among RequestPolicies.
struct Cause {
  enum class Source : uint8_t {
    kIdentity,
    kResource,
    kBoundary,
    kSession,
    kScp,
    kRcp,
    kVpcEndpoint,
  };
  Source source = Source::kIdentity;
  uint32_t level = 0;  // of kScp and kRcp
  uint32_t policy = 0;
  const CompiledStatement* statement = nullptr;
};

struct Verdict {
  Outcome outcome = Outcome::kImplicitlyDenied;
  std::vector<Cause> causes;   // of an implicit denial none
  std::vector<KeyId> missing;  // keys that were asked for and are absent
  std::vector<std::string> notes;
};

// Fits the policies to the request: which of them apply, who calls, whose the resource is. The
// result points into `policies`, and its spans of levels into `levels`.
PolicySet Arrange(const Request& request, const RequestPolicies& policies,
                  const Circumstances& circumstances, const Vocabulary& vocabulary,
                  std::vector<PolicySet::Policies>* levels);

// The outcome alone: the fast way. `request` is bound to the vocabulary of the policies.
Outcome Decide(const BoundRequest& request, const PolicySet& set);

// The outcome and its reasons.
Verdict Explain(const BoundRequest& request, const PolicySet& set);

}  // namespace rolelint::logic

#endif  // ROLELINT_LOGIC_SIMULATION_H_
