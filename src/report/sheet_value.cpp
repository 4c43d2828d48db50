#include <fmt/format.h>

#include <cmath>

#include "base/text.hpp"
#include "report/numbers.hpp"
#include "report/sheet_render.hpp"

namespace judge {
namespace {

std::string show_signed(double value) {
  return value == 0 ? "0" : fmt::format("{:+.4g}", value);
}

std::string show_p(double value) {
  constexpr double smallest = 0.0001;
  if (value < smallest) return "<0.0001";
  return fmt::format("{:.{}f}", value, value < 0.001 ? 4 : 3);
}

std::string show_whole(std::int64_t value) {
  const auto size = static_cast<std::uint64_t>(value);
  return value < 0 ? "-" + show_count(0 - size) : show_count(size);
}

std::string show_number(double value, Show how) {
  if (!std::isfinite(value)) return "";
  switch (how) {
    case Show::text:
      return fmt::format("{}", value);
    case Show::count:
      return show_whole(std::llround(value));
    case Show::score:
      return show_score(value);
    case Show::rate:
      return show_rate(value);
    case Show::difference:
      return show_signed(value);
    case Show::p_value:
      return show_p(value);
    case Show::usd:
      return show_usd(value);
  }
  return "";
}

std::string show_interval(Interval range, Show how) {
  if (!std::isfinite(range.low) || !std::isfinite(range.high)) return "";
  if (how == Show::rate) return fmt::format("{:.1f} to {}", range.low * 100, show_rate(range.high));
  return show_number(range.low, how) + " to " + show_number(range.high, how);
}

}  // namespace

std::string show(const Sheet::Value& value, Show how) {
  struct Shown {
    Show how;
    std::string operator()(std::monostate) const { return ""; }
    std::string operator()(const std::string& text) const { return text; }
    std::string operator()(std::int64_t number) const {
      if (how == Show::text) return std::to_string(number);
      return how == Show::count ? show_whole(number)
                                : show_number(static_cast<double>(number), how);
    }
    std::string operator()(double number) const { return show_number(number, how); }
    std::string operator()(Interval range) const { return show_interval(range, how); }
  };
  return std::visit(Shown{how}, value);
}

}  // namespace judge
