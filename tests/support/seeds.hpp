#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <cstdlib>
#include <ranges>
#include <string>

namespace judge {

/// The seeds of a sweep: `usual` many from 0 on, or as the environment says: JUDGE_SEEDS, how many;
/// JUDGE_SEED, the first.
inline auto seeds(std::uint64_t usual) {
  const auto number = [](const char* name, std::uint64_t otherwise) {
    const auto* wanted = std::getenv(name);
    return wanted ? std::strtoull(wanted, nullptr, 10) : otherwise;
  };
  const std::uint64_t first = number("JUDGE_SEED", 0);
  return std::views::iota(first, first + number("JUDGE_SEEDS", usual));
}

/// How to run this seed of the test program's case again.
inline std::string replay(std::uint64_t seed, const std::string& test_case) {
  return fmt::format("again: JUDGE_SEED={} JUDGE_SEEDS=1 build/release/test_sim -tc='{}'", seed,
                     test_case);
}

}  // namespace judge
