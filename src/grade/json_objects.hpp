// JSON as judges write it: in prose or a code fence, single-quoted, with smart quotes, Python's
// words, NaN, line breaks in strings, commas too many.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace judge {

/// A member's value as it stands in the text.
struct JsonScalar {
  enum class Kind { string, number, word, nested } kind = Kind::nested;
  std::string_view raw;  // without quotes; empty for nested

  /// A string's content without its escapes; "" where those are wrong. Others as they stand.
  std::string text() const;
};

/// A complete outermost object that has one of the wanted keys, itself or, failing that, deeper.
struct JsonObject {
  std::size_t begin = 0;
  std::size_t end = 0;
  JsonScalar wanted;
  std::optional<JsonScalar> explanation;  // beside `wanted`
  bool several = false;                   // only deeper, in several places that differ
};

struct JsonScan {
  std::string prose;       // the text with every byte of JSON, broken or not, overwritten by \x01
  bool truncated = false;  // the text ends within an object
  bool broken = false;     // something that began like an object is none
};

/// Finds objects from left to right in linear time and without recursion; at most 1,000 deep.
/// `wanted`: keys, any case, the best first.
JsonScan scan_json(std::string_view text, std::span<const std::string_view> wanted,
                   const std::function<void(const JsonObject&)>& on_object);

}  // namespace judge
