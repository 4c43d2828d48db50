# Run by `./dev bench`, not by ctest: figures, not promises.
file(GLOB sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/bench/scheduler*.cpp)
add_executable(judge_bench_scheduler ${sources})
target_include_directories(judge_bench_scheduler PRIVATE ${PROJECT_SOURCE_DIR})
target_link_libraries(judge_bench_scheduler PRIVATE judge_world)
