#include "results/foreign_text.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cmath>

#include "base/text.hpp"

namespace judge {
namespace {

// Above it whole numbers have gaps.
constexpr double exactly_whole = 9007199254740992.0;

std::string number_text(double number) {
  if (number == std::trunc(number) && std::abs(number) < exactly_whole)
    return fmt::format("{}", static_cast<std::int64_t>(number));
  return fmt::format("{}", number);
}

}  // namespace

std::optional<double> whole_number(std::string_view text) {
  text = trim(text);
  if (text.starts_with('+')) text.remove_prefix(1);
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value))
    return std::nullopt;
  return value;
}

std::optional<std::string> name_text(const nlohmann::json& value) {
  if (value.is_boolean()) return value.get<bool>() ? "true" : "false";
  if (value.is_number_float()) return number_text(value.get<double>());
  if (value.is_number()) return value.dump();
  if (!value.is_string()) return std::nullopt;
  const auto text = trim(value.get_ref<const std::string&>());
  // Python writes True and 2.0; what is longer than a double holds is an id and stays as it is.
  if (text == "True" || text == "False") return lower(text);
  if (const auto dot = text.find('.'); dot != std::string_view::npos)
    if (const auto number = whole_number(text)) return number_text(*number);
  return std::string(text);
}

bool is_empty(const nlohmann::json& value) {
  return value.is_null() ||
         (value.is_string() && trim(value.get_ref<const std::string&>()).empty());
}

OutputStyle style_of(const nlohmann::json& value) {
  return value.is_string() ? output_style(value.get_ref<const std::string&>()) : OutputStyle();
}

}  // namespace judge
