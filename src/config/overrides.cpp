#include "config/overrides.hpp"

#include <fmt/format.h>

#include <charconv>

#include "base/text.hpp"
#include "config/reading.hpp"
#include "config/syntax.hpp"

namespace judge {

namespace {

Problem override_problem(std::string key, std::string message) {
  return {std::string(override_source), 0, 0, std::move(key), std::move(message)};
}

std::size_t find_equals(std::string_view text) {
  char quote = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (quote != 0) {
      if (text[i] == quote) quote = 0;
    } else if (text[i] == '"' || text[i] == '\'') {
      quote = text[i];
    } else if (text[i] == '=') {
      return i;
    }
  }
  return std::string_view::npos;
}

// The parser splits dotted and quoted keys, exactly as in the file: `a."b c" = 0` is a chain of
// tables with one key each.
std::optional<std::vector<std::string>> split_key(std::string_view key) {
  if (has_control_character(key)) return std::nullopt;  // a newline would begin another entry
  const auto chain = parse_toml(fmt::format("{} = 0", key), std::string(override_source));
  if (!chain || chain->empty()) return std::nullopt;
  std::vector<std::string> path;
  for (const toml::table* here = &*chain; here != nullptr;) {
    const auto& [name, node] = *here->begin();
    path.emplace_back(name.str());
    here = node.as_table();
  }
  return path;
}

std::string show_path(const std::vector<std::string>& path, std::size_t steps) {
  std::string out;
  for (std::size_t i = 0; i < steps; ++i) out = join_key(out, path[i]);
  return out;
}

bool meant_as_toml(std::string_view value) {
  return !value.empty() && std::string_view("[{\"'").find(value.front()) != std::string_view::npos;
}

std::expected<toml::table, Problem> parse_value(std::string_view value, unsigned number) {
  // Newlines in front make the number the value's line, which keeps the --sets in order.
  const std::string above(number - 1, '\n');
  auto holder = parse_toml(fmt::format("{}v = {}", above, value), std::string(override_source));
  if (holder && holder->size() == 1) return holder;
  if (!holder && meant_as_toml(value)) return holder;
  // The parser makes the string too, so that it has a position as every other value.
  holder = parse_toml(above + "v = ''", std::string(override_source));
  holder->get("v")->ref<std::string>() = std::string(value);
  return holder;
}

std::string list_choices(const toml::array& list) {
  std::vector<std::string> names;
  for (const auto& element : list) {
    const toml::table* table = element.as_table();
    const auto name = table != nullptr ? (*table)["name"].value<std::string>() : std::nullopt;
    if (name) names.push_back(*name);
  }
  std::string out = fmt::format("there is no such entry: the list has {}", list.size());
  if (!list.empty()) out += fmt::format(", counted from 0 to {}", list.size() - 1);
  if (!names.empty()) out += ", named " + enumerate(names);
  return out;
}

std::optional<std::size_t> index_in(const toml::array& list, const std::string& step) {
  std::size_t index = 0;
  const auto [end, error] = std::from_chars(step.data(), step.data() + step.size(), index);
  if (error == std::errc() && end == step.data() + step.size()) {
    return index < list.size() ? std::optional(index) : std::nullopt;
  }
  for (std::size_t i = 0; i < list.size(); ++i) {
    const toml::table* table = list.get_as<toml::table>(i);
    if (table != nullptr && (*table)["name"].value<std::string>() == step) return i;
  }
  return std::nullopt;
}

std::expected<toml::node*, std::string> step_into(toml::node& node, const std::string& step) {
  if (toml::table* table = node.as_table()) {
    return &table->insert(step, toml::table{}).first->second;  // the one that is there stays
  }
  const toml::array* list = node.as_array();
  if (list == nullptr) {
    return std::unexpected(fmt::format("is {}: there is nothing below it", kind_of(node)));
  }
  const auto index = index_in(*list, step);
  if (!index) return std::unexpected(list_choices(*list));
  return node.as_array()->get(*index);
}

std::optional<std::string> replace_in(toml::node& node, const std::string& step,
                                      toml::table& holder) {
  toml::node& value = *holder.get("v");
  const toml::source_region source = value.source();
  if (toml::table* table = node.as_table()) {
    value.visit(
        [&](auto& typed) { table->insert_or_assign(toml::key(step, source), std::move(typed)); });
    return std::nullopt;
  }
  toml::array* list = node.as_array();
  if (list == nullptr) return fmt::format("is {}: there is nothing below it", kind_of(node));
  const auto index = index_in(*list, step);
  if (!index) return list_choices(*list);
  const auto at = list->erase(list->cbegin() + static_cast<std::ptrdiff_t>(*index));
  value.visit(
      [&](auto& typed) { list->insert(toml::array::const_iterator(at), std::move(typed)); });
  return std::nullopt;
}

}  // namespace

std::expected<Override, Problem> parse_override(std::string_view text, unsigned number) {
  const auto equals = find_equals(text);
  if (equals == std::string_view::npos) {
    return std::unexpected(override_problem(
        "", fmt::format("number {} has no \"=\": write --set dotted.key=value", number)));
  }
  const std::string_view key = trim(text.substr(0, equals));
  auto path = split_key(key);
  if (!path) {
    return std::unexpected(
        override_problem(printable(key, 60), "is not a dotted key: write --set dotted.key=value"));
  }
  auto holder = parse_value(trim(text.substr(equals + 1)), number);
  if (!holder) {
    return std::unexpected(
        override_problem(show_path(*path, path->size()), holder.error().message));
  }
  return Override{std::move(*path), std::move(*holder)};
}

std::optional<Problem> apply_override(toml::table& root, Override override) {
  const auto& path = override.path;
  toml::node* here = &root;
  for (std::size_t i = 0; i + 1 < path.size(); ++i) {
    const auto next = step_into(*here, path[i]);
    if (!next) return override_problem(show_path(path, i), next.error());
    here = *next;
  }
  const auto error = replace_in(*here, path.back(), override.holder);
  if (error) return override_problem(show_path(path, path.size() - 1), *error);
  return std::nullopt;
}

}  // namespace judge
