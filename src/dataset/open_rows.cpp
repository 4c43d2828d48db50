#include <fmt/format.h>

#include "base/text.hpp"
#include "dataset/formats.hpp"

namespace judge {

Result<std::unique_ptr<RowReader>> open_rows(const std::filesystem::path& file) {
  auto name = lower(file.filename().string());
  // A file that exists only in memory has a number for a name.
  if (file.parent_path() == "/proc/self/fd") name += ".jsonl";
  if (name.ends_with(".gz")) name.resize(name.size() - 3);
  const auto kind = std::filesystem::path(name).extension();
  if (kind != ".jsonl" && kind != ".ndjson" && kind != ".json" && kind != ".csv" && kind != ".tsv")
    return fail(
        Fault::dataset,
        fmt::format("{}: the format is told by the name, which is to end in .jsonl, .ndjson, "
                    ".json, .csv or .tsv, each also with .gz; rename the file",
                    file.string()));
  auto input = rows::Input::open(file);
  if (!input) return std::unexpected(std::move(input.error()));
  if (kind == ".json") return rows::read_json_array(std::move(*input));
  if (kind == ".csv") return rows::read_csv(std::move(*input), ',');
  if (kind == ".tsv") return rows::read_csv(std::move(*input), '\t');
  return rows::read_jsonl(std::move(*input));
}

}  // namespace judge
