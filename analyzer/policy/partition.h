#ifndef ROLELINT_POLICY_PARTITION_H_
#define ROLELINT_POLICY_PARTITION_H_

// AWS's partitions. IsPartition() is in arn.h.

#include <span>
#include <string_view>

namespace rolelint::policy {

// The one that nearly all accounts are in comes first.
std::span<const std::string_view> Partitions();

}  // namespace rolelint::policy

#endif  // ROLELINT_POLICY_PARTITION_H_
