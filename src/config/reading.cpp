#include "config/reading.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"

namespace judge {

namespace fs = std::filesystem;

namespace {

// Problems that name no line go last: they are about what the file does not have.
std::tuple<bool, bool, unsigned, unsigned> order_of(const Problem& problem) {
  return {problem.file == override_source, problem.line == 0, problem.line, problem.column};
}

std::vector<Problem> in_order(std::vector<Problem> problems) {
  std::ranges::stable_sort(problems, {}, order_of);
  return problems;
}

bool is_bare(std::string_view name) {
  return !name.empty() && std::ranges::all_of(name, [](unsigned char c) {
    return c < 0x80 && (std::isalnum(c) != 0 || c == '_' || c == '-');
  });
}

}  // namespace

fs::path absolute_path(const fs::path& path) {
  std::error_code ignored;  // the current directory may be gone
  fs::path absolute = fs::absolute(path, ignored).lexically_normal();
  return absolute.empty() ? path : absolute;
}

Position position_of(const toml::source_region& source) {
  const bool from_override = !source.path || *source.path == override_source;
  return {from_override, source.begin.line, source.begin.column};
}

Reading::Reading(const fs::path& file, const Environment& environment)
    : file_(file), folder_(absolute_path(file).parent_path()), environment_(environment) {}

Problem Reading::make(const toml::source_region& source, std::string key,
                      std::string message) const {
  const Position at = position_of(source);
  if (at.from_override) {
    return {std::string(override_source), 0, 0, std::move(key), std::move(message)};
  }
  return {file_.string(), at.line, at.column, std::move(key), std::move(message)};
}

void Reading::problem(const Entry& entry, std::string message) {
  if (entry.node != nullptr) return problem(entry.node->source(), entry.key, std::move(message));
  problem(Problem{file_.string(), 0, 0, entry.key, std::move(message)});
}

void Reading::problem(const toml::source_region& source, std::string key, std::string message) {
  problem(make(source, std::move(key), std::move(message)));
}

void Reading::warn(const Entry& entry, std::string message) {
  warnings_.push_back(make(entry.node->source(), entry.key, std::move(message)));
}

std::optional<std::string> Reading::home_of(std::string_view written) const {
  if (written != "~" && !written.starts_with("~/")) return std::nullopt;
  return variable("HOME");
}

fs::path Reading::resolve(std::string_view written) const {
  if (const auto home = home_of(written)) {
    return (fs::path(*home) / fs::path(written.substr(std::min<std::size_t>(2, written.size()))))
        .lexically_normal();
  }
  return (folder_ / fs::path(written)).lexically_normal();
}

std::string Reading::shown(std::string_view written) const {
  if (written.starts_with("~")) return printable(written);
  return printable((file_.parent_path() / fs::path(written)).lexically_normal().string());
}

std::string Reading::origin(const toml::node& node) const {
  const Position at = position_of(node.source());
  if (at.from_override) return std::string(override_source);
  return fmt::format("{}:{}", file_.string(), at.line);
}

std::vector<Problem> Reading::take_problems() {
  return in_order(std::move(problems_));
}
std::vector<Problem> Reading::take_warnings() {
  return in_order(std::move(warnings_));
}

std::string join_key(std::string_view parent, std::string_view name) {
  std::string own = printable(name, 60);
  if (!is_bare(name)) own = '"' + own + '"';
  return parent.empty() ? own : fmt::format("{}.{}", parent, own);
}

std::string_view kind_of(const toml::node& node) {
  switch (node.type()) {
    case toml::node_type::table:
      return "a table";
    case toml::node_type::array:
      return node.is_array_of_tables() ? "a list of tables" : "a list";
    case toml::node_type::string:
      return "a string";
    case toml::node_type::integer:
      return "an integer";
    case toml::node_type::floating_point:
      return "a float";
    case toml::node_type::boolean:
      return "a boolean";
    case toml::node_type::date:
      return "a date";
    case toml::node_type::time:
      return "a time of day";
    case toml::node_type::date_time:
      return "a date and time";
    case toml::node_type::none:
      break;
  }
  return "nothing";
}

bool is_among(std::string_view name, const std::vector<std::string>& names) {
  return std::ranges::find(names, name) != names.end();
}

bool has_control_character(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c < 0x20 || c == 0x7f) return true;
    if (c == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0) {
      return true;
    }
  }
  return false;
}

std::string enumerate(const std::vector<std::string>& names) {
  std::string out;
  for (const std::string& name : names) {
    if (!out.empty()) out += ", ";
    out += printable(name, 60);
  }
  return out;
}

std::string suggest(std::string_view word, const std::vector<std::string>& known) {
  if (const auto near = nearest(word, known)) {
    return fmt::format(", did you mean \"{}\"?", printable(*near, 60));
  }
  return known.empty() ? std::string() : "; there are: " + enumerate(known);
}

}  // namespace judge
