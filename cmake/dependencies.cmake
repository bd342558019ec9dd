# The libraries, all Debian packages; ./dev installs them. Archives are preferred, so that the release
# links statically with the same search.

find_package(Threads REQUIRED)
find_package(fmt REQUIRED)
# Debian ships no static libfmt: the static binary compiles the library once, from the headers.
if(ROLELINT_STATIC)
  add_library(rolelint_fmt STATIC cmake/fmt_library.cc)
  target_compile_features(rolelint_fmt PUBLIC cxx_std_20)
  set(fmt rolelint_fmt)
else()
  set(fmt fmt::fmt)
endif()
find_package(CLI11 REQUIRED)
find_package(nlohmann_json REQUIRED)

add_library(rolelint_dependencies INTERFACE)
target_link_libraries(rolelint_dependencies INTERFACE
  Threads::Threads ${fmt} CLI11::CLI11 nlohmann_json::nlohmann_json)
target_compile_definitions(rolelint_dependencies INTERFACE XXH_INLINE_ALL)

function(rolelint_find_archive name header package)
  find_path(ROLELINT_${name}_INCLUDE ${header} REQUIRED)
  find_library(ROLELINT_${name}_LIBRARY NAMES lib${name}.a ${name})
  if(NOT ROLELINT_${name}_LIBRARY)
    message(FATAL_ERROR "lib${name} not found: install the package ${package}")
  endif()
  target_link_libraries(rolelint_dependencies INTERFACE ${ROLELINT_${name}_LIBRARY})
endfunction()
rolelint_find_archive(re2 re2/re2.h libre2-dev)
rolelint_find_archive(yaml yaml.h libyaml-dev)
rolelint_find_archive(z zlib.h zlib1g-dev)

# Header-only: only their presence is checked.
# The reader's opponent in tests and the yardstick in benchmarks; header-only, and no part of the program.
if(ROLELINT_TESTS OR ROLELINT_BENCH)
  find_path(ROLELINT_RAPIDJSON_INCLUDE rapidjson/reader.h REQUIRED)
endif()
find_path(ROLELINT_XXHASH_INCLUDE xxhash.h REQUIRED)
