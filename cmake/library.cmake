# librolelint: the rooms below `library` in one archive, its header and its CMake package (docs/library.md).
# `cmake --install build/release --component library --prefix PREFIX` installs it.

include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(objects "")
set(archived library ${ROLELINT_KNOWS_library} hcl)
list(TRANSFORM archived PREPEND rolelint_)
foreach(extra rolelint_json_instances rolelint_fmt)
  if(TARGET ${extra})
    list(APPEND archived ${extra})
  endif()
endforeach()
list(REMOVE_DUPLICATES archived)
foreach(target IN LISTS archived)
  get_target_property(type ${target} TYPE)
  if(type STREQUAL STATIC_LIBRARY)
    list(APPEND objects $<TARGET_OBJECTS:${target}>)
  endif()
endforeach()
add_library(librolelint STATIC ${objects})
set_target_properties(librolelint PROPERTIES OUTPUT_NAME rolelint LINKER_LANGUAGE CXX)

install(TARGETS rolelint RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT program)
install(TARGETS librolelint ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT library)
install(FILES analyzer/library/rolelint.h DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/rolelint COMPONENT library)

# Where fmt is compiled into the archive, the user of the library needs none.
set(ROLELINT_FINDS_FMT ON)
if(TARGET rolelint_fmt)
  set(ROLELINT_FINDS_FMT OFF)
endif()
set(package ${CMAKE_BINARY_DIR}/generated/package)
set(package_folder ${CMAKE_INSTALL_LIBDIR}/cmake/rolelint)
configure_package_config_file(cmake/rolelintConfig.cmake.in ${package}/rolelintConfig.cmake
  INSTALL_DESTINATION ${package_folder}
  PATH_VARS CMAKE_INSTALL_INCLUDEDIR CMAKE_INSTALL_LIBDIR)
write_basic_package_version_file(${package}/rolelintConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${package}/rolelintConfig.cmake ${package}/rolelintConfigVersion.cmake
  DESTINATION ${package_folder} COMPONENT library)
