#include "cli/load.hpp"

#include <fmt/format.h>

#include <cstdio>

#include "base/screen.hpp"
#include "config/load.hpp"

namespace judge {

std::optional<Config> load_or_explain(const std::string& file,
                                      const std::vector<std::string>& sets) {
  auto loaded = load_config(file, sets, process_environment());
  if (!loaded) {
    for (const auto& problem : loaded.error())
      fmt::print(stderr, "{}\n", printable_lines(problem.text()));
    const auto count = loaded.error().size();
    fmt::print(stderr, "judge: {} in the config; nothing was sent.\n",
               count == 1 ? "1 problem" : fmt::format("{} problems", count));
    return std::nullopt;
  }
  for (const auto& warning : loaded->warnings)
    fmt::print(stderr, "warning: {}\n", printable_lines(warning.text()));
  return std::move(loaded->config);
}

std::expected<Config, std::string> load_again(const std::string& file,
                                              const std::vector<std::string>& sets) {
  auto loaded = load_config(file, sets, process_environment());
  if (loaded) return std::move(loaded->config);
  const auto others = loaded.error().size() - 1;
  return std::unexpected(loaded.error().front().text() +
                         (others > 0 ? fmt::format(" (and {} more)", others) : ""));
}

}  // namespace judge
