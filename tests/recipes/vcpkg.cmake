# SPDX-License-Identifier: MIT
# cmake -DPORT_DIR=… -DWORK=… -DLINKAGE=static|dynamic -P vcpkg.cmake - run a portfile without vcpkg.
#
# The functions below do what vcpkg's of that name do, as far as the portfile asks for: its own
# lines, the checksum and the options are tried here, and not vcpkg.
cmake_minimum_required(VERSION 3.20)

file(READ "${PORT_DIR}/vcpkg.json" manifest)
string(JSON PORT GET "${manifest}" name)
string(JSON VERSION GET "${manifest}" version)
# Features by default, each of which the manifest describes.
string(JSON count LENGTH "${manifest}" default-features)
math(EXPR last "${count} - 1")
set(FEATURES core)
foreach(i RANGE ${last})
  string(JSON feature GET "${manifest}" default-features ${i})
  string(JSON described GET "${manifest}" features ${feature} description)
  list(APPEND FEATURES ${feature})
endforeach()
set(VCPKG_LIBRARY_LINKAGE ${LINKAGE})
set(VCPKG_CROSSCOMPILING OFF)
set(CURRENT_PACKAGES_DIR "${WORK}/packages")

function(run)
  execute_process(COMMAND ${ARGV} RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE output)
  if(status)
    message(FATAL_ERROR "${ARGV}\n${output}")
  endif()
endfunction()

function(vcpkg_download_distfile result)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "FILENAME;SHA512" "URLS")
  file(DOWNLOAD "${arg_URLS}" "${WORK}/${arg_FILENAME}" EXPECTED_HASH SHA512=${arg_SHA512})
  set(${result} "${WORK}/${arg_FILENAME}" PARENT_SCOPE)
endfunction()

function(vcpkg_extract_source_archive result)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "ARCHIVE" "")
  file(ARCHIVE_EXTRACT INPUT "${arg_ARCHIVE}" DESTINATION "${WORK}/src")
  file(GLOB found "${WORK}/src/*")
  set(${result} "${found}" PARENT_SCOPE)
endfunction()

function(vcpkg_configure_meson)
  cmake_parse_arguments(PARSE_ARGV 0 arg "" "SOURCE_PATH" "OPTIONS;OPTIONS_DEBUG;OPTIONS_RELEASE")
  if(arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "vcpkg_configure_meson: ${arg_UNPARSED_ARGUMENTS}")
  endif()
  if(LINKAGE STREQUAL "dynamic")
    set(library shared)
  else()
    set(library static)
  endif()
  set(common --wrap-mode nodownload --libdir lib --pkgconfig.relocatable -Ddefault_library=${library})
  run(meson setup "${WORK}/rel" "${arg_SOURCE_PATH}" ${arg_OPTIONS} ${arg_OPTIONS_RELEASE} ${common}
    -Ddebug=false --prefix "${CURRENT_PACKAGES_DIR}")
  run(meson setup "${WORK}/dbg" "${arg_SOURCE_PATH}" ${arg_OPTIONS} ${arg_OPTIONS_DEBUG} ${common}
    -Ddebug=true --prefix "${CURRENT_PACKAGES_DIR}/debug" --includedir ../include)
endfunction()

function(vcpkg_install_meson)
  run(meson install -C "${WORK}/rel")
  run(meson install -C "${WORK}/dbg")
endfunction()

function(vcpkg_fixup_pkgconfig)
endfunction()

function(vcpkg_install_copyright)
  cmake_parse_arguments(PARSE_ARGV 0 arg "" "" "FILE_LIST")
  file(MAKE_DIRECTORY "${CURRENT_PACKAGES_DIR}/share/${PORT}")
  configure_file("${arg_FILE_LIST}" "${CURRENT_PACKAGES_DIR}/share/${PORT}/copyright" COPYONLY)
endfunction()

include("${PORT_DIR}/portfile.cmake")
