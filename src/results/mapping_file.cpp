#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "config/syntax.hpp"
#include "results/mapping_options.hpp"

namespace judge {
namespace {

/// PATH:LINE:COLUMN, as far as the parser knows.
std::string place(const std::filesystem::path& file, const toml::source_region& source) {
  return fmt::format("{}:{}:{}", file.string(), source.begin.line, source.begin.column);
}

std::optional<std::string> scalar(const toml::node& node) {
  if (const auto* text = node.as_string()) return text->get();
  if (const auto* flag = node.as_boolean()) return flag->get() ? "true" : "false";
  if (const auto* whole = node.as_integer()) return fmt::format("{}", whole->get());
  if (const auto* number = node.as_floating_point()) return fmt::format("{}", number->get());
  return std::nullopt;
}

/// A list's parts joined by commas: scale = [1, 10], tie = [0, 1.5].
std::optional<std::string> joined(const toml::node& node) {
  const auto* list = node.as_array();
  if (!list) return scalar(node);
  std::string text;
  for (const auto& part : *list) {
    const auto value = scalar(part);
    if (!value) return std::nullopt;
    text += (text.empty() ? "" : ",") + *value;
  }
  return text;
}

std::optional<std::vector<std::string>> values_of(const toml::node& node, bool repeatable) {
  std::vector<std::string> values;
  if (const auto* table = node.as_table()) {
    for (const auto& [key, value] : *table) {
      const auto text = joined(value);
      if (!text) return std::nullopt;
      values.push_back(fmt::format("{}={}", key.str(), *text));
    }
    return values;
  }
  if (const auto* list = node.as_array(); list && repeatable) {
    for (const auto& part : *list) {
      auto value = scalar(part);
      if (!value) return std::nullopt;
      values.push_back(std::move(*value));
    }
    return values;
  }
  auto text = joined(node);
  if (!text) return std::nullopt;
  values.push_back(std::move(*text));
  return values;
}

Result<> take(const std::filesystem::path& file, const toml::key& key, const toml::node& node,
              MappingValues& values) {
  const auto known = mapping_options();
  const auto option = std::ranges::find(known, key.str(), &MappingOption::name);
  if (option == known.end()) {
    std::vector<std::string> names;
    for (const auto& each : known) names.emplace_back(each.name);
    const auto near = nearest(key.str(), names);
    return fail(Fault::usage,
                fmt::format("{}: {}: no such key{}; the keys are the long options of judge score",
                            place(file, key.source()), printable(key.str(), 60),
                            near ? fmt::format(", did you mean {}?", *near) : ""));
  }
  auto read = values_of(node, option->repeatable);
  if (!read)
    return fail(Fault::usage, fmt::format("{}: {}: is to be text, a number, or a list or table of "
                                          "those",
                                          place(file, node.source()), option->name));
  if (option->name == "human-file" && !read->empty())
    read->front() = (file.parent_path() / read->front()).string();
  values[std::string(option->name)] = std::move(*read);
  return {};
}

}  // namespace

Result<MappingValues> read_mapping(const std::filesystem::path& file) {
  const auto table = read_toml(file);
  if (!table) return fail(Fault::usage, table.error().text());
  MappingValues values;
  for (const auto& [key, node] : *table)
    if (const auto done = take(file, key, node, values); !done)
      return std::unexpected(done.error());
  return values;
}

}  // namespace judge
