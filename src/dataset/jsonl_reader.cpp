#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "dataset/formats.hpp"
#include "dataset/lines.hpp"
#include "dataset/parse_json.hpp"

namespace judge::rows {

namespace {

class JsonlReader : public RowReader {
 public:
  explicit JsonlReader(Input input) : lines_(std::move(input)) {}

  Result<std::optional<Row>> next() override {
    for (;;) {
      auto line = lines_.next();
      if (!line) return std::unexpected(std::move(line.error()));
      if (!*line) return std::nullopt;
      const auto text = (*line)->text;
      if (text.find_first_not_of(" \t\r") == std::string_view::npos) continue;
      auto row = parse_row(lines_.file(), (*line)->number, text);
      if (row && *row) (*row)->offset = (*line)->offset;
      return row;
    }
  }

 private:
  Lines lines_;
};

std::string_view hint(const nlohmann::json& value) {
  return value.is_array() ? "; if the whole file is one array, name it .json" : "";
}

}  // namespace

Result<std::optional<Row>> parse_row(const std::filesystem::path& file, std::uint64_t line,
                                     std::string_view text) {
  auto value = parse_json(text);
  if (!value) {
    const auto before = text.substr(0, value.error().offset);
    const auto newline = before.rfind('\n');
    const auto column = before.size() - (newline == std::string_view::npos ? 0 : newline + 1) + 1;
    const auto breaks = static_cast<std::uint64_t>(std::ranges::count(before, '\n'));
    return fault(
        file, line + breaks,
        column > 1 ? fmt::format("column {}: {}", column, value.error().what) : value.error().what);
  }
  if (!value->is_object())
    return fault(
        file, line,
        fmt::format("every row is to be an object, {{\"name\": value, …}}; this is {}{}",
                    value->is_null() ? "null" : fmt::format("of type {}", value->type_name()),
                    hint(*value)));
  return Row{.line = line, .value = std::move(*value)};
}

std::unique_ptr<RowReader> read_jsonl(Input input) {
  return std::make_unique<JsonlReader>(std::move(input));
}

}  // namespace judge::rows
