#include "results/foreign_rows.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/json_path.hpp"
#include "base/text.hpp"
#include "dataset/input.hpp"
#include "dataset/parse_json.hpp"

namespace judge {
namespace {

using nlohmann::json;
using Rows = std::vector<json>;

class RowsInMemory : public RowReader {
 public:
  RowsInMemory(std::filesystem::path file, Rows rows)
      : file_(std::move(file)), rows_(std::move(rows)) {}

  Result<std::optional<Row>> next() override {
    if (next_ == rows_.size()) return std::nullopt;
    auto& row = rows_[next_++];
    if (!row.is_object())
      return rows::fault(
          file_, next_,
          fmt::format("every row is to be an object; this is of type {}", row.type_name()));
    return Row{.line = next_, .value = std::move(row)};
  }

 private:
  std::filesystem::path file_;
  Rows rows_;
  std::size_t next_ = 0;
};

bool is_json(const std::filesystem::path& file) {
  const auto name = lower(file.filename().string());
  return name.ends_with(".json") || name.ends_with(".json.gz");
}

bool is_list_of_objects(const json& value) {
  return value.is_array() && !value.empty() && value.front().is_object();
}

bool is_table_of_lists(const json& object) {
  if (object.empty() || !object.begin()->is_array()) return false;
  const auto length = object.begin()->size();
  return std::ranges::all_of(
      object, [&](const json& list) { return list.is_array() && list.size() == length; });
}

Rows rows_of_lists(const json& object) {
  Rows rows(object.begin()->size(), json::object());
  for (const auto& [name, list] : object.items())
    for (std::size_t i = 0; i < rows.size(); ++i) rows[i][name] = list[i];
  return rows;
}

Rows rows_by_key(const json& object) {
  Rows rows;
  for (const auto& [key, value] : object.items()) {
    auto& row = rows.emplace_back(value);
    if (!row.contains("key")) row["key"] = key;
  }
  return rows;
}

std::expected<Rows, std::string> rows_at(const json& document, const std::string& path) {
  const auto* list = find_path(document, path);
  if (!list)
    return std::unexpected(fmt::format("--rows {}: there is nothing of that name; there are: {}",
                                       printable(path, 60),
                                       show_names(key_paths(document, path.contains('.')))));
  if (!list->is_array())
    return std::unexpected(fmt::format("--rows {}: is no list", printable(path, 60)));
  return list->get<Rows>();
}

std::expected<Rows, std::string> rows_in(const json& document, const std::string& path) {
  if (document.is_array()) return document.get<Rows>();
  if (!path.empty()) return rows_at(document, path);
  std::vector<std::string> lists;
  for (const auto& [name, value] : document.items())
    if (is_list_of_objects(value)) lists.push_back(name);
  if (lists.size() == 1) return document[lists.front()].get<Rows>();
  if (lists.size() > 1)
    return std::unexpected(
        fmt::format("several lists of rows; choose with --rows: {}", show_names(lists)));
  if (is_table_of_lists(document)) return rows_of_lists(document);
  if (!document.empty() &&
      std::ranges::all_of(document, [](const json& value) { return value.is_object(); }))
    return rows_by_key(document);
  return std::unexpected(
      "an object in which no list of rows can be made out; name it with --rows FIELD");
}

Result<std::string> all_of(rows::Input input) {
  std::string text;
  for (;;) {
    text += input.window();
    input.consume(input.window().size());
    const auto more = input.fill();
    if (!more) return rows::fault(input.file(), 1, more.error());
    if (!*more) return text;
  }
}

std::uint64_t line_of(std::string_view text, std::size_t offset) {
  return 1 + static_cast<std::uint64_t>(std::ranges::count(text.substr(0, offset), '\n'));
}

Result<std::unique_ptr<RowReader>> open_object(const std::filesystem::path& file,
                                               const std::string& path) {
  auto input = rows::Input::open(file);
  if (!input) return std::unexpected(input.error());
  const auto text = all_of(std::move(*input));
  if (!text) return std::unexpected(text.error());
  const auto document = rows::parse_json(*text);
  if (!document)
    return rows::fault(file, line_of(*text, document.error().offset), document.error().what);
  auto found = rows_in(*document, path);
  if (!found) return fail(Fault::dataset, fmt::format("{}: {}", file.string(), found.error()));
  return std::make_unique<RowsInMemory>(file, std::move(*found));
}

/// Its first byte that is no space; nullopt where that cannot be told.
std::optional<char> first_byte(const std::filesystem::path& file) {
  auto input = rows::Input::open(file);
  while (input) {
    const auto at = input->window().find_first_not_of(" \t\r\n");
    if (at != std::string_view::npos) return input->window()[at];
    const auto more = input->fill();
    if (!more || !*more) break;
  }
  return std::nullopt;
}

}  // namespace

Result<std::unique_ptr<RowReader>> open_foreign(const std::filesystem::path& file,
                                                const std::string& rows) {
  if (is_json(file) && first_byte(file) == '{') return open_object(file, rows);
  return open_rows(file);
}

}  // namespace judge
