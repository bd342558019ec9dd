# The example of `rolelint demo`, fixtures/guide/as-exported, as one generated source of the cli room
# (analyzer/cli/demo_files.h). Included, it adds the source to the room; run with -DOUT it writes the source.

set(demo_folder fixtures/guide/as-exported)
if(NOT CMAKE_SCRIPT_MODE_FILE)
  file(GLOB_RECURSE demo_files CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/${demo_folder}/*.json)
  set(demo_source ${CMAKE_BINARY_DIR}/generated/demo_files.cc)
  add_custom_command(
    OUTPUT ${demo_source}
    COMMAND ${CMAKE_COMMAND} -DROOT=${PROJECT_SOURCE_DIR} -DOUT=${demo_source} -P ${CMAKE_CURRENT_LIST_FILE}
    DEPENDS ${demo_files} ${CMAKE_CURRENT_LIST_FILE}
    COMMENT "Embedding the example"
    VERBATIM)
  target_sources(rolelint_cli PRIVATE ${demo_source})
  return()
endif()

file(GLOB_RECURSE files RELATIVE ${ROOT}/${demo_folder} ${ROOT}/${demo_folder}/*.json)
list(SORT files)
set(source "#include \"analyzer/cli/demo_files.h\"\n\nnamespace rolelint::cli {\nnamespace {\n\n")
string(APPEND source "constexpr DemoFile kDemoFiles[] = {\n")
foreach(name IN LISTS files)
  file(READ ${ROOT}/${demo_folder}/${name} text)
  string(APPEND source "    {\"demo/${name}\", R\"demo(${text})demo\"},\n")
endforeach()
string(APPEND source "};\n\n}  // namespace\n\nstd::span<const DemoFile> DemoFiles() { return kDemoFiles; }\n\n}  // namespace rolelint::cli\n")
file(WRITE ${OUT} "${source}")
