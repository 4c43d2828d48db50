// Rows of a second file, of people's verdicts.
#include <fmt/format.h>

#include <algorithm>

#include "base/json_path.hpp"
#include "base/text.hpp"
#include "dataset/input.hpp"
#include "results/foreign_reader.hpp"
#include "results/foreign_rows.hpp"
#include "results/foreign_text.hpp"

namespace judge {

Result<> ForeignReader::read_people(const std::filesystem::path& file) {
  auto mapping = mapping_;
  mapping.rows.clear();
  if (!mapping.human_id.empty()) mapping.id = mapping.human_id;
  if (result_.table.models.size() < 2) mapping.model.clear();
  auto without_epoch = mapping;
  without_epoch.epoch.clear();
  make_people_index();
  // The epoch may be missing, and then the row counts for all of them; what model is meant may not.
  return each_row(file, mapping, [&](const Row& row) {
    const bool epoch = !mapping.epoch.empty() && find_path(row.value, mapping.epoch);
    return take_person(row, epoch ? mapping : without_epoch);
  });
}

void ForeignReader::make_people_index() {
  reading_people_ = true;
  lines_of_.resize(result_.table.ids.size());
  for (std::size_t i = 0; i < result_.table.lines.size(); ++i)
    lines_of_[result_.table.lines[i].id].push_back(i);
}

ForeignReader::Taken ForeignReader::take_person(const Row& row, const Mapping& mapping) {
  const auto key = key_of(row, rows_, mapping);
  if (!key) return std::unexpected(key.error());
  const auto rater = rater_of(row);
  if (!rater) return std::unexpected(rater.error());
  bool matched = false;
  const auto id = result_.table.ids.find(key->id);
  if (id)
    for (const auto line : lines_of_[*id]) {
      const auto turn = matches(result_.table.lines[line], *key, mapping);
      if (!turn) continue;
      matched = true;
      for (auto& field : people_)
        if (auto read = take_field(row, field, *rater, key->models,
                                   {.line = line, .fresh = false, .turned = *turn});
            !read)
          return read;
    }
  for (auto& field : people_) field.seen = field.seen || find_path(row.value, field.name);
  unmatched_ += matched ? 0 : 1;
  return {};
}

std::optional<bool> ForeignReader::matches(const VerdictLine& line, const RowKey& key,
                                           const Mapping& mapping) const {
  const auto& models = result_.table.models;
  if (!mapping.epoch.empty() && line.epoch != key.epoch) return std::nullopt;
  const auto other = line.against == no_name ? std::string() : models[line.against];
  if (mapping.a.empty())
    return mapping.model.empty() || models[line.model] == key.models.a ? std::optional(false)
                                                                       : std::nullopt;
  if (models[line.model] == key.models.a && other == key.models.b) return false;
  if (models[line.model] == key.models.b && other == key.models.a) return true;
  return std::nullopt;
}

}  // namespace judge
