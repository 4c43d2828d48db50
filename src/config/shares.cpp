#include "config/shares.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/text.hpp"

namespace judge {
namespace {

std::optional<double> parse_hundredths(std::string_view digits) {
  double number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return number / 100;
}

}  // namespace

std::optional<double> parse_share(std::string_view text) {
  text = trim(text);
  if (!text.ends_with('%')) return std::nullopt;
  return parse_hundredths(trim(text.substr(0, text.size() - 1)));
}

std::optional<double> parse_percentile(std::string_view text) {
  text = trim(text);
  if (!text.starts_with('p')) return std::nullopt;
  return parse_hundredths(text.substr(1));
}

std::optional<std::int64_t> parse_size(std::string_view text) {
  struct Unit {
    std::string_view name;
    double bytes;
  };
  static constexpr std::array units = std::to_array<Unit>({{"kib", 0x1p10},
                                                           {"mib", 0x1p20},
                                                           {"gib", 0x1p30},
                                                           {"kb", 1e3},
                                                           {"mb", 1e6},
                                                           {"gb", 1e9},
                                                           {"b", 1}});
  const auto lowered = lower(trim(text));
  double number = 0;
  const auto* end = lowered.data() + lowered.size();
  const auto [rest, error] = std::from_chars(lowered.data(), end, number);
  if (error != std::errc()) return std::nullopt;
  const auto unit = std::ranges::find(units, trim({rest, end}), &Unit::name);
  const auto bytes = unit == units.end() ? -1 : number * unit->bytes;
  return bytes >= 0 && bytes < 0x1p62 ? std::optional(static_cast<std::int64_t>(bytes))
                                      : std::nullopt;
}

}  // namespace judge
