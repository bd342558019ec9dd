#ifndef ROLELINT_FIX_DIFF_H_
#define ROLELINT_FIX_DIFF_H_

// The unified diff of a file's edits, as `patch` and `git apply` read it.

#include <string>
#include <string_view>

namespace rolelint::fix {

// "" if both are the same. `name` is a path; one that a terminal or `patch` would take for anything
// else is quoted as git does.
std::string UnifiedDiff(std::string_view name, std::string_view before, std::string_view after);

}  // namespace rolelint::fix

#endif  // ROLELINT_FIX_DIFF_H_
