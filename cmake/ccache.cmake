# Compile through ccache when it is there. The base directory and the prefix map (CMakeLists.txt) let
# several checkouts share one cache, and that the build's folder is not looked at lets its presets share what they
# compile alike; the sloppiness is what ccache asks for to cache precompiled headers.

find_program(ROLELINT_CCACHE ccache)
if(ROLELINT_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER
    ${CMAKE_COMMAND} -E env
    CCACHE_BASEDIR=${PROJECT_SOURCE_DIR}
    CCACHE_NOHASHDIR=1
    CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
    ${ROLELINT_CCACHE})
endif()
if(ROLELINT_CCACHE AND ROLELINT_PCH)
  if(CMAKE_CXX_COMPILER_ID STREQUAL GNU)
    add_compile_options(-fpch-preprocess)
  else()
    add_compile_options("SHELL:-Xclang -fno-pch-timestamp")
  endif()
endif()
