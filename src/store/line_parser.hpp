#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string_view>

#include "store/json_view.hpp"

namespace judge {

/// Parses one line after another, in memory that is kept.
class LineParser {
 public:
  /// So many readable bytes must lie behind a line given to parse().
  static constexpr std::size_t padding = 64;

  LineParser();
  ~LineParser();
  /// nullopt where `line` is not one whole JSON object. The view holds until the next call.
  std::optional<JsonView> parse(std::string_view line);

 private:
  struct Parser;
  std::unique_ptr<Parser> parser_;
};

}  // namespace judge
