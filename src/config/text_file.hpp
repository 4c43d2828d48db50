#pragma once

#include <cstddef>
#include <expected>
#include <filesystem>
#include <string>

namespace judge {

/// A whole small file. The error is a few words for a message: "no such file", "is a directory",
/// "cannot be read: …", "is larger than 4 MiB".
std::expected<std::string, std::string> read_text_file(const std::filesystem::path& path,
                                                       std::size_t largest);

}  // namespace judge
