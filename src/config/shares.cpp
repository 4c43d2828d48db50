#include "config/shares.hpp"

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

}  // namespace judge
