# Runs cmake/check_include_order.cmake on small trees written here: one in order, and one tree for each
# way of being out of it. -DSCRATCH is a folder to write them to.

cmake_minimum_required(VERSION 3.25)
set(check ${CMAKE_CURRENT_LIST_DIR}/../../cmake/check_include_order.cmake)

# run(<file> <content>): the check on a tree of that one file; sets `result` and `output`.
macro(run file content)
  file(REMOVE_RECURSE ${SCRATCH})
  file(WRITE ${SCRATCH}/${file} "${content}")
  execute_process(
    COMMAND ${CMAKE_COMMAND} -DROOT=${SCRATCH} -DSTAMP=${SCRATCH}/stamp -P ${check}
    RESULT_VARIABLE result ERROR_VARIABLE output OUTPUT_VARIABLE output)
endmacro()

function(expect_accepted file content)
  run(${file} "${content}")
  if(NOT result EQUAL 0 OR NOT EXISTS ${SCRATCH}/stamp)
    message(FATAL_ERROR "${file} should be accepted:\n${content}\n--\n${output}")
  endif()
endfunction()

function(expect_rejected file content message)
  run(${file} "${content}")
  string(FIND "${output}" "${message}" found)
  if(result EQUAL 0 OR found EQUAL -1 OR EXISTS ${SCRATCH}/stamp)
    message(FATAL_ERROR "${file} should be rejected with \"${message}\":\n${content}\n--\n${output}")
  endif()
endfunction()

expect_accepted(analyzer/json/a.cc "#include <map>\n#include \"analyzer/json/a.h\"\n#include \"analyzer/text/b.h\"\n")
expect_accepted(rules/trust/a.cc "#include \"rules/registry.h\"\n#include \"analyzer/engine/rule.h\"\n")
expect_accepted(analyzer/text/a.h "// not: #include \"analyzer/cli/main.h\"\n")

expect_rejected(analyzer/text/a.h "// One.\n\n#include \"analyzer/json/tree.h\"\n"
  "analyzer/text/a.h:3: error: include order: analyzer/text must not know analyzer/json")
expect_rejected(analyzer/report/sarif.cc "#include \"rules/registry.h\"\n"
  "analyzer/report/sarif.cc:1: error: include order: analyzer/report must not know rules")
expect_rejected(rules/trust/a.cc "int a[] = {1};  // [;\n  #  include \"analyzer/cli/options.h\"\n"
  "rules/trust/a.cc:2: error: include order: rules must not know analyzer/cli")
expect_rejected(analyzer/policy/deep/b.inc "#include \"analyzer/catalog/catalog.h\"\n"
  "analyzer/policy/deep/b.inc:1: error: include order: analyzer/policy must not know analyzer/catalog")
expect_rejected(analyzer/json/a.cc "#include \"tree.h\"\n"
  "analyzer/json/a.cc:1: error: include order: \"tree.h\" is not a path from the root")
expect_rejected(analyzer/json/a.cc "#include \"tests/support/paths.h\"\n"
  "analyzer/json/a.cc:1: error: include order: \"tests/support/paths.h\" is not a path from the root")
