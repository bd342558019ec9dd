# The family of each rule, which is the folder that it is in, as one generated source of the cli room
# (analyzer/cli/selection.h).

file(GLOB rule_sources CONFIGURE_DEPENDS RELATIVE ${PROJECT_SOURCE_DIR}/rules ${PROJECT_SOURCE_DIR}/rules/*/*.cc)
list(SORT rule_sources)
set(families "#include \"analyzer/cli/selection.h\"\n\nnamespace rolelint::cli {\nnamespace {\n\n")
string(APPEND families "struct Entry {\n  std::string_view rule;\n  std::string_view family;\n};\n\nconstexpr Entry kEntries[] = {\n")
foreach(source IN LISTS rule_sources)
  cmake_path(GET source PARENT_PATH family)
  cmake_path(GET source STEM LAST_ONLY rule)
  string(REPLACE "_" "-" rule ${rule})
  string(REPLACE "_" "-" family ${family})
  string(APPEND families "    {\"${rule}\", \"${family}\"},\n")
endforeach()
string(APPEND families "};\n\n}  // namespace\n\nstd::string_view FamilyOf(std::string_view rule) {\n")
string(APPEND families "  for (const Entry& entry : kEntries) {\n    if (entry.rule == rule) return entry.family;\n  }\n  return {};\n}\n\n}  // namespace rolelint::cli\n")
file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/generated/rule_families.cc CONTENT "${families}" @ONLY)
target_sources(rolelint_cli PRIVATE ${CMAKE_BINARY_DIR}/generated/rule_families.cc)
