#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string_view>

#include "base/errors.hpp"
#include "config/config.hpp"
#include "doctor/finding.hpp"

namespace judge {

/// Where a file lies, or would once it is made.
struct Place {
  std::filesystem::path folder;  // the nearest one that exists
  std::uint64_t device = 0;      // places of one device share its space
  std::uint64_t free = 0;        // bytes that this user may use
  long kind = 0;                 // of file system: statfs(2)'s f_type
};

/// Fault::disk where nothing of the path can be looked at.
Result<Place> place_of(const std::filesystem::path& file);

/// "NFS", "SMB", …; nullopt for a local file system, or one that is not known.
std::optional<std::string_view> network_file_system(long kind);

/// File descriptors this process may have, after the soft limit was raised.
std::uint64_t descriptor_limit();

/// Whether as many connections as the config's models may open fit under `limit`.
Finding check_descriptors(const Config& config, std::uint64_t limit);

}  // namespace judge
