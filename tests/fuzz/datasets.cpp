// The file's ending ("csv.gz") on the first line, and what the file holds.
#include <nlohmann/json.hpp>
#include <set>

#include "dataset/fast_json.hpp"
#include "dataset/parse_json.hpp"
#include "dataset/reader.hpp"
#include "fuzz/input.hpp"
#include "fuzz/property.hpp"
#include "support/scratch.hpp"

namespace judge::test {
namespace {

struct Read {
  std::vector<Row> rows;
  std::vector<std::string> faults;
  bool ended = false;
};

/// Faults do not end it: after each the reader is asked again.
Read read_all(const std::filesystem::path& file, std::size_t at_most) {
  Read read;
  auto reader = open_rows(file);
  if (!reader) return {.rows = {}, .faults = {reader.error().message}, .ended = true};
  while (!read.ended && read.rows.size() + read.faults.size() <= at_most) {
    auto row = (*reader)->next();
    if (!row)
      read.faults.push_back(row.error().message);
    else if (!*row)
      read.ended = true;
    else
      read.rows.push_back(std::move(**row));
  }
  return read;
}

bool same(const Read& a, const Read& b) {
  return a.faults == b.faults && std::ranges::equal(a.rows, b.rows, {}, &Row::value, &Row::value) &&
         std::ranges::equal(a.rows, b.rows, {}, &Row::line, &Row::line);
}

bool in_order(const std::vector<Row>& rows) {
  return std::ranges::is_sorted(rows, {}, &Row::line) &&
         std::ranges::all_of(rows, [](const Row& row) { return row.value.is_object(); });
}

/// As JSON lines they are the same rows.
bool written_again(const std::filesystem::path& file, const std::vector<Row>& rows) {
  std::string text;
  for (const auto& row : rows) text += row.value.dump() + "\n";
  write_file(file, text);
  const auto again = read_all(file, rows.size());
  return again.ended && again.faults.empty() &&
         std::ranges::equal(again.rows, rows, {}, &Row::value, &Row::value);
}

std::string broken_sampling(const std::filesystem::path& file, const Read& read,
                            std::uint64_t sample) {
  DatasetConfig config;
  config.path = file;
  config.sample = sample;
  const auto summary = check_dataset(config, 1, nullptr);
  if (!summary) return fit_for_screen(summary.error().message) ? "" : "faults fit for the screen";
  const auto rows = read.rows.size();
  const auto wanted = sample == 0 ? rows : std::min<std::size_t>(sample, rows);
  if (!read.faults.empty() || summary->samples != wanted) return "the check sees what is read";
  auto samples = open_samples(config, 1, *summary);
  if (!samples) return "what is checked opens";
  std::set<std::string> ids;
  while (auto next = (*samples)->next()) {
    if (!*next) return ids.size() == wanted ? "" : "every sample once, with an id of its own";
    if ((*next)->index != ids.size()) return "samples are counted";
    ids.insert((*next)->id);
  }
  return "what is checked can be read";
}

/// The quick way to read JSON says what the careful one says.
bool agree(std::string_view text) {
  const auto quick = rows::parse_json_fast(text);
  if (!quick) return true;
  const auto careful = rows::parse_json(text);
  return careful && *careful == *quick && careful->dump() == quick->dump();
}

}  // namespace

std::string broken_property(std::string_view input) {
  static const Scratch folder;
  const auto end = input.find('\n');
  const auto text = input.substr(end == std::string_view::npos ? input.size() : end + 1);
  auto kind = lower(input.substr(0, end));
  if (kind.find_first_not_of("abcdefghijklmnopqrstuvwxyz.") != std::string::npos) kind = "jsonl";
  const auto file = folder / ("data." + kind.substr(0, 20));
  write_file(file, text);
  if (!agree(text)) return "quick and careful JSON agree";
  // Deflate packs at most 1032 to 1.
  const auto read = read_all(file, text.size() * (kind.ends_with("gz") ? 1040 : 1) + 2);
  if (!read.ended) return "an end is reached";
  if (!in_order(read.rows)) return "rows are objects, in the file's order";
  if (!std::ranges::all_of(read.faults, fit_for_screen)) return "faults are fit for the screen";
  if (!same(read, read_all(file, read.rows.size() + read.faults.size()))) return "twice the same";
  for (const std::uint64_t sample : {0, 2})
    if (auto broken = broken_sampling(file, read, sample); !broken.empty()) return broken;
  std::filesystem::remove(file);
  return written_again(folder / "again.jsonl", read.rows) ? "" : "rows written are read the same";
}

}  // namespace judge::test
