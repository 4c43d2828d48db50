#include "store/network_disk.hpp"

#include <linux/magic.h>
#include <sys/vfs.h>

#include <algorithm>
#include <array>
#include <system_error>
#include <utility>

namespace judge {

namespace fs = std::filesystem;

std::optional<std::string_view> network_disk(std::uint64_t type) {
  constexpr std::uint64_t lustre = 0x0BD00BD0;  // not in the kernel's own list
  constexpr std::array<std::pair<std::uint64_t, std::string_view>, 9> known{{
      {NFS_SUPER_MAGIC, "NFS"},
      {SMB_SUPER_MAGIC, "SMB"},
      {CIFS_SUPER_MAGIC, "SMB"},
      {SMB2_SUPER_MAGIC, "SMB"},
      {AFS_SUPER_MAGIC, "AFS"},
      {CODA_SUPER_MAGIC, "Coda"},
      {CEPH_SUPER_MAGIC, "CephFS"},
      {V9FS_MAGIC, "9P"},
      {lustre, "Lustre"},
  }};
  const auto* found = std::ranges::find(known, type, [](const auto& each) { return each.first; });
  if (found == known.end()) return std::nullopt;
  return found->second;
}

std::optional<std::string_view> network_disk(const fs::path& path) {
  std::error_code error;
  auto there = fs::absolute(path, error);
  while (!fs::exists(there, error) && there.has_relative_path()) there = there.parent_path();
  struct statfs status{};
  if (::statfs(there.c_str(), &status) != 0) return std::nullopt;
  return network_disk(static_cast<std::uint32_t>(status.f_type));
}

}  // namespace judge
