#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include "base/text.hpp"
#include "cli/commands.hpp"
#include "cli/exit.hpp"
#include "cli/sheet_options.hpp"
#include "report/report_plots.hpp"
#include "report/report_sheets.hpp"
#include "report/sheet_print.hpp"
#include "results/read_results.hpp"

namespace judge {
namespace {

struct ReportArguments : SheetArguments {
  std::vector<std::string> files;
  ReadOptions read;
  std::vector<std::string> judges;
  bool plot = false;
};

/// Leaves the columns of those judges, and of people.
Result<> keep_judges(const std::vector<std::string>& wanted, const std::string& file,
                     VerdictTable& table) {
  if (wanted.empty()) return {};
  std::vector<std::string> known;
  for (const auto& column : table.columns)
    if (column.rater == Column::Rater::judge) known.push_back(column.name);
  for (const auto& name : wanted) {
    if (std::ranges::find(known, name) != known.end()) continue;
    std::string names;
    for (const auto& each : known) names += (names.empty() ? "" : ", ") + printable(each, 60);
    return fail(Fault::usage, fmt::format("--judge {}: {} has no judge of that name; it has {}",
                                          printable(name), printable(file), names));
  }
  std::erase_if(table.columns, [&](const Column& column) {
    return column.rater != Column::Rater::human &&
           std::ranges::find(wanted, column.name) == wanted.end();
  });
  return {};
}

struct Report {
  std::vector<Sheet> sheets;
  std::string plots;
};

PlotStyle plot_style(bool color) {
  constexpr std::size_t usual_width = 80, widest = 100;
  const auto width = terminal_width(STDOUT_FILENO);
  return {.unicode = unicode_locale(),
          .color = color,
          .width = width == 0 ? usual_width : std::min(width, widest)};
}

Result<Report> make_report(const ReportArguments& arguments, bool color) {
  std::vector<NamedSheets> files;
  Report report;
  for (const auto& file : arguments.files) {
    auto table = read_results(file, arguments.read);
    if (!table) return std::unexpected(table.error());
    if (auto kept = keep_judges(arguments.judges, file, *table); !kept)
      return std::unexpected(kept.error());
    files.push_back({file, report_sheets(*table, arguments.analysis, arguments.ranking())});
    const auto& sheets = files.back().sheets;
    const auto metrics = std::ranges::find(sheets, "metrics", &Sheet::key);
    if (!arguments.plot || metrics == sheets.end()) continue;
    const auto plots = report_plots(*metrics, *table, plot_style(color));
    if (arguments.files.size() > 1 && !plots.empty()) report.plots += "\n" + printable(file) + "\n";
    report.plots += plots;
  }
  report.sheets = files.size() == 1 ? std::move(files.front().sheets) : merged_sheets(files);
  if (auto kept = keep_sheets(arguments.sheets, report.sheets); !kept)
    return std::unexpected(kept.error());
  return report;
}

int report_command(const ReportArguments& arguments) {
  const bool color = use_color(arguments.color, STDOUT_FILENO);
  const auto report = make_report(arguments, color);
  if (!report) {
    report_error(report.error());
    return exit_refused;
  }
  print_sheets(report->sheets, arguments.format, arguments.color);
  if (arguments.format == "table") fmt::print("{}", report->plots);
  return exit_scored;
}

void add_options(CLI::App& command, ReportArguments& arguments) {
  command.add_option("RESULTS", arguments.files, "Results files, e.g. results/trivia.jsonl")
      ->required();
  const auto repeatable = [&](const char* name, std::vector<std::string>& into, const char* help) {
    return command.add_option(name, into, help)->allow_extra_args(false);
  };
  repeatable("--by", arguments.read.by, "A row a group, e.g. --by metadata.topic (repeatable)")
      ->option_text("PATH");
  command
      .add_option("--cluster", arguments.read.cluster,
                  "What samples depend on one another, e.g. --cluster metadata.article")
      ->option_text("PATH");
  command
      .add_option("--human", arguments.read.human,
                  "A person's verdicts, e.g. --human metadata.rating")
      ->option_text("PATH");
  repeatable("--judge", arguments.judges, "Only this judge, e.g. --judge quality (repeatable)")
      ->option_text("NAME");
  add_sheet_options(command, arguments);
  command.add_flag("--exact", arguments.analysis.exact,
                   "Rates with Clopper-Pearson's interval, not Wilson's, e.g. --exact");
  command.add_flag("--plot", arguments.plot,
                   "Intervals and histograms below the tables, e.g. --plot");
}

}  // namespace

void add_report_command(CLI::App& app, Command& chosen) {
  auto arguments = std::make_shared<ReportArguments>();
  auto* command =
      app.add_subcommand("report", "Metrics with intervals, nulls and biases of results files");
  add_options(*command, *arguments);
  add_common_options(*command, arguments->color);
  command->footer(
      "Rates have Wilson's interval, means Student's t; repeats of a sample (and what --cluster\n"
      "joins) count as one cluster. Exit status: 0, or 2 for bad usage or a bad file.");
  command->callback(
      [arguments, &chosen] { chosen = [arguments] { return report_command(*arguments); }; });
}

}  // namespace judge
