# Fails when a room includes one that it may not know (cmake/rooms.cmake).
#
#   cmake -DROOT=<source tree> [-DSTAMP=<file to touch>] -P cmake/check_include_order.cmake
#
# Every #include "..." under analyzer/ and rules/ must be a path from the root of the repository into the
# room itself or a room it knows. Each violation is printed as file:line with what must not be known there.

cmake_minimum_required(VERSION 3.25)
include(${CMAKE_CURRENT_LIST_DIR}/rooms.cmake)

if(NOT ROOT)
  message(FATAL_ERROR "include order: -DROOT=<source tree> is missing")
endif()

set(violations 0)

# Counts the lines up to the first occurrence of `text`; only runs once a violation is certain.
function(report file text reason)
  file(READ ${ROOT}/${file} content)
  string(FIND "${content}" "${text}" position)
  string(SUBSTRING "${content}" 0 ${position} before)
  string(REGEX MATCHALL "\n" newlines "${before}")
  list(LENGTH newlines line)
  math(EXPR line "${line} + 1")
  message(NOTICE "${file}:${line}: error: include order: ${reason}")
  math(EXPR count "${violations} + 1")
  set(violations ${count} PARENT_SCOPE)
endfunction()

foreach(room IN LISTS ROLELINT_ROOMS)
  set(folder ${ROLELINT_FOLDER_${room}})
  file(GLOB_RECURSE files RELATIVE ${ROOT}
    ${ROOT}/${folder}/*.h ${ROOT}/${folder}/*.cc ${ROOT}/${folder}/*.inc)
  list(SORT files)
  foreach(file IN LISTS files)
    file(STRINGS ${ROOT}/${file} includes REGEX "^[ \t]*#[ \t]*include[ \t]*\"")
    foreach(include IN LISTS includes)
      string(REGEX REPLACE "^[ \t]*#[ \t]*include[ \t]*\"([^\"]*)\".*" "\\1" path "${include}")
      if(path MATCHES "^analyzer/([^/]+)/")
        set(target ${CMAKE_MATCH_1})
      elseif(path MATCHES "^rules/")
        set(target rules)
      else()
        report(${file} "${include}" "\"${path}\" is not a path from the root of the repository into a room")
        continue()
      endif()
      if(NOT target STREQUAL room AND NOT target IN_LIST ROLELINT_KNOWS_${room})
        report(${file} "${include}" "${folder} must not know ${ROLELINT_FOLDER_${target}} (\"${path}\")")
      endif()
    endforeach()
  endforeach()
endforeach()

if(violations GREATER 0)
  message(FATAL_ERROR "include order: ${violations} violation(s); see cmake/rooms.cmake")
endif()
if(STAMP)
  file(TOUCH ${STAMP})
endif()
