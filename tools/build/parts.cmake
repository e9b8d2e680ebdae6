# How a folder becomes a target.
#
#   afterword_library(core USES ...)             all *.cpp of this folder -> static library
#   afterword_program(afterword USES ...)        all *.cpp of this folder -> build/<preset>/bin/afterword
#   afterword_tests(core USES ...)               all *.cpp of this folder -> bin/tests/test-core, one CTest
#
# Foreign libraries are given to the one target that is their door, as PRIVATE (see `DOOR_TO`).

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
# One flavour of position independence everywhere, or the precompiled header is not reused.
include(CheckPIESupported)
check_pie_supported()
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_CXX_COMPILE_OPTIONS_PIE -fPIC)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -g1")
# Under the sanitizers -O0 takes less than half the time of -Og to compile.
option(AFTERWORD_BRIEF "Compiled soon rather than running fast, and without lines in what a sanitizer says" OFF)
set(CMAKE_CXX_FLAGS_DEBUG "-Og -g1")
if(AFTERWORD_BRIEF)
  set(CMAKE_CXX_FLAGS_DEBUG "-O0 -g0")
endif()

set(AFTERWORD_SANITIZE "" CACHE STRING "address,undefined or thread")
option(AFTERWORD_UNITY "Compile several files of a library at once: a whole build takes half the time" OFF)
option(AFTERWORD_FUZZ "Build the libFuzzer targets (clang only)" OFF)
set(AFTERWORD_VERSION ${PROJECT_VERSION})

find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(fmt REQUIRED)

add_library(afterword_flags INTERFACE)
target_compile_options(afterword_flags INTERFACE
  -Wall -Wextra -Wpedantic -Werror -Wshadow -Wnon-virtual-dtor -Wold-style-cast -Wcast-align
  -Woverloaded-virtual -Wconversion -Wno-sign-conversion -Wnull-dereference -Wimplicit-fallthrough
  -fdiagnostics-color=auto)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # g++ 12 reports these inside libstdc++ and fmt at -O2 where they cannot happen.
  target_compile_options(afterword_flags INTERFACE -Wno-restrict -Wno-null-dereference
    -Wno-maybe-uninitialized -Wno-stringop-overflow
    -Wno-stringop-overread -Wno-array-bounds -Wno-dangling-pointer)
endif()
target_compile_definitions(afterword_flags INTERFACE AFTERWORD_VERSION="${PROJECT_VERSION}")
target_include_directories(afterword_flags INTERFACE ${CMAKE_SOURCE_DIR})
if(AFTERWORD_SANITIZE)
  add_compile_definitions(AFTERWORD_SANITIZED)
  add_compile_options(-fsanitize=${AFTERWORD_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  if(AFTERWORD_SANITIZE MATCHES undefined)
    # A quarter of the compilation, for what AddressSanitizer stops as well, or what x86 and ARM64 allow.
    add_compile_options(-fno-sanitize=null,object-size,alignment)
  endif()
  add_link_options(-fsanitize=${AFTERWORD_SANITIZE})
elseif(CMAKE_BUILD_TYPE STREQUAL "Release")
  # The OpenSSF list of hardening flags; assertions of the standard library stay on.
  add_compile_options(-D_FORTIFY_SOURCE=3 -fstack-protector-strong -fstack-clash-protection
    -fcf-protection=full -ftrivial-auto-var-init=zero -D_GLIBCXX_ASSERTIONS)
  add_link_options(-Wl,-z,relro,-z,now,-z,noexecstack)
endif()
if(AFTERWORD_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()
find_program(AFTERWORD_LLD ld.lld)
if(AFTERWORD_LLD)
  add_link_options(-fuse-ld=lld)
endif()

# One precompiled header (standard library, fmt, tl::expected; no JSON), made once and reused.
file(WRITE ${CMAKE_BINARY_DIR}/pch/pch.cpp "")
function(afterword_precompile name)
  add_library(${name} STATIC ${CMAKE_BINARY_DIR}/pch/pch.cpp)
  target_link_libraries(${name} PUBLIC afterword_flags fmt::fmt Threads::Threads)
  target_precompile_headers(${name} PRIVATE ${CMAKE_SOURCE_DIR}/tools/build/pch.h)
endfunction()
afterword_precompile(afterword_pch)
set(AFTERWORD_PCH afterword_pch)

function(_afterword_setup target)
  cmake_parse_arguments(A "" "" "USES;DOOR_TO" ${ARGN})
  target_link_libraries(${target} PUBLIC afterword_flags fmt::fmt Threads::Threads ${A_USES} PRIVATE ${A_DOOR_TO})
  target_precompile_headers(${target} REUSE_FROM ${AFTERWORD_PCH})
endfunction()

function(afterword_library name)
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  list(FILTER sources EXCLUDE REGEX "/main\\.cpp$")
  cmake_parse_arguments(A "" "" "USES;DOOR_TO" ${ARGN})
  if(NOT sources)
    add_library(${name} INTERFACE)
    target_link_libraries(${name} INTERFACE ${A_USES} ${A_DOOR_TO})
    return()
  endif()
  add_library(${name} STATIC ${sources})
  _afterword_setup(${name} ${ARGN})
  if(AFTERWORD_UNITY)
    set_target_properties(${name} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 16 UNITY_BUILD_UNIQUE_ID UNITY_ID)
    # Every file looks like a header there, and its private types like mistakes in one.
    target_compile_options(${name} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-Wno-subobject-linkage>)
  endif()
endfunction()

function(afterword_program name)
  if(NOT EXISTS ${CMAKE_CURRENT_SOURCE_DIR}/main.cpp)
    return()
  endif()
  cmake_parse_arguments(A "" "" "USES;DOOR_TO" ${ARGN})
  add_executable(${name} ${CMAKE_CURRENT_SOURCE_DIR}/main.cpp)
  _afterword_setup(${name} ${ARGN})
endfunction()

function(afterword_tests name)
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  if(NOT sources)
    return()
  endif()
  add_executable(test-${name} ${sources})
  _afterword_setup(test-${name} ${ARGN} test_support)
  set(at_once 8)
  if(AFTERWORD_UNITY)
    set(at_once 24)
  endif()
  set_target_properties(test-${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin/tests
    UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE ${at_once} UNITY_BUILD_UNIQUE_ID UNITY_ID)
  target_compile_definitions(test-${name} PRIVATE AFTERWORD_SOURCE_DIR="${CMAKE_SOURCE_DIR}"
    AFTERWORD_BINARY_DIR="${CMAKE_BINARY_DIR}/bin")
  add_test(NAME ${name} COMMAND test-${name})
  set_tests_properties(${name} PROPERTIES TIMEOUT 600)
endfunction()
