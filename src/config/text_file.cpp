#include "config/text_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>

namespace judge {

std::expected<std::string, std::string> read_text_file(const std::filesystem::path& path,
                                                       std::size_t largest) {
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) return std::unexpected("is a directory");
  errno = 0;
  std::ifstream in(path, std::ios::binary);
  if (!in) {
    if (errno == ENOENT || errno == ENOTDIR) return std::unexpected("no such file");
    return std::unexpected(fmt::format("cannot be read: {}", std::strerror(errno)));
  }
  // Piece by piece and one byte more than allowed, never all: it may be a device without an end.
  std::string text;
  while (in && text.size() <= largest) {
    constexpr std::size_t piece = std::size_t{64} << 10;
    const auto had = text.size();
    text.resize(std::min(had + piece, largest + 1));
    in.read(text.data() + had, static_cast<std::streamsize>(text.size() - had));
    text.resize(had + static_cast<std::size_t>(in.gcount()));
  }
  if (in.bad()) return std::unexpected(fmt::format("cannot be read: {}", std::strerror(errno)));
  if (text.size() > largest) {
    return std::unexpected(fmt::format("is larger than {} KiB", largest >> 10));
  }
  return text;
}

}  // namespace judge
