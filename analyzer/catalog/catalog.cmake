# The built-in catalogue: catalog_gen, a program of this build, compiles the text form into a block of
# bytes, and the assembler puts the block into builtin.cc's object. No compiler reads it as source.

set(catalog_text ${PROJECT_SOURCE_DIR}/analyzer/catalog/data/aws-catalog.tsv)
set(catalog_block ${CMAKE_BINARY_DIR}/generated/aws-catalog.block)
set(catalog_builtin ${PROJECT_SOURCE_DIR}/analyzer/catalog/builtin.cc)

# With sources of its own: the room's library cannot be built before the block is there.
add_executable(catalog_gen
  analyzer/catalog/gen/main.cc
  analyzer/catalog/compiler.cc
  analyzer/catalog/draft.cc
  analyzer/catalog/types.cc)
target_link_libraries(catalog_gen PRIVATE rolelint_text rolelint_options)
rolelint_use_pch(catalog_gen)

add_custom_command(
  OUTPUT ${catalog_block}
  COMMAND ${CMAKE_COMMAND} -E make_directory ${CMAKE_BINARY_DIR}/generated
  COMMAND catalog_gen ${catalog_text} ${catalog_block}
  DEPENDS catalog_gen ${catalog_text}
  COMMENT "Compiling the AWS catalogue"
  VERBATIM)
set_source_files_properties(${catalog_builtin} PROPERTIES
  OBJECT_DEPENDS ${catalog_block}
  COMPILE_DEFINITIONS "ROLELINT_CATALOG_BLOCK=\"${catalog_block}\""
  COMPILE_OPTIONS -fno-lto  # assembler text is no part of what is optimised at link time
  SKIP_PRECOMPILE_HEADERS ON)
