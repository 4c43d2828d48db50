# What nearly every file takes, parsed once: a third of the time to build.
add_library(judge_precompiled OBJECT ${PROJECT_SOURCE_DIR}/cmake/precompiled.cpp)
target_link_libraries(judge_precompiled PRIVATE judge_options)
target_precompile_headers(judge_precompiled PRIVATE ${PROJECT_SOURCE_DIR}/cmake/precompiled.hpp)
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  # Without a timestamp, or no two checkouts' objects are the same to ccache. What libstdc++ says of itself (its stable_sort
  # uses std::get_temporary_buffer) clang would repeat to us, because a precompiled header does not keep what silences it.
  target_compile_options(judge_options INTERFACE "SHELL:-Xclang -fno-pch-timestamp" -Wno-deprecated-declarations)
endif()

# One static library a room, named judge_<room>; a room may use only those named behind it, so that an arrow
# pointing up does not link.
function(room name)
  file(GLOB sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/src/${name}/*.cpp)
  if(sources)
    add_library(judge_${name} STATIC ${sources})
    target_link_libraries(judge_${name} PUBLIC judge_options ${ARGN})
    target_precompile_headers(judge_${name} REUSE_FROM judge_precompiled)
  else()
    add_library(judge_${name} INTERFACE)
    target_link_libraries(judge_${name} INTERFACE judge_options ${ARGN})
  endif()
endfunction()

room(base OpenSSL::Crypto)
room(stats)
room(config judge_base tomlplusplus::tomlplusplus ${RE2_LIBRARY})
room(net judge_base CURL::libcurl)
room(store judge_base SQLite::SQLite3 simdjson::simdjson ZLIB::ZLIB)
room(dataset judge_base judge_config simdjson::simdjson ZLIB::ZLIB ${CSV_LIBRARY})
room(prompt judge_base judge_config)
room(model judge_base judge_config judge_net simdjson::simdjson)
room(sched judge_base judge_config judge_model)
room(mock judge_base)
room(grade judge_base judge_config judge_model judge_prompt judge_dataset ${RE2_LIBRARY})
room(results judge_base judge_config judge_store judge_dataset judge_grade)
# RapidJSON 1.1 has an assignment in a template nobody uses that clang 19 refuses on sight, and its
# empty stack adds to a null pointer, which UBSan counts as an error.
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  set_source_files_properties(${PROJECT_SOURCE_DIR}/src/grade/json_schema.cpp PROPERTIES
    SKIP_PRECOMPILE_HEADERS ON COMPILE_OPTIONS "-fdelayed-template-parsing;-Wno-delayed-template-parsing-in-cxx20;-fno-sanitize=pointer-overflow")
endif()
room(run judge_stats judge_grade judge_sched judge_store judge_results)
room(sim judge_base judge_net judge_mock)
room(plan judge_run judge_sim)
room(doctor judge_run judge_plan)
room(batch judge_plan)
room(analysis judge_stats judge_results)
room(report judge_stats judge_analysis judge_run judge_plan judge_doctor)
room(ui judge_run)
room(cli judge_ui judge_report judge_batch judge_mock CLI11::CLI11)
