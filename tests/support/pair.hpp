#pragma once

#include <map>
#include <string>

#include "support/world.hpp"

namespace judge {

inline constexpr auto key_of_first = "key-of-the-first";
inline constexpr auto key_of_spare = "key-of-the-spare";

/// Of one with a key of its own, "sim", and of "spare", which stands in for it.
struct Pair : World {
  explicit Pair(std::size_t samples, FallbackConfig fallback = {.models = {"spare"}})
      : World(samples) {
    config.models.push_back(config.models[0]);
    first().api_keys = {{Secret(key_of_first), "env:FIRST"}};
    first().fallback = std::move(fallback);
    spare().name = spare().model = "spare";
    spare().api_keys = {{Secret(key_of_spare), "env:SPARE"}};
  }
  ModelConfig& first() { return config.models[0]; }
  ModelConfig& spare() { return config.models[1]; }

  std::map<std::string, std::size_t> lines_by_judge() {
    std::map<std::string, std::size_t> counts;
    for (const auto& line : lines())
      for (const auto& call : line["judges"]) ++counts[call["model"]];
    return counts;
  }
};

inline std::uint64_t requests(const World::Outcome& outcome, const std::string& key) {
  for (const auto& book : outcome.books.keys)
    if (book.key == key) return book.requests;
  return 0;
}

/// Answers of spare instead of sim, in all lines.
inline std::uint64_t stood_in(const World::Outcome& outcome) {
  const auto& counts = outcome.summary->tally.stood_in;
  const auto found = counts.find({"sim", "spare"});
  return found == counts.end() ? 0 : found->second;
}

/// Not where it is dead, unless told.
inline FallbackConfig on_content_filter(bool dead = false) {
  return {.models = {"spare"}, .on_dead = dead, .on_content_filter = true};
}

}  // namespace judge
