#pragma once

#include <doctest/doctest.h>

#include <string>
#include <string_view>

#include "results/foreign_table.hpp"
#include "results/mapping_options.hpp"
#include "support/scratch.hpp"

namespace judge::test {

/// A file of somebody else's, and the table that a mapping makes of it.
class ForeignFile {
 public:
  explicit ForeignFile(std::string_view text, std::string_view name = "data.csv")
      : path_(folder_ / name) {
    write_file(path_, text);
  }

  std::filesystem::path add(std::string_view name, std::string_view text) {
    write_file(folder_ / name, text);
    return folder_ / name;
  }

  Result<ForeignVerdicts> try_read(const MappingValues& values) const {
    const auto mapping = make_mapping(values);
    if (!mapping) return std::unexpected(mapping.error());
    return read_foreign(path_, *mapping, false);
  }

  VerdictTable read(const MappingValues& values) const {
    auto verdicts = try_read(values);
    INFO((verdicts ? "" : verdicts.error().message));
    REQUIRE(verdicts);
    return std::move(verdicts->table);
  }

  /// What is refused, without the path before it.
  std::string refusal(const MappingValues& values) const {
    const auto verdicts = try_read(values);
    REQUIRE_FALSE(verdicts);
    auto text = verdicts.error().message;
    const auto path = path_.string();
    for (auto at = text.find(path); at != std::string::npos; at = text.find(path))
      text.replace(at, path.size(), "FILE");
    return text;
  }

 private:
  Scratch folder_;
  std::filesystem::path path_;
};

/// A column's cells in a row: the label, else the score, else the reason: "A 7 absent".
inline std::string shown(const VerdictTable& table, std::size_t column) {
  std::string text;
  for (const auto& cell : table.columns[column].cells) {
    if (!text.empty()) text += ' ';
    if (!cell.scored())
      text += table.reasons[cell.reason];
    else if (cell.label != no_name)
      text += table.labels[cell.label];
    else
      text += nlohmann::json(cell.score).dump();
  }
  return text;
}

}  // namespace judge::test
