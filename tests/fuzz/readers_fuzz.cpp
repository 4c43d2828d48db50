// libFuzzer's target: every reader, every family. See cmake/fuzz.cmake.
#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "fuzz/readers.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto broken = judge::test::broken_property({reinterpret_cast<const char*>(data), size});
  if (broken.empty()) return 0;
  std::fprintf(stderr, "broken property: %s\n", broken.c_str());
  std::abort();
}
