#include "results/read_results.hpp"

#include <fmt/format.h>

#include <utility>

#include "base/text.hpp"
#include "results/read_results_builder.hpp"
#include "store/checksum.hpp"
#include "store/line_parser.hpp"
#include "store/line_reader.hpp"

namespace judge {
namespace {

/// Whatever is wrong with a file that is only read is a fault of what was named.
std::unexpected<Error> refused(Error error) {
  return fail(Fault::dataset, std::move(error.message));
}

struct Read {
  bool torn = false;
};

Result<Read> read_lines(File& file, const std::filesystem::path& path, ResultsBuilder& builder) {
  LineReader reader(file, path);
  LineParser parser;
  std::uint64_t number = 0, broken = 0;  // line numbers; 0: none
  while (true) {
    const auto line = reader.next();
    if (!line) return refused(line.error());
    if (!*line) return Read{.torn = broken > 0};
    // Only what comes last may be half a line: it was being written when the run was killed.
    if (broken > 0)
      return fail(Fault::dataset,
                  fmt::format("{}:{}: is no JSON object; repair or remove that line (judge run "
                              "does it for its own results)",
                              printable(path.native()), broken));
    ++number;
    if (trim((*line)->text).empty()) continue;
    if (!is_sound((*line)->text))
      return fail(Fault::dataset,
                  fmt::format("{}:{}: is not what was written, as its crc32 shows; run the config "
                              "again, which makes it anew from the store, or, if it was changed on "
                              "purpose, remove crc32 from it",
                              printable(path.native()), number));
    const auto json = parser.parse((*line)->text);
    if (!json) {
      broken = number;
    } else if (!builder.add(*json)) {
      return fail(
          Fault::dataset,
          fmt::format("{}:{}: is no results line of judge: \"id\" or \"status\" is missing; "
                      "what others scored is read by judge score",
                      printable(path.native()), number));
    }
  }
}

Result<> all_found(const std::filesystem::path& path, const ReadOptions& options,
                   const ResultsBuilder::Found& found) {
  const auto missing = [&](std::string_view flag, const std::string& name) {
    return fail(Fault::usage,
                fmt::format("--{} {}: no line of {} has it; name a field of the results lines, "
                            "such as metadata.topic",
                            flag, printable(name), printable(path.native())));
  };
  for (std::size_t i = 0; i < options.by.size(); ++i)
    if (!found.by[i]) return missing("by", options.by[i]);
  if (!options.cluster.empty() && !found.cluster) return missing("cluster", options.cluster);
  if (!options.human.empty() && !found.human) return missing("human", options.human);
  return {};
}

}  // namespace

Result<VerdictTable> read_results(const std::filesystem::path& path, const ReadOptions& options,
                                  Files& files) {
  if (!files.exists(path))
    return fail(Fault::dataset, printable(path.native()) + ": there is no such file");
  auto file = files.open_to_read(path);
  if (!file) return refused(file.error());
  auto about = read_about(path);
  if (!about) return std::unexpected(about.error());
  ResultsBuilder builder(options, std::move(*about));
  const auto read = read_lines(**file, path, builder);
  if (!read) return std::unexpected(read.error());
  auto table = builder.finish(path.filename().native());
  if (!table.lines.empty())
    if (auto found = all_found(path, options, builder.found()); !found)
      return std::unexpected(found.error());
  if (read->torn) table.remarks.emplace_back("The last line is only half there and is left out.");
  return table;
}

}  // namespace judge
