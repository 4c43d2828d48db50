#include "config/mock_options.hpp"

#include <charconv>
#include <cmath>
#include <optional>

#include "base/text.hpp"

namespace judge {

namespace {

std::optional<double> number_in(std::string_view text) {
  text = trim(text);
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  if (!std::isfinite(value) || value < 0) return std::nullopt;
  return value;
}

}  // namespace

bool is_latency(std::string_view text) {
  constexpr std::string_view lognormal = "lognormal:";
  if (!text.starts_with(lognormal)) return parse_duration(text).has_value();
  text.remove_prefix(lognormal.size());
  const auto comma = text.find(',');
  return comma != std::string_view::npos && parse_duration(trim(text.substr(0, comma))) &&
         number_in(text.substr(comma + 1));
}

bool are_faults(std::string_view text) {
  double sum = 0;
  while (!text.empty()) {
    const auto comma = text.find(',');
    const std::string_view fault = text.substr(0, comma);
    const auto equals = fault.find('=');
    if (equals == std::string_view::npos || trim(fault.substr(0, equals)).empty()) return false;
    const auto share = number_in(fault.substr(equals + 1));
    if (!share) return false;
    sum += *share;
    text = comma == std::string_view::npos ? std::string_view() : text.substr(comma + 1);
  }
  return sum <= 1.0 + 1e-9;
}

std::optional<double> read_mock_share(Section& mock, std::string_view name) {
  const auto share = mock.not_negative(name);
  if (!share || *share <= 1) return share;
  mock.reading().problem(mock.entry(name), "must be a share from 0 to 1, such as 0.05");
  return std::nullopt;
}

}  // namespace judge
