# Run by `./dev bench`, not by ctest: figures, not promises.
function(bench_program name pattern)
  file(GLOB sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/bench/${pattern})
  add_executable(${name} ${sources})
  target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR})
  target_link_libraries(${name} PRIVATE judge_options ${ARGN})
endfunction()

bench_program(judge_bench_scheduler scheduler*.cpp judge_world)

# The limits beside which `judge` is measured, and the server it is measured with.
bench_program(judge_bench_server lean_server.cpp)
bench_program(judge_bench_epoll bare_epoll.cpp)
bench_program(judge_bench_curl bare_curl.cpp CURL::libcurl)

# Single parts. Only where Google Benchmark is installed: `./dev bench micro` installs it.
find_package(benchmark QUIET)
if(benchmark_FOUND)
  bench_program(judge_bench_micro micro_*.cpp judge_world benchmark::benchmark_main)
endif()
