# The commit that the program is built from, in one generated source of the cli room (analyzer/cli/version.h), so
# that a new commit compiles one file again. It is found when the build is configured: building does not ask git.

set(ROLELINT_COMMIT "" CACHE STRING "The commit that --version names; empty: that of the checkout")
set(rolelint_commit "${ROLELINT_COMMIT}")
if(rolelint_commit STREQUAL "" AND EXISTS ${PROJECT_SOURCE_DIR}/.git)
  execute_process(
    COMMAND git -C ${PROJECT_SOURCE_DIR} rev-parse --short=12 HEAD
    OUTPUT_VARIABLE rolelint_commit OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
endif()
if(NOT rolelint_commit MATCHES "^[0-9a-f]+$")
  set(rolelint_commit unknown)
endif()
set(version_source ${CMAKE_BINARY_DIR}/generated/version.cc)
file(CONFIGURE OUTPUT ${version_source} @ONLY CONTENT
"#include \"analyzer/cli/version.h\"

namespace rolelint::cli {

std::string_view Commit() { return \"@rolelint_commit@\"; }

}  // namespace rolelint::cli
")
# Compiled by itself, or the files that it shares an object with would not come from ccache.
set_source_files_properties(${version_source} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
target_sources(rolelint_cli PRIVATE ${version_source})
