#ifndef ROLELINT_CLI_VERSION_H_
#define ROLELINT_CLI_VERSION_H_

// What `rolelint --version` prints.

#include <string>
#include <string_view>

namespace rolelint::cli {

// Of the checkout that the program is built from, in hexadecimal digits; "unknown" outside of one.
// Generated (cmake/version.cmake).
std::string_view Commit();

// "rolelint 0.1.0 (commit 0123456789ab, AWS catalogue of 2026-01-31)".
std::string VersionLine();

}  // namespace rolelint::cli

#endif  // ROLELINT_CLI_VERSION_H_
