#include "doctor/machine.hpp"

#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/vfs.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

#include "base/text.hpp"
#include "run/requests.hpp"

namespace judge {
namespace {

namespace fs = std::filesystem;

/// Beside the connections: store, results, dataset, terminal, timers, the resolver.
constexpr std::uint64_t other_descriptors = 64;

fs::path nearest_folder(const fs::path& file) {
  std::error_code error;
  auto folder = fs::absolute(file, error).parent_path();
  while (!fs::is_directory(folder, error) && folder.has_relative_path())
    folder = folder.parent_path();
  return folder;
}

// statfs(2) and the kernel's magic.h.
constexpr auto network_kinds = std::to_array<std::pair<std::uint32_t, std::string_view>>({
    {0x6969, "NFS"},
    {0x517B, "SMB"},
    {0xFF534D42, "SMB"},
    {0xFE534D42, "SMB"},
    {0x01021997, "9p"},
    {0x00C36400, "Ceph"},
    {0x0BD00BD0, "Lustre"},
    {0x47504653, "GPFS"},
    {0x5346414F, "AFS"},
    {0x6B414653, "AFS"},
    {0x73757245, "Coda"},
    {0x19830326, "BeeGFS"},
    {0x786F4256, "vboxsf"},
    {0x65735546, "FUSE (sshfs, gcsfuse and the like)"},
});

}  // namespace

Result<Place> place_of(const fs::path& file) {
  const auto folder = nearest_folder(file);
  struct statfs system{};
  struct stat status{};
  if (::statfs(folder.c_str(), &system) != 0 || ::stat(folder.c_str(), &status) != 0)
    return fail(Fault::disk,
                fmt::format("cannot look at {}: {}", folder.native(),
                            std::error_code(errno, std::generic_category()).message()));
  return Place{.folder = folder,
               .device = status.st_dev,
               .free = static_cast<std::uint64_t>(system.f_bavail) *
                       static_cast<std::uint64_t>(system.f_bsize),
               .kind = static_cast<long>(system.f_type)};
}

std::optional<std::string_view> network_file_system(long kind) {
  const auto* const found = std::ranges::find(network_kinds, static_cast<std::uint32_t>(kind),
                                              &std::pair<std::uint32_t, std::string_view>::first);
  return found == network_kinds.end() ? std::nullopt : std::optional(found->second);
}

std::uint64_t descriptor_limit() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return RLIM_INFINITY;
  return limit.rlim_cur;
}

Finding check_descriptors(const Config& config, std::uint64_t limit) {
  std::uint64_t connections = 0;
  for (const auto& model : models_in_use(config))
    connections += config.model(model).max_connections.max;
  const auto needed = connections + other_descriptors;
  const auto allowed = limit == RLIM_INFINITY ? "any number" : show_count(limit);
  const auto what = fmt::format("{} allowed, {} needed at most ({})", allowed, show_count(needed),
                                counted(connections, "connection", "connections"));
  if (limit >= needed) return {.subject = "file descriptors", .what = what};
  const auto fitting = limit > other_descriptors ? limit - other_descriptors : 1;
  return {.subject = "file descriptors",
          .level = Level::warning,
          .what = what,
          .remedy = fmt::format("raise the hard limit (ulimit -Hn {}; LimitNOFILE= of a systemd "
                                "unit), or let max_connections be {} in all",
                                needed, show_count(fitting))};
}

}  // namespace judge
