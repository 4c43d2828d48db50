#include "store/line_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "store/line_parser.hpp"

namespace judge {

// A small file needs no more than its size, and a byte to see its end.
LineReader::LineReader(File& file, std::filesystem::path path)
    : file_(file),
      path_(std::move(path)),
      buffer_(std::min<std::uint64_t>(piece, file.size().value_or(piece) + 1) +
              LineParser::padding) {}

LineReader::Line LineReader::take(std::size_t size, bool whole) {
  const Line line{unread().substr(0, size), offset_, whole};
  const std::size_t taken = size + (whole ? 1 : 0);
  begin_ += taken;
  offset_ += taken;
  searched_ = 0;
  return line;
}

// Makes room and reads once; false at the end of the file.
Result<bool> LineReader::fill() {
  std::copy(buffer_.begin() + static_cast<std::ptrdiff_t>(begin_),
            buffer_.begin() + static_cast<std::ptrdiff_t>(end_), buffer_.begin());
  end_ -= std::exchange(begin_, 0);
  std::size_t room = buffer_.size() - LineParser::padding - end_;
  if (room == 0) {
    if (end_ >= longest_line)
      return fail(Fault::disk,
                  fmt::format("{}: the line at byte {} is longer than {} MiB: this is no results "
                              "file; name another one under [run] output",
                              path_.native(), offset_, longest_line >> 20));
    buffer_.resize(2 * end_ + LineParser::padding);
    room = end_;
  }
  const auto count = file_.read_at(offset_ + end_, {buffer_.data() + end_, room});
  if (!count) return std::unexpected(count.error());
  end_ += *count;
  return *count > 0;
}

Result<std::optional<LineReader::Line>> LineReader::next() {
  while (true) {
    const auto newline = unread().find('\n', searched_);
    if (newline != std::string_view::npos) return take(newline, true);
    searched_ = unread().size();
    const auto more = fill();
    if (!more) return std::unexpected(more.error());
    if (*more) continue;
    if (unread().empty()) return std::nullopt;
    return take(unread().size(), false);
  }
}

}  // namespace judge
