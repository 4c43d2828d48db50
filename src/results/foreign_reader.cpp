// What a row of the file itself says.
#include "results/foreign_reader.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/json_path.hpp"
#include "base/text.hpp"
#include "dataset/input.hpp"
#include "results/foreign_rows.hpp"
#include "results/foreign_text.hpp"

namespace judge {

using nlohmann::json;

ForeignReader::Taken ForeignReader::take(const Row& row) {
  const auto key = key_of(row, rows_, mapping_);
  if (!key) return std::unexpected(key.error());
  const auto at = index_.at(*key, mapping_.both_orders);
  if (at.fresh) {
    if (const auto told = describe(row, at.line); !told) return told;
  } else if (mapping_.rater.empty() && !at.turned) {
    return std::unexpected(fmt::format(
        "a second row about sample {}{}; say what tells them apart: --epoch, --rater, --model, "
        "or "
        "--both-orders; or give another --id and --cluster FIELD for what they share",
        printable(key->id, 60),
        key->models.a.empty() ? "" : fmt::format(" and model {}", printable(key->models.a, 60))));
  }
  const auto rater = rater_of(row);
  if (!rater) return std::unexpected(rater.error());
  for (auto& field : fields_)
    if (const auto read = take_field(row, field, *rater, key->models, at); !read) return read;
  if (!mapping_.human_file.empty()) return {};
  for (auto& field : people_)
    if (const auto read = take_field(row, field, *rater, key->models, at); !read) return read;
  return {};
}

std::expected<std::string, std::string> ForeignReader::rater_of(const Row& row) const {
  const bool here = mapping_.human_file.empty() || reading_people_;
  if (mapping_.rater.empty() || !here) return std::string();
  const auto* value = find_path(row.value, mapping_.rater);
  const auto name = value ? name_text(*value) : std::nullopt;
  if (name && !name->empty()) return *name;
  return std::unexpected(
      fmt::format("--rater {}: this row names no rater", printable(mapping_.rater, 60)));
}

const json* ForeignReader::answer_of(const Row& row) const {
  return find_path(row.value, mapping_.answer.empty() ? "output" : mapping_.answer);
}

ForeignReader::Taken ForeignReader::take_field(const Row& row, Field& field,
                                               const std::string& rater, const RowModels& models,
                                               const LineIndex::Found& at) {
  const auto* value = find_path(row.value, field.name);
  if (!value) return {};
  field.seen = true;
  // Codes and texts are about places: in the other order the first is b.
  const bool undone = mapping_.swap_undone && field.reader.form() == FieldForm::prefer;
  const bool exchanged = field.swapped && !undone;
  auto cell = field.reader.read(*value, answer_of(row),
                                exchanged ? RowModels{.a = models.b, .b = models.a} : models);
  if (!cell)
    return std::unexpected(
        fmt::format("field \"{}\": {}", printable(field.name, 60), cell.error()));
  if (exchanged != at.turned && field.reader.kind() == VerdictKind::preference)
    *cell = turned(std::move(*cell));
  const bool swapped = field.both_orders && field.swapped != at.turned;
  const auto column = columns_.column({.field = field.number, .rater = rater, .swapped = swapped},
                                      field.reader, field.name, field.human, field.both_orders);
  if (!columns_.set(column, at.line, *cell))
    return std::unexpected(fmt::format("field \"{}\": {} rated this sample in an earlier row",
                                       printable(field.name, 60),
                                       rater.empty() ? "somebody" : printable(rater, 60)));
  if (keep_texts_ && field.reader.form() == FieldForm::text) keep(column, at.line, *value);
  return {};
}

ForeignReader::Taken ForeignReader::describe(const Row& row, std::size_t at) {
  auto& table = result_.table;
  auto& line = table.lines[at];
  if (const auto* answer = answer_of(row)) line.output = style_of(*answer);
  const json* other = mapping_.answer_b.empty() ? nullptr : find_path(row.value, mapping_.answer_b);
  if (!mapping_.answer_b.empty() && !other)
    return std::unexpected(no_field(row, "answer-b", mapping_.answer_b));
  if (!mapping_.answer.empty() && !answer_of(row))
    return std::unexpected(no_field(row, "answer", mapping_.answer));
  if (other) line.other = style_of(*other);
  if (!mapping_.cluster.empty()) {
    const auto* cluster = find_path(row.value, mapping_.cluster);
    if (!cluster) return std::unexpected(no_field(row, "cluster", mapping_.cluster));
    if (const auto name = name_text(*cluster); name && !name->empty())
      line.cluster = table.clusters.add(*name);
  }
  if (!mapping_.by.empty()) {
    const auto group = group_of(row);
    if (!group) return std::unexpected(group.error());
    line.group = table.groups.add(*group);
  }
  if (keep_texts_) keep_line(row, other);
  return {};
}

std::expected<std::string, std::string> ForeignReader::group_of(const Row& row) const {
  std::string group;
  for (const auto& field : mapping_.by) {
    const auto* value = find_path(row.value, field);
    if (!value) return std::unexpected(no_field(row, "by", field));
    const auto name = name_text(*value);
    group += (group.empty() ? "" : " / ") + (name && !name->empty() ? *name : "(none)");
  }
  return group;
}

void ForeignReader::keep_line(const Row& row, const json* other) {
  auto& texts = result_.texts;
  const auto text = [](const json* value) {
    return value && value->is_string() ? value->get<std::string>() : std::string();
  };
  texts.outputs.push_back(text(answer_of(row)));
  texts.others.push_back(text(other));
  const auto own = row.value.find("metadata");
  auto& metadata = texts.metadata.emplace_back(
      own != row.value.end() && own->is_object() ? *own : json::object());
  for (const auto& field : mapping_.by)
    if (const auto* value = find_path(row.value, field)) metadata[field] = *value;
}

void ForeignReader::keep(std::size_t column, std::size_t line, const json& text) {
  auto& words = result_.texts.words;
  if (words.size() <= column) words.resize(column + 1);
  if (words[column].size() <= line) words[column].resize(line + 1);
  if (text.is_string()) words[column][line] = text.get<std::string>();
}

}  // namespace judge
