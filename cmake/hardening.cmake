# What makes a bug harder to use, in releases: checked containers (_GLIBCXX_ASSERTIONS) and libc calls, stacks that are
# guarded and probed, addresses by chance (PIE) and read-only once linked, jumps only to where jumps go (CET, BTI).
# Beside sanitizers they would hide what those are to see. tests/cli/hardening_test.py looks at what came of it.
include(CheckCXXCompilerFlag)

if(JUDGE_HARDENING AND NOT JUDGE_SANITIZE AND CMAKE_BUILD_TYPE MATCHES "^(Release|RelWithDebInfo|MinSizeRel)$")
  set(JUDGE_HARDENED 1)
  target_compile_definitions(judge_options INTERFACE _GLIBCXX_ASSERTIONS)
  target_compile_options(judge_options INTERFACE -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3 -fPIE)
  # Those that not every compiler has on every machine.
  foreach(flag -fstack-protector-strong -fstack-clash-protection -fcf-protection=full -mbranch-protection=standard)
    string(MAKE_C_IDENTIFIER "JUDGE_HAS${flag}" has)
    check_cxx_compiler_flag("-Werror ${flag}" ${has})
    if(${has})
      target_compile_options(judge_options INTERFACE ${flag})
    endif()
  endforeach()
  target_link_options(judge_options INTERFACE -pie -Wl,-z,relro,-z,now,-z,noexecstack)
endif()
