#include "cli/sheet_options.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include "base/text.hpp"
#include "cli/commands.hpp"
#include "report/sheet_print.hpp"

namespace judge {

RankingOptions SheetArguments::ranking() const {
  return {.baseline = baseline.empty() ? std::nullopt : std::optional(baseline),
          .elo = rank == "elo",
          .elo_settings = {}};
}

void add_format_option(CLI::App& command, std::string& format) {
  command.add_option("--format", format, "table, json, csv or markdown [table], e.g. --format csv")
      ->check(CLI::IsMember({"table", "json", "csv", "markdown"}))
      ->option_text("FORMAT");
}

void add_sheet_options(CLI::App& command, SheetArguments& arguments) {
  command
      .add_option("--sheet", arguments.sheets, "Only this sheet, e.g. --sheet metrics (repeatable)")
      ->allow_extra_args(false)
      ->option_text("KEY");
  command
      .add_option("--rank", arguments.rank,
                  "Models by preferences: bradley-terry or elo [bradley-terry]")
      ->check(CLI::IsMember({"bradley-terry", "elo"}))
      ->option_text("HOW");
  command
      .add_option("--baseline", arguments.baseline,
                  "The model that others are ranked against, e.g. --baseline gpt")
      ->option_text("MODEL");
  command
      .add_option("--level", arguments.analysis.level, "Of the intervals [0.95], e.g. --level 0.99")
      ->check(CLI::Range(0.5, 0.9999))
      ->option_text("P");
  command
      .add_option("--bootstrap", arguments.analysis.bootstrap,
                  "Intervals by N replicates over clusters, e.g. --bootstrap 2000")
      ->check(CLI::Range(100, 1'000'000))
      ->option_text("N");
  command.add_option("--seed", arguments.analysis.seed, "Of the bootstrap [0], e.g. --seed 7")
      ->option_text("S");
  add_format_option(command, arguments.format);
}

Result<> keep_sheets(const std::vector<std::string>& wanted, std::vector<Sheet>& sheets) {
  if (wanted.empty()) return {};
  for (const auto& key : wanted) {
    if (std::ranges::find(sheets, key, &Sheet::key) != sheets.end()) continue;
    std::string keys;
    for (const auto& sheet : sheets) keys += (keys.empty() ? "" : ", ") + sheet.key;
    return fail(Fault::usage,
                fmt::format("--sheet {}: these results have no such sheet; they have {}",
                            printable(key), keys));
  }
  std::erase_if(sheets, [&](const Sheet& sheet) {
    return std::ranges::find(wanted, sheet.key) == wanted.end();
  });
  return {};
}

void print_sheets(const std::vector<Sheet>& sheets, const std::string& format,
                  const std::string& color) {
  const TextStyle style{.color = use_color(color, STDOUT_FILENO),
                        .width = terminal_width(STDOUT_FILENO)};
  fmt::print("{}", sheets_as(format, sheets, style));
  if (format == "csv") fmt::print(stderr, "{}", sheet_remarks(sheets));
}

}  // namespace judge
