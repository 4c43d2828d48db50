// libFuzzer drives the target.
#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "fuzz/property.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto broken = judge::test::broken_property({reinterpret_cast<const char*>(data), size});
  if (broken.empty()) return 0;
  std::fprintf(stderr, "broken property: %s\n", broken.c_str());
  std::abort();
}
