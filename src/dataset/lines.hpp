#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "dataset/input.hpp"

namespace judge::rows {

struct Line {
  std::uint64_t number = 0;             // from 1
  std::string_view text;                // without its \n; valid until the next line is asked for
  std::optional<std::uint64_t> offset;  // in the file, where that is not packed
};

/// Lines end at \n and nowhere else: U+2028 and the like may stand inside JSON strings.
class Lines {
 public:
  explicit Lines(Input input) : input_(std::move(input)) {}

  /// nullopt at the end, and always after an error: what follows it cannot be trusted.
  Result<std::optional<Line>> next();

  const std::filesystem::path& file() const { return input_.file(); }

 private:
  std::optional<Line> take(std::size_t length, std::size_t consumed);

  Input input_;
  std::uint64_t number_ = 0;
  std::size_t taken_ = 0;
  bool over_ = false;
};

}  // namespace judge::rows
