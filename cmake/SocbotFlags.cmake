# Language level, warnings and sanitizers. Sanitizer flags are global: every target must carry them.
add_library(socbot_flags INTERFACE)
target_compile_features(socbot_flags INTERFACE cxx_std_20)
target_include_directories(socbot_flags INTERFACE ${CMAKE_SOURCE_DIR}/src)
target_compile_options(socbot_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast
  -Wnon-virtual-dtor -Woverloaded-virtual -Wformat=2 -Wimplicit-fallthrough -Wextra-semi
  $<$<CXX_COMPILER_ID:GNU>:-Wduplicated-cond -Wduplicated-branches -Wlogical-op -Wuseless-cast>
  $<$<BOOL:${SOCBOT_WERROR}>:-Werror>)
# g++ 12 with optimisation or sanitizers reports these inside libstdc++ and Boost for correct code.
if(SOCBOT_SANITIZE OR CMAKE_BUILD_TYPE STREQUAL "RelWithDebInfo")
  target_compile_options(socbot_flags INTERFACE $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized;-Wno-array-bounds;-Wno-mismatched-new-delete;-Wno-stringop-overflow>)
endif()

if(SOCBOT_SANITIZE)
  add_compile_options(-fsanitize=${SOCBOT_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  if(SOCBOT_SANITIZE MATCHES "undefined")
    # These three double the code of each access: null pointers crash by themselves, this processor reads
    # what is not aligned, and nothing here casts down.
    add_compile_options(-fno-sanitize=null,alignment,vptr)
  endif()
  add_link_options(-fsanitize=${SOCBOT_SANITIZE})
  if(SOCBOT_SANITIZE MATCHES "thread")
    # g++ 12 warns about the fences inside Asio, which the sanitizer does not model.
    add_compile_options(-Wno-tsan)
  endif()
endif()

if(SOCBOT_FUZZ)
  if(NOT CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    message(FATAL_ERROR "SOCBOT_FUZZ needs clang: libFuzzer is part of it (apt-get install clang-14)")
  endif()
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()

find_program(SOCBOT_CCACHE ccache)
if(SOCBOT_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${SOCBOT_CCACHE})
endif()
find_program(SOCBOT_MOLD mold)
if(SOCBOT_MOLD)
  add_link_options(-fuse-ld=mold)
endif()
