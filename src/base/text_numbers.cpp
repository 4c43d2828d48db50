#include <fmt/compile.h>
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/text.hpp"

namespace judge {
namespace {

struct Unit {
  std::string_view name;
  double milliseconds;
};
constexpr Unit units[] = {{"ms", 1}, {"s", 1e3}, {"m", 60e3}, {"h", 3600e3}, {"d", 86400e3}};

// Takes a number and its unit off the front of `text`; in milliseconds.
std::optional<double> take_term(std::string_view& text) {
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  if (!is_digit(text.front())) return std::nullopt;  // from_chars would take "-1", "inf" and "nan"
  double number = 0;
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
  if (error != std::errc()) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  const auto name = text.substr(0, text.find_first_of("0123456789"));
  for (const auto& unit : units) {
    if (unit.name != name) continue;
    text.remove_prefix(name.size());
    return number * unit.milliseconds;
  }
  return std::nullopt;
}

std::string with_commas(std::string digits) {
  for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > 0; at -= 3)
    digits.insert(static_cast<std::size_t>(at), ",");
  return digits;
}

}  // namespace

std::optional<std::chrono::milliseconds> parse_duration(std::string_view text) {
  constexpr double longest = 100 * 365 * 86400e3;  // a century: any clock can have it added
  if (text.empty()) return std::nullopt;
  double sum = 0;
  while (!text.empty()) {
    const auto term = take_term(text);
    if (!term) return std::nullopt;
    sum += *term;
    if (sum > longest) return std::nullopt;
  }
  return std::chrono::milliseconds(std::llround(sum));
}

std::string show_duration(std::chrono::milliseconds duration) {
  const auto ms = duration.count();
  if (ms < 0) return "-" + show_duration(-duration);
  if (ms < 10'000) return fmt::format("{:.2g} s", static_cast<double>(ms) / 1000);
  const auto s = (ms + 500) / 1000;
  if (s < 60) return fmt::format("{} s", s);
  if (s < 3600) return fmt::format("{} m {:02} s", s / 60, s % 60);
  if (s < 86400) return fmt::format("{} h {:02} m", s / 3600, s / 60 % 60);
  return fmt::format("{} d {:02} h", s / 86400, s / 3600 % 24);
}

std::string show_count(std::uint64_t count) {
  return with_commas(std::to_string(count));
}

std::string show_usd(double usd) {
  if (!std::isfinite(usd)) return "$?";
  if (usd < 0) return "-" + show_usd(-usd);
  // Cents, and below a dollar at least two digits that are no leading zeros.
  int decimals = 2;
  if (usd > 0 && usd < 1)
    decimals = std::clamp(1 - static_cast<int>(std::floor(std::log10(usd))), 2, 10);
  auto text = fmt::format("{:.{}f}", usd, decimals);
  const auto point = text.find('.');
  while (text.size() > point + 3 && text.back() == '0') text.pop_back();
  return "$" + with_commas(text.substr(0, point)) + text.substr(point);
}

std::string show_utc(std::chrono::system_clock::time_point when) {
  const auto day = std::chrono::floor<std::chrono::days>(when);
  const std::chrono::year_month_day date(day);
  const auto seconds = std::chrono::floor<std::chrono::seconds>(when - day);
  const std::chrono::hh_mm_ss time(seconds);
  // Compiled: it is in every results line.
  return fmt::format(FMT_COMPILE("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z"),
                     static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()), time.hours().count(),
                     time.minutes().count(), time.seconds().count());
}

std::string counted(std::uint64_t count, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", show_count(count), count == 1 ? one : many);
}

}  // namespace judge
