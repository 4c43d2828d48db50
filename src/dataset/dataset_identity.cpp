#include <fcntl.h>
#include <sys/stat.h>

#include <chrono>
#include <ctime>

#include "dataset/sample_index.hpp"

namespace judge {
namespace {

std::uint64_t nanoseconds(const timespec& time) {
  return static_cast<std::uint64_t>(time.tv_sec) * 1'000'000'000 +
         static_cast<std::uint64_t>(time.tv_nsec);
}

// A kernel's clock for files ticks every few milliseconds. (Where it is coarser, a row that is
// sought is still known by its digest.)
constexpr std::uint64_t coarsest = 100'000'000;

}  // namespace

std::optional<Digest> dataset_identity(const DatasetConfig& config, std::uint64_t seed) {
  struct stat file{};
  timespec now{};
  if (::stat(config.path.c_str(), &file) != 0 || ::clock_gettime(CLOCK_REALTIME, &now) != 0)
    return std::nullopt;
  // ctime cannot be set back by who changes the content and then its mtime.
  const auto changed = nanoseconds(file.st_ctim);
  if (changed + coarsest > nanoseconds(now)) return std::nullopt;
  Hasher hasher;
  hasher.add(config.path.string());
  for (const std::uint64_t number :
       {std::uint64_t{file.st_dev}, std::uint64_t{file.st_ino},
        static_cast<std::uint64_t>(file.st_size), nanoseconds(file.st_mtim), changed, config.limit,
        config.sample, seed, std::uint64_t{config.metadata.size()}})
    hasher.add(number);
  hasher.add(config.id.value_or("")).add(std::uint64_t{config.id.has_value()});
  for (const auto& [name, column] : config.fields) hasher.add(name).add(column);
  for (const auto& column : config.metadata) hasher.add(column);
  return hasher.finish();
}

}  // namespace judge
