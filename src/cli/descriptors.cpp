#include "cli/descriptors.hpp"

#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <vector>

#include "base/text.hpp"

namespace judge {
namespace {

// Results, store and its log, dataset, temporary files, the loop's own; measured: 21.
constexpr std::size_t other_files = 48;
// A name that is being resolved takes two more for a moment.
constexpr std::size_t resolved_at_once = 128;

/// An embedded mock holds the other end too.
std::size_t files_a_connection(const ModelConfig& model) {
  return model.provider == Provider::mock ? 2 : 1;
}

std::size_t files_of(const Config& config) {
  std::size_t files = 0;
  for (const auto& model : config.models)
    files += files_a_connection(model) * model.max_connections.max;
  return files;
}

void lower(Concurrency& limit, double factor) {
  const auto most = static_cast<std::size_t>(static_cast<double>(limit.max) * factor);
  limit.max = std::max<std::size_t>(1, most);
  limit.start = std::min(limit.start, limit.max);
}

}  // namespace

void raise_descriptor_limit() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

Result<std::string> fit_to_descriptors(Config& config, std::size_t limit) {
  const auto wanted = files_of(config);
  const auto spare = other_files + std::min(2 * resolved_at_once, limit / 8);
  if (wanted + spare <= limit) return "";
  const auto fewest = other_files + 2 * config.models.size();
  if (limit < fewest)
    return fail(Fault::config,
                fmt::format("this process may open {} files at once (ulimit -Hn), and needs {}: "
                            "raise that limit",
                            limit, fewest));
  const auto left = limit > spare ? limit - spare : 1;
  std::vector<std::string> changes;
  for (auto& model : config.models) {
    const auto before = model.max_connections.max;
    lower(model.max_connections, static_cast<double>(left) / static_cast<double>(wanted));
    if (model.max_connections.max < before)
      changes.push_back(fmt::format("model {}: max_connections {} → {}", printable(model.name),
                                    show_count(before), show_count(model.max_connections.max)));
  }
  return fmt::format("{}: this process may open {} files at once; for more, raise ulimit -Hn",
                     fmt::join(changes, ", "), show_count(limit));
}

Result<std::string> fit_to_descriptors(Config& config) {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return "";
  return fit_to_descriptors(config, limit.rlim_cur);
}

}  // namespace judge
