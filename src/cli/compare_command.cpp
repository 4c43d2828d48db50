#include "analysis/compare_sheets.hpp"
#include "cli/commands.hpp"
#include "cli/compare_sides.hpp"
#include "cli/exit.hpp"
#include "cli/sheet_options.hpp"

namespace judge {
namespace {

struct CompareArguments {
  std::vector<std::string> files;
  std::vector<std::string> models;
  std::string cluster;
  std::string format = "table";
  std::string color = "auto";
  CompareOptions options;
};

struct Compared {
  std::vector<Comparison> comparisons;
  std::vector<std::string> remarks;
};

Result<Compared> compare_all(const CompareOptions& options,
                             const std::vector<Contestant>& contestants) {
  Compared result;
  const auto& baseline = contestants.front();
  for (std::size_t i = 1; i < contestants.size(); ++i) {
    const auto& candidate = contestants[i];
    const auto shared = lines_of(baseline, candidate);
    if (!shared) return std::unexpected(shared.error());
    const auto judges = judges_of(options.judge, baseline, candidate);
    if (!judges) return std::unexpected(judges.error());
    result.remarks.push_back(overlap_sentence(baseline, candidate, *shared));
    for (const auto& judge : *judges)
      result.comparisons.push_back(compare(baseline, candidate, judge, *shared, options));
  }
  adjust(result.comparisons);
  return result;
}

int compare_command(const CompareArguments& arguments) {
  const auto sources = read_sources(arguments.files, arguments.cluster);
  if (!sources) return report_error(sources.error());
  const auto contestants = contestants_of(*sources, arguments.models);
  if (!contestants) return report_error(contestants.error());
  const auto compared = compare_all(arguments.options, *contestants);
  if (!compared) return report_error(compared.error());

  auto sheets = compare_sheets(compared->comparisons, arguments.options);
  auto& remarks = sheets.front().remarks;
  remarks.insert(remarks.end(), compared->remarks.begin(), compared->remarks.end());
  for (const auto& source : *sources)
    for (const auto& remark : source.table.remarks)
      remarks.push_back(name_of(source, *sources) + ": " + remark);
  print_sheets(sheets, arguments.format, arguments.color);
  return exit_scored;
}

void add_options(CLI::App& command, CompareArguments& arguments) {
  auto& options = arguments.options;
  command.add_option("RESULTS", arguments.files, "Results files; the first is the baseline")
      ->required();
  command
      .add_option("--models", arguments.models,
                  "Only these candidate models, the first the baseline, e.g. --models a,b")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->option_text("NAMES");
  command.add_option("--judge", options.judge, "Only this judge's verdicts [all]")
      ->option_text("NAME");
  command.add_option("--flips", options.flips, "List the N samples that differ most")
      ->option_text("N");
  command.add_flag("--power", options.power_table, "What fewer or more lines could see");
  command
      .add_option("--cluster", arguments.cluster,
                  "Field whose equal values are not independent, e.g. --cluster topic")
      ->option_text("PATH");
  command
      .add_option("--level", options.level,
                  "Of the intervals [0.95]; tests are held against 1 - LEVEL")
      ->check(CLI::Range(0.5, 0.9999))
      ->option_text("LEVEL");
  command.add_option("--permutations", options.permutations, "Of the sign-flip test [10000]")
      ->check(CLI::Range(std::uint64_t{100}, std::uint64_t{10'000'000}))
      ->option_text("N");
  command.add_option("--seed", options.seed, "Of the permutations [0]")->option_text("N");
  add_format_option(command, arguments.format);
}

}  // namespace

void add_compare_command(CLI::App& app, Command& chosen) {
  auto arguments = std::make_shared<CompareArguments>();
  auto* command = app.add_subcommand(
      "compare", "Whether B is better than A: paired differences, tests, what flipped");
  add_options(*command, *arguments);
  add_common_options(*command, arguments->color);
  command->footer(
      "Examples:\n"
      "  judge compare before.jsonl after.jsonl --flips 20\n"
      "  judge compare results.jsonl --models small,large\n"
      "Only samples and epochs that both have are compared. Exit status: 0, or 2 where nothing can "
      "be.");
  command->callback(
      [arguments, &chosen] { chosen = [arguments] { return compare_command(*arguments); }; });
}

}  // namespace judge
