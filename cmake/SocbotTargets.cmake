# The two functions every folder uses.
include_guard()
include(GoogleTest)

# socbot_library(NAME SOURCES a.cpp ... [PUBLIC lib ...] [PRIVATE lib ...])
# A folder of src as a static library. Sources are listed, never globbed. Link only what the folder
# may use (docs/architecture.md, "Layers"); tests/layering checks the includes.
function(socbot_library name)
  cmake_parse_arguments(arg "" "" "SOURCES;PUBLIC;PRIVATE" ${ARGN})
  add_library(${name} STATIC ${arg_SOURCES})
  target_link_libraries(${name} PUBLIC socbot_flags ${arg_PUBLIC} PRIVATE ${arg_PRIVATE})
endfunction()

# socbot_test(NAME LABEL unit|contract|integration|slow SOURCES a_test.cpp ... LIBRARIES lib ...)
# One test binary a folder; its cases become CTest tests with the label.
function(socbot_test name)
  cmake_parse_arguments(arg "" "LABEL;TIMEOUT" "SOURCES;LIBRARIES" ${ARGN})
  if(NOT arg_TIMEOUT)
    set(arg_TIMEOUT 60)
  endif()
  add_executable(${name} ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE socbot_flags ${arg_LIBRARIES} GTest::gmock_main)
  target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR}/tests)
  target_compile_definitions(${name} PRIVATE SOCBOT_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
  gtest_discover_tests(${name} DISCOVERY_TIMEOUT 60
    PROPERTIES LABELS "${arg_LABEL}" TIMEOUT ${arg_TIMEOUT})
endfunction()
