// What a run says of its results, below a line of "---" the results' lines.
#include "fuzz/input.hpp"
#include "fuzz/property.hpp"
#include "fuzz/sound_table.hpp"
#include "results/about.hpp"
#include "results/read_results.hpp"
#include "sim/memory_files.hpp"
#include "store/results_file.hpp"
#include "support/scratch.hpp"

namespace judge::test {
namespace {

using nlohmann::json;

/// The view that is not copied and a plain parser read the same.
bool views_agree(MemoryFiles& files, const std::filesystem::path& path) {
  bool agree = true;
  const auto read = read_results(files, path, [&](JsonView line) {
    const auto text = line.json().dump();
    const auto again = json::parse(text, nullptr, false);
    agree = agree && again.is_object() && again.dump() == text;
    line.each_member([&](std::string_view key, JsonView value) {
      agree = agree && (value.text().has_value() == value.json().is_string()) &&
              line.json().contains(key);
    });
  });
  return agree && read;
}

bool same(const Result<VerdictTable>& a, const Result<VerdictTable>& b) {
  if (!a || !b) return !a && !b && a.error().message == b.error().message;
  return a->lines.size() == b->lines.size() && a->columns.size() == b->columns.size() &&
         a->remarks == b->remarks;
}

}  // namespace

std::string broken_property(std::string_view input) {
  static const Scratch folder;
  const auto path = folder / "r.jsonl";
  const auto [about, lines] = parts<2>(input);
  std::filesystem::remove(about_path(path));
  if (!about.empty()) write_file(about_path(path), about);
  MemoryFiles files;
  files.put(path, std::string(lines));
  if (!views_agree(files, path)) return "a view says what the line says";
  for (const auto& options :
       {ReadOptions{}, ReadOptions{.by = {"topic"}, .cluster = "cluster", .human = "human"}}) {
    const auto table = read_results(path, options, files);
    if (!table && !fit_for_screen(table.error().message)) return "faults are fit for the screen";
    if (table && !sound(*table)) return "a table holds together";
    if (table && !std::ranges::all_of(table->remarks, fit_for_screen))
      return "remarks are fit for the screen";
    if (!same(table, read_results(path, options, files))) return "twice the same";
  }
  return "";
}

}  // namespace judge::test
