#include <fmt/format.h>

#include <algorithm>

#include "base/json_path.hpp"
#include "base/text.hpp"
#include "dataset/input.hpp"
#include "results/foreign_reader.hpp"
#include "results/foreign_rows.hpp"

namespace judge {
ForeignReader::ForeignReader(const Mapping& mapping, bool keep_texts)
    : mapping_(mapping),
      keep_texts_(keep_texts),
      columns_(result_.table, mapping),
      index_(result_.table) {}

Result<> ForeignReader::prepare() {
  for (const auto& verdict : mapping_.verdicts) {
    const auto reader = FieldReader::make(mapping_, verdict.form, verdict.field);
    if (!reader) return std::unexpected(reader.error());
    const bool pairs = reader->kind() == VerdictKind::preference;
    if (!pairs && !verdict.swapped.empty())
      return fail(Fault::usage,
                  fmt::format("--swapped {}: {} is not about a pair",
                              printable(verdict.swapped, 60), printable(verdict.field, 60)));
    const auto number = fields_.empty() ? 0 : fields_.back().number + 1;
    const bool both = !verdict.swapped.empty() || (mapping_.both_orders && pairs);
    fields_.push_back({.option = std::string(name_of(verdict.form)),
                       .name = verdict.field,
                       .both_orders = both,
                       .number = number,
                       .reader = *reader});
    if (verdict.swapped.empty()) continue;
    fields_.push_back(fields_.back());
    fields_.back().option = "swapped";
    fields_.back().name = verdict.swapped;
    fields_.back().swapped = true;
  }
  return prepare_people();
}

Result<> ForeignReader::prepare_people() {
  const auto form = mapping_.kind     ? *mapping_.kind
                    : fields_.empty() ? FieldForm::score
                                      : fields_.front().reader.human_form();
  for (const auto& field : mapping_.human) {
    const auto reader = FieldReader::make(mapping_, form, field);
    if (!reader) return std::unexpected(reader.error());
    people_.push_back({.option = "human",
                       .name = field,
                       .human = true,
                       .number = mapping_.verdicts.size() + people_.size(),
                       .reader = *reader});
  }
  return {};
}

Result<> ForeignReader::read(const std::filesystem::path& file) {
  result_.table.name = file.stem().string();
  return each_row(file, mapping_, [this](const Row& row) { return take(row); });
}

Result<> ForeignReader::each_row(const std::filesystem::path& file, const Mapping& mapping,
                                 const TakeRow& take_row) {
  auto rows = open_foreign(file, mapping.rows);
  if (!rows) return std::unexpected(rows.error());
  rows_ = 0;
  std::optional<Row> first;
  for (;;) {
    const auto row = (*rows)->next();
    if (!row) return std::unexpected(row.error());
    if (!*row) break;
    ++rows_;
    if (!first) first = **row;
    if (const auto taken = take_row(**row); !taken)
      return rows::fault(file, (*row)->line, taken.error());
  }
  if (!first) return fail(Fault::dataset, fmt::format("{}: there is no row in it", file.string()));
  return check_seen(file, *first);
}

bool ForeignReader::is_here(const Field& field) const {
  if (!field.human) return !reading_people_;
  return reading_people_ != mapping_.human_file.empty();
}

Result<> ForeignReader::check_seen(const std::filesystem::path& file, const Row& first) const {
  for (const auto* fields : {&fields_, &people_})
    for (const auto& field : *fields) {
      if (field.seen || !is_here(field)) continue;
      return fail(Fault::usage, fmt::format("{}: {}", file.string(),
                                            no_field(first, field.option, field.name, "the file")));
    }
  return {};
}

ForeignVerdicts ForeignReader::finish() {
  columns_.finish(result_);
  if (unmatched_ > 0)
    result_.table.remarks.push_back(
        fmt::format("{} of {} rows of people's verdicts are about no line of the file and are left "
                    "out.",
                    show_count(unmatched_), show_count(rows_)));
  return std::move(result_);
}

Result<ForeignVerdicts> read_foreign(const std::filesystem::path& file, const Mapping& mapping,
                                     bool keep_texts) {
  ForeignReader reader(mapping, keep_texts);
  if (const auto ready = reader.prepare(); !ready) return std::unexpected(ready.error());
  if (const auto read = reader.read(file); !read) return std::unexpected(read.error());
  if (!mapping.human_file.empty())
    if (const auto read = reader.read_people(mapping.human_file); !read)
      return std::unexpected(read.error());
  return reader.finish();
}

}  // namespace judge
