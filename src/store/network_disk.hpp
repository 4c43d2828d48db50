#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string_view>

namespace judge {

/// The network file system that `path` lies or would lie on ("NFS"); nullopt: on none that is
/// known.
std::optional<std::string_view> network_disk(const std::filesystem::path& path);

/// By statfs(2)'s f_type.
std::optional<std::string_view> network_disk(std::uint64_t type);

}  // namespace judge
