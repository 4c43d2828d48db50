// `judge score`: a mapping, the file's ending ("csv"), and the file, divided by lines of "---".
#include "fuzz/input.hpp"
#include "fuzz/property.hpp"
#include "fuzz/sound_table.hpp"
#include "results/foreign_table.hpp"
#include "results/mapping_options.hpp"
#include "results/read_results.hpp"
#include "results/write_results.hpp"
#include "sim/memory_files.hpp"
#include "support/scratch.hpp"

namespace judge::test {
namespace {

std::size_t judges(const VerdictTable& table) {
  return static_cast<std::size_t>(
      std::ranges::count(table.columns, Column::Rater::judge, &Column::rater));
}

/// As results of our own they are the same verdicts.
bool written_again(const ForeignVerdicts& verdicts) {
  MemoryFiles files;
  const std::filesystem::path path = "/nonexistent/r.jsonl";
  const auto written = write_results(files, path, verdicts, {});
  if (!written) return fit_for_screen(written.error().message);
  const auto again = read_results(path, {}, files);
  return again && sound(*again) && again->lines.size() == verdicts.table.lines.size() &&
         (again->lines.empty() || judges(*again) == judges(verdicts.table));
}

}  // namespace

std::string broken_property(std::string_view input) {
  static const Scratch folder;
  const auto [options, ending, text] = parts<3>(input);
  const bool plain = ending.find_first_not_of("abcdefghijklmnopqrstuvwxyz.") == ending.npos;
  const auto data = folder / ("data." + std::string(plain ? ending.substr(0, 20) : "csv"));
  write_file(data, text);
  write_file(folder / "mapping.toml", options);
  const auto told = [](const auto& result) {
    return fit_for_screen(result.error().message) ? "" : "faults are fit for the screen";
  };
  const auto values = read_mapping(folder / "mapping.toml");
  if (!values) return told(values);
  const auto mapping = make_mapping(*values);
  if (!mapping) return told(mapping);
  const auto verdicts = read_foreign(data, *mapping, true);
  std::filesystem::remove(data);
  if (!verdicts) return told(verdicts);
  if (!sound(verdicts->table)) return "a table holds together";
  if (!std::ranges::all_of(verdicts->table.remarks, fit_for_screen))
    return "remarks are fit for the screen";
  return written_again(*verdicts) ? "" : "verdicts written as results are read again";
}

}  // namespace judge::test
