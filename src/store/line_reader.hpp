#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string_view>
#include <vector>

#include "base/errors.hpp"
#include "base/files.hpp"

namespace judge {

/// The lines of a file, one after another, read in large pieces. Memory: the piece, or the longest
/// line up to `longest_line`; a file with a longer one is no results file (Fault::disk).
class LineReader {
 public:
  static constexpr std::size_t piece = std::size_t{1} << 20;
  static constexpr std::size_t longest_line = std::size_t{256} << 20;

  struct Line {
    std::string_view text;     // without the newline; LineParser::padding bytes behind it readable
    std::uint64_t offset = 0;  // of its first byte in the file
    bool whole = true;         // false: the file ends without a newline
  };

  LineReader(File& file, std::filesystem::path path);
  /// nullopt at the end. A line's text holds until the next call.
  Result<std::optional<Line>> next();

 private:
  Result<bool> fill();
  std::string_view unread() const { return {buffer_.data() + begin_, end_ - begin_}; }
  Line take(std::size_t size, bool whole);

  File& file_;
  std::filesystem::path path_;
  std::vector<char> buffer_;
  std::size_t begin_ = 0;     // of what is unread in the buffer
  std::size_t end_ = 0;       // of what has been read into it
  std::size_t searched_ = 0;  // bytes of the unread known to hold no newline
  std::uint64_t offset_ = 0;  // of begin_ in the file
};

}  // namespace judge
