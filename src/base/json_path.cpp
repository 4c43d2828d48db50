#include "base/json_path.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <charconv>

#include "base/text.hpp"

namespace judge {

namespace {

constexpr std::size_t most_shown = 12;

const nlohmann::json* element(const nlohmann::json& array, std::string_view index) {
  std::size_t number = 0;
  const char* end = index.data() + index.size();
  const auto [rest, error] = std::from_chars(index.data(), end, number);
  if (error != std::errc{} || rest != end || number >= array.size()) return nullptr;
  return &array[number];
}

const nlohmann::json* member(const nlohmann::json& value, std::string_view name) {
  if (value.is_array()) return element(value, name);
  if (!value.is_object()) return nullptr;
  const auto found = value.find(name);
  return found == value.end() ? nullptr : &*found;
}

}  // namespace

const nlohmann::json* find_path(const nlohmann::json& value, std::string_view path) {
  const nlohmann::json* at = &value;
  while (at) {
    if (const auto* whole = member(*at, path)) return whole;
    const auto dot = path.find('.');
    if (dot == std::string_view::npos) return nullptr;
    at = member(*at, path.substr(0, dot));
    path.remove_prefix(dot + 1);
  }
  return nullptr;
}

std::vector<std::string> key_paths(const nlohmann::json& object, bool nested) {
  std::vector<std::string> names;
  for (const auto& [name, value] : object.items()) {
    names.push_back(name);
    if (!nested || !value.is_object()) continue;
    for (const auto& inner : value.items()) names.push_back(name + "." + inner.key());
  }
  return names;
}

std::string show_names(const std::vector<std::string>& names) {
  std::vector<std::string> shown;
  for (const auto& name : names)
    if (shown.size() < most_shown) shown.push_back(printable(name, 60));
  return fmt::format("{}{}", fmt::join(shown, ", "), shown.size() < names.size() ? ", …" : "");
}

}  // namespace judge
