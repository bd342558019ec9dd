# The pages of the rules, docs/rules/*.md, as one generated source of the cli room (analyzer/cli/rule_pages.h).
# Included, it adds the source to the room; run with -DOUT it writes the source.

if(NOT CMAKE_SCRIPT_MODE_FILE)
  file(GLOB rule_pages CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/docs/rules/*.md)
  set(rule_pages_source ${CMAKE_BINARY_DIR}/generated/rule_pages.cc)
  add_custom_command(
    OUTPUT ${rule_pages_source}
    COMMAND ${CMAKE_COMMAND} -DROOT=${PROJECT_SOURCE_DIR} -DOUT=${rule_pages_source}
      -P ${CMAKE_CURRENT_LIST_FILE}
    DEPENDS ${rule_pages} ${CMAKE_CURRENT_LIST_FILE}
    COMMENT "Embedding the rules' pages"
    VERBATIM)
  target_sources(rolelint_cli PRIVATE ${rule_pages_source})
  return()
endif()

file(GLOB pages ${ROOT}/docs/rules/*.md)
list(SORT pages)
set(source "#include \"analyzer/cli/rule_pages.h\"\n\n#include <cstddef>\n\nnamespace rolelint::cli {\nnamespace {\n\n")
string(APPEND source "struct Page {\n  std::string_view id;\n  std::string_view text;\n};\n\nconstexpr Page kPages[] = {\n    {\"\", \"\"},\n")
foreach(page IN LISTS pages)
  cmake_path(GET page STEM LAST_ONLY id)
  file(READ ${page} text)
  string(APPEND source "    {\"${id}\", R\"page(${text})page\"},\n")
endforeach()
string(APPEND source "};\n\n}  // namespace\n\nstd::string_view RulePage(std::string_view id) {\n")
string(APPEND source "  for (const Page& page : kPages) {\n    if (page.id == id) return page.text;\n  }\n  return {};\n}\n\n}  // namespace rolelint::cli\n")
file(WRITE ${OUT} "${source}")
