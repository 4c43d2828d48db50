#pragma once

#include <filesystem>
#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "dataset/reader.hpp"
#include "results/foreign_columns.hpp"
#include "results/foreign_lines.hpp"
#include "results/foreign_table.hpp"

namespace judge {

/// Makes a table of somebody else's rows; `mapping` outlives it.
class ForeignReader {
 public:
  ForeignReader(const Mapping& mapping, bool keep_texts);

  Result<> prepare();
  Result<> read(const std::filesystem::path& file);
  /// Of a second file, behind read().
  Result<> read_people(const std::filesystem::path& file);
  ForeignVerdicts finish();

 private:
  /// The error is a sentence without file and row, which the caller knows.
  using Taken = std::expected<void, std::string>;
  using TakeRow = std::function<Taken(const Row&)>;

  /// A field and how it is read.
  struct Field {
    std::string option;  // as on the command line, without --
    std::string name;
    bool human = false;
    bool swapped = false;
    bool both_orders = false;
    std::size_t number = 0;  // of ForeignColumns::Place
    FieldReader reader;
    bool seen = false;
  };

  Result<> prepare_people();
  Result<> each_row(const std::filesystem::path& file, const Mapping& mapping,
                    const TakeRow& take_row);
  /// A field may be missing in some rows, which is how gaps are written; in all of them it is a
  /// slip.
  Result<> check_seen(const std::filesystem::path& file, const Row& first) const;
  bool is_here(const Field& field) const;

  Taken take(const Row& row);
  Taken take_field(const Row& row, Field& field, const std::string& rater, const RowModels& models,
                   const LineIndex::Found& at);
  std::expected<std::string, std::string> rater_of(const Row& row) const;
  const nlohmann::json* answer_of(const Row& row) const;

  /// What a line knows of itself: lengths, cluster, group.
  Taken describe(const Row& row, std::size_t at);
  std::expected<std::string, std::string> group_of(const Row& row) const;
  void keep_line(const Row& row, const nlohmann::json* other);
  void keep(std::size_t column, std::size_t line, const nlohmann::json& text);

  void make_people_index();
  Taken take_person(const Row& row, const Mapping& mapping);
  /// Whether the line is what the row is about; true where a and b are exchanged.
  std::optional<bool> matches(const VerdictLine& line, const RowKey& key,
                              const Mapping& mapping) const;

  const Mapping& mapping_;
  bool keep_texts_;
  ForeignVerdicts result_;
  ForeignColumns columns_;
  LineIndex index_;
  std::vector<Field> fields_, people_;
  std::vector<std::vector<std::size_t>> lines_of_;  // by id
  std::uint64_t rows_ = 0;
  std::uint64_t unmatched_ = 0;
  bool reading_people_ = false;
};

}  // namespace judge
