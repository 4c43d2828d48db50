find_path(DOCTEST_INCLUDE_DIR doctest/doctest.h REQUIRED)

add_library(judge_test_main STATIC ${PROJECT_SOURCE_DIR}/tests/main.cpp)
target_include_directories(judge_test_main SYSTEM PUBLIC ${DOCTEST_INCLUDE_DIR})
target_include_directories(judge_test_main PUBLIC ${PROJECT_SOURCE_DIR}/tests)
target_link_libraries(judge_test_main PUBLIC judge_options)

# One test program a folder below tests/unit (named for its room), and one each for tests/sim and
# tests/crash.
function(test_program name folder)
  file(GLOB sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tests/${folder}/*.cpp)
  if(sources)
    add_executable(${name} ${sources})
    target_link_libraries(${name} PRIVATE judge_test_main ${ARGN})
    target_precompile_headers(${name} REUSE_FROM judge_precompiled)
    add_test(NAME ${folder} COMMAND ${name})
    set_tests_properties(${folder} PROPERTIES TIMEOUT 600)
  endif()
endfunction()

foreach(name base stats config net store dataset prompt model sched mock grade run plan batch doctor results analysis report
        ui)
  test_program(test_${name} unit/${name} judge_${name} judge_sim)
endforeach()

# Whole runs in virtual time, for tests/sim and for bench.
file(GLOB support CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tests/support/*.cpp)
add_library(judge_world STATIC ${support})
target_include_directories(judge_world PUBLIC ${PROJECT_SOURCE_DIR}/tests)
target_link_libraries(judge_world PUBLIC judge_batch judge_sim)
target_precompile_headers(judge_world REUSE_FROM judge_precompiled)
test_program(test_sim sim judge_world)
test_program(test_crash crash judge_world)

# Loaded into the real binary: kills it at a change of a file that a test names.
add_library(kill_at MODULE ${PROJECT_SOURCE_DIR}/tests/crash/preload/kill_at.cpp)

# A property of the fuzzers, on seeded mutations: the same ones in every run.
target_sources(test_grade PRIVATE ${PROJECT_SOURCE_DIR}/tests/fuzz/readers.cpp)

# The real binary: in tests/cli, tests/crash and others, scripts that are given its path.
file(GLOB scripts CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tests/*/*_test.py)
list(FILTER scripts EXCLUDE REGEX "/interop/")  # takes npm: ./dev check has them
foreach(script ${scripts})
  cmake_path(GET script STEM stem)
  cmake_path(GET script PARENT_PATH folder)
  cmake_path(GET folder FILENAME folder)
  add_test(NAME ${folder}/${stem} COMMAND python3 ${script})
  set_tests_properties(${folder}/${stem} PROPERTIES TIMEOUT 600
    ENVIRONMENT "JUDGE=$<TARGET_FILE:judge>;JUDGE_KILLER=$<TARGET_FILE:kill_at>;JUDGE_SOURCE=${PROJECT_SOURCE_DIR};JUDGE_HARDENED=${JUDGE_HARDENED};PYTHONDONTWRITEBYTECODE=1")
  # What is told by the second wants the machine to itself.
  if(folder MATCHES "^(wire|operator)$")
    set_tests_properties(${folder}/${stem} PROPERTIES RUN_SERIAL ON)
  endif()
endforeach()
