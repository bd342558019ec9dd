# The list of all rules, generated from the files: rules/<family>/<rule>.cc defines the rule of that name in the
# namespace of that name. A rule registered by a static initialiser would be dropped by linkers that see no reference
# to its object file.

file(GLOB rule_sources CONFIGURE_DEPENDS RELATIVE ${PROJECT_SOURCE_DIR}/rules ${PROJECT_SOURCE_DIR}/rules/*/*.cc)
list(SORT rule_sources)
set(declarations "")
set(entries "")
foreach(source IN LISTS rule_sources)
  file(STRINGS ${PROJECT_SOURCE_DIR}/rules/${source} defines REGEX "^extern const engine::Rule kRule = {" LIMIT_COUNT 1)
  if(NOT defines)
    continue()  # what several rules share
  endif()
  cmake_path(GET source PARENT_PATH family)
  cmake_path(GET source STEM LAST_ONLY rule)
  string(REPLACE "_" "-" family ${family})
  string(APPEND declarations "namespace ${rule} {\nextern const engine::Rule kRule;\n}\n")
  string(APPEND entries "    {&${rule}::kRule, \"${family}\"},\n")
endforeach()
file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/generated/rule_list.cc @ONLY CONTENT
  "#include \"rules/registry.h\"\n\nnamespace rolelint::rules {\n\n${declarations}\nstd::span<const Entry> Entries() {\n  static constexpr Entry kEntries[] = {\n${entries}  };\n  return kEntries;\n}\n\n}  // namespace rolelint::rules\n")
target_sources(rolelint_rules PRIVATE ${CMAKE_BINARY_DIR}/generated/rule_list.cc)
