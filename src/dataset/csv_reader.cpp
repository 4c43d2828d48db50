#include <csv.h>
#include <fmt/format.h>

#include <deque>
#include <new>
#include <string>
#include <unordered_set>
#include <vector>

#include "base/text.hpp"
#include "dataset/formats.hpp"
#include "dataset/lines.hpp"

namespace judge::rows {

namespace {

using Cells = std::vector<std::string>;

struct Record {
  std::uint64_t line = 0;  // it begins on
  Cells cells;
};

/// RFC 4180 by libcsv in strict mode, fed line by line so that a record's first line is known.
class Records {
 public:
  Records(Input input, char delimiter) : lines_(std::move(input)) {
    if (csv_init(&parser_, CSV_STRICT | CSV_STRICT_FINI) != 0) throw std::bad_alloc();
    csv_set_delim(&parser_, static_cast<unsigned char>(delimiter));
    csv_set_blk_size(&parser_, std::size_t{64} << 10);
    // Spaces belong to the cell; libcsv would trim them.
    csv_set_space_func(&parser_, [](unsigned char) { return 0; });
  }
  ~Records() { csv_free(&parser_); }
  Records(const Records&) = delete;
  Records& operator=(const Records&) = delete;

  const std::filesystem::path& file() const { return lines_.file(); }

  /// nullopt at the end, and after an error.
  Result<std::optional<Record>> next() {
    while (done_.empty() && !over_) {
      const auto more = read_line();
      if (!more) {
        over_ = true;
        return std::unexpected(more.error());
      }
    }
    if (done_.empty()) return std::nullopt;
    auto record = std::move(done_.front());
    done_.pop_front();
    return record;
  }

 private:
  static void on_cell(void* text, std::size_t size, void* self) {
    static_cast<Records*>(self)->cells_.emplace_back(static_cast<const char*>(text), size);
  }
  static void on_record(int, void* self) {
    auto& records = *static_cast<Records*>(self);
    records.done_.push_back({.line = records.start_, .cells = std::move(records.cells_)});
    records.cells_.clear();
    records.inside_ = false;
  }

  Result<> read_line() {
    auto line = lines_.next();
    if (!line) return std::unexpected(std::move(line.error()));
    if (!*line) return finish();
    const auto number = (*line)->number;
    const auto text = (*line)->text;
    if (!inside_) {
      if (trim(text).empty()) return {};
      start_ = number;
      size_ = 0;
    }
    inside_ = true;
    size_ += text.size() + 1;
    if (size_ > max_record)
      return fault(file(), start_, "a record of more than 64 MiB; is a closing quote missing?");
    if (feed(text) && feed("\n")) return {};
    return fault(file(), number,
                 "a stray quote; a cell that holds \" is to stand in quotes with each \" doubled: "
                 "\"5\"\" pipe\"");
  }

  bool feed(std::string_view text) {
    return csv_parse(&parser_, text.data(), text.size(), on_cell, on_record, this) == text.size();
  }

  Result<> finish() {
    over_ = true;
    if (csv_fini(&parser_, on_cell, on_record, this) == 0) return {};
    return fault(file(), start_,
                 "the record that begins here is not complete at the end of the file: a closing "
                 "quote is missing");
  }

  Lines lines_;
  csv_parser parser_{};
  std::deque<Record> done_;
  Cells cells_;
  std::uint64_t start_ = 0;
  std::size_t size_ = 0;
  bool inside_ = false;
  bool over_ = false;
};

class CsvReader : public RowReader {
 public:
  CsvReader(Input input, char delimiter) : records_(std::move(input), delimiter) {}

  Result<std::optional<Row>> next() override {
    if (names_.empty()) {
      auto header = read_header();
      if (!header) return std::unexpected(std::move(header.error()));
      if (names_.empty()) return std::nullopt;
    }
    auto record = records_.next();
    if (!record) return std::unexpected(std::move(record.error()));
    if (!*record) return std::nullopt;
    return to_row(std::move(**record));
  }

 private:
  Result<> read_header() {
    if (refused_) return {};
    auto record = records_.next();
    if (!record) return std::unexpected(std::move(record.error()));
    if (!*record) return {};
    auto names = check_header(**record);
    refused_ = !names;
    if (!names) return names;
    names_ = std::move((*record)->cells);
    return {};
  }

  Result<> check_header(const Record& record) const {
    std::unordered_set<std::string_view> seen;
    for (const auto& name : record.cells) {
      const auto wrong = [&](std::string_view what) {
        return fault(records_.file(), record.line,
                     fmt::format("{}; the first line is to name the columns", what));
      };
      if (invalid_utf8(name)) return wrong("a column's name is not UTF-8");
      if (trim(name).empty()) return wrong(fmt::format("column {} has no name", seen.size() + 1));
      if (!seen.insert(name).second)
        return wrong(fmt::format("two columns are called \"{}\"", printable(name, 60)));
    }
    return {};
  }

  Result<std::optional<Row>> to_row(Record record) const {
    if (record.cells.size() != names_.size())
      return fault(
          records_.file(), record.line,
          fmt::format("{} cells where the header names {}", record.cells.size(), names_.size()));
    auto value = nlohmann::json::object();
    for (std::size_t i = 0; i < names_.size(); ++i) {
      if (invalid_utf8(record.cells[i]))
        return fault(records_.file(), record.line,
                     fmt::format("column \"{}\": invalid UTF-8; save the file as UTF-8",
                                 printable(names_[i], 60)));
      value[names_[i]] = std::move(record.cells[i]);
    }
    return Row{.line = record.line, .value = std::move(value)};
  }

  Records records_;
  Cells names_;
  bool refused_ = false;
};

}  // namespace

std::unique_ptr<RowReader> read_csv(Input input, char delimiter) {
  return std::make_unique<CsvReader>(std::move(input), delimiter);
}

}  // namespace judge::rows
