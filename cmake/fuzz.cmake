# -DJUDGE_FUZZ=ON builds fuzz_readers with libFuzzer and sanitizers (clang only), next to the usual targets:
#   cmake --preset release -B build/fuzz -DJUDGE_FUZZ=ON && ninja -C build/fuzz fuzz_readers
#   build/fuzz/fuzz_readers -dict=tests/fuzz/verdicts.dict -max_len=2000 -max_total_time=300 build/fuzz/corpus
# ./dev test runs the same properties on seeded mutations instead (tests/unit/grade/mutation_test.cpp).
option(JUDGE_FUZZ "Build the fuzzers" OFF)
if(JUDGE_FUZZ)
  file(GLOB grade_sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/src/grade/*.cpp)
  file(GLOB fuzz_sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tests/fuzz/*.cpp)
  add_executable(fuzz_readers EXCLUDE_FROM_ALL ${fuzz_sources} ${grade_sources})
  target_include_directories(fuzz_readers PRIVATE ${PROJECT_SOURCE_DIR}/tests)
  target_compile_options(fuzz_readers PRIVATE -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=undefined -g1)
  target_link_options(fuzz_readers PRIVATE -fsanitize=fuzzer,address,undefined)
  target_link_libraries(fuzz_readers PRIVATE judge_base judge_config judge_model judge_prompt judge_dataset ${RE2_LIBRARY})
endif()
target_sources(test_grade PRIVATE ${PROJECT_SOURCE_DIR}/tests/fuzz/readers.cpp)
