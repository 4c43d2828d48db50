#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdio>

#include "analysis/agreement.hpp"
#include "analysis/bias.hpp"
#include "analysis/calibration.hpp"
#include "analysis/metrics.hpp"
#include "analysis/ranking.hpp"
#include "base/text.hpp"
#include "cli/commands.hpp"
#include "cli/exit.hpp"
#include "cli/sheet_options.hpp"
#include "results/foreign_table.hpp"
#include "results/mapping_options.hpp"
#include "results/write_results.hpp"

namespace judge {
namespace {

struct ScoreArguments : SheetArguments {
  std::string file;
  std::string map;
  MappingValues values;
  std::string output;
};

/// The file's values, those of the command line in their place.
Result<Mapping> mapping_of(const ScoreArguments& arguments) {
  MappingValues values;
  if (!arguments.map.empty()) {
    auto read = read_mapping(arguments.map);
    if (!read) return std::unexpected(read.error());
    values = std::move(*read);
  }
  for (const auto& [name, given] : arguments.values)
    if (!given.empty()) values[name] = given;
  return make_mapping(values);
}

void append(std::vector<Sheet> more, std::vector<Sheet>& sheets) {
  std::ranges::move(more, std::back_inserter(sheets));
}

/// Columns that have no mean are in no table of means.
VerdictTable with_means(ForeignVerdicts verdicts) {
  const auto& without = verdicts.without_values;
  for (auto at = without.rbegin(); at != without.rend(); ++at)
    verdicts.table.columns.erase(verdicts.table.columns.begin() + static_cast<std::ptrdiff_t>(*at));
  return std::move(verdicts.table);
}

/// A mean over the comparisons in which a model happens to stand first says little of it; "pairs"
/// and "ranking" have them all.
bool is_tournament(const VerdictTable& table) {
  return std::ranges::all_of(
             table.columns,
             [](const Column& column) { return column.kind == VerdictKind::preference; }) &&
         std::ranges::any_of(table.lines,
                             [](const VerdictLine& line) { return line.against != no_name; });
}

/// Of texts that the file does not have, nothing is to be said.
void leave_out_lengths(const VerdictTable& table, std::vector<Sheet>& sheets) {
  const auto none = [&](auto&& known) { return std::ranges::none_of(table.lines, known); };
  const bool no_a = none([](const VerdictLine& line) { return line.output.chars > 0; });
  const bool no_b = none([](const VerdictLine& line) { return line.other.has_value(); });
  std::erase_if(sheets, [&](const Sheet& sheet) {
    return (no_b && sheet.key == "length") || (no_a && sheet.key == "length_of_scores");
  });
}

std::vector<Sheet> sheets_of(ForeignVerdicts verdicts, const ScoreArguments& arguments) {
  const auto& options = arguments.analysis;
  auto agreement = agreement_sheets(verdicts.table, options);
  std::string without_values;
  for (const auto column : verdicts.without_values)
    without_values += (without_values.empty() ? "" : ", ") + verdicts.table.columns[column].name;
  const auto table = with_means(std::move(verdicts));

  std::vector<Sheet> sheets;
  append(metrics_sheets(table, options), sheets);
  if (is_tournament(table))
    std::erase_if(sheets,
                  [](const Sheet& sheet) { return sheet.key == "metrics" || sheet.key == "wins"; });
  append(epoch_sheets(table, options), sheets);
  append(ranking_sheets(table, options, arguments.ranking()), sheets);
  append(calibration_sheets(table, options), sheets);
  append(std::move(agreement), sheets);
  append(bias_sheets(table, options), sheets);
  leave_out_lengths(table, sheets);
  if (!without_values.empty() && !sheets.empty())
    sheets.back().remarks.push_back(
        fmt::format("The labels of {} have no values, so there is no mean; give them with --value "
                    "LABEL=NUMBER.",
                    without_values));
  return sheets;
}

/// When the verdicts were last written, as far as anybody knows.
WallTime time_of(const std::filesystem::path& file) {
  std::error_code error;
  const auto written = std::filesystem::last_write_time(file, error);
  if (error) return {};
  return std::chrono::time_point_cast<WallTime::duration>(std::chrono::file_clock::to_sys(written));
}

int score_command(const ScoreArguments& arguments) {
  const auto refuse = [](const Error& error) {
    report_error(error);
    return exit_refused;
  };
  const auto mapping = mapping_of(arguments);
  if (!mapping) return refuse(mapping.error());
  auto verdicts = read_foreign(arguments.file, *mapping, !arguments.output.empty());
  if (!verdicts) return refuse(verdicts.error());
  if (!arguments.output.empty())
    if (const auto written =
            write_results(posix_files(), arguments.output, *verdicts, time_of(arguments.file));
        !written)
      return refuse(written.error());
  for (const auto& remark : verdicts->table.remarks)
    fmt::print(stderr, "note: {}\n", printable(remark, 400));
  verdicts->texts = {};
  auto sheets = sheets_of(std::move(*verdicts), arguments);
  if (const auto kept = keep_sheets(arguments.sheets, sheets); !kept) return refuse(kept.error());
  print_sheets(sheets, arguments.format, arguments.color);
  return exit_scored;
}

/// Of mapping_options(); too many for a line each.
constexpr auto mapping_help =
    R"(Verdicts, a rater each; --score, --label, --prefer, --text, --logprobs and --human are repeatable:
  --score FIELD --scale LO,HI   --label FIELD --value good=1 --value bad=0   --null VALUE: no verdict
  --prefer FIELD [--code a=1 --code b=2 --code tie=0,1.5]   --exact|--includes|--numeric TARGET --answer FIELD
  --text FIELD [--family NAME] and --logprobs FIELD: of a score, labels, or with --a and --b a preference
  --swapped FIELD [--swap-undone]: b shown first   --inconsistent tie|half|drop   --conflict last|first|null
  judge score answers.csv --score rating --scale 1,10 --model system --by topic
Rows: --id --model --epoch --cluster --by FIELD; of pairs --a --b (models) --answer --answer-b --both-orders
  judge score battles.jsonl --prefer winner --a left --b right --id question --baseline gpt
People: --human FIELD [--kind score|label|prefer]   --rater FIELD: a row a rater   --human-file --human-id
  judge score judged.jsonl --label grade --human-file people.csv --human grade --rater annotator
FIELD: a column, or a.b inside objects; --rows FIELD: the list in a JSON object. --tolerance, --ignore-case.
Exit status: 0, or 2 for bad usage or a bad file.)";

constexpr auto mapping_group = "Mapping";

/// Leaves to mapping_help what is in that group: CLI11 knows no name of an option that it hides.
class ShortHelp : public CLI::Formatter {
  std::string make_group(std::string group, bool positional,
                         std::vector<const CLI::Option*> options) const override {
    if (group == mapping_group) return {};
    return CLI::Formatter::make_group(std::move(group), positional, std::move(options));
  }
};

void add_mapping_options(CLI::App& command, MappingValues& values) {
  for (const auto& option : mapping_options()) {
    auto& into = values[std::string(option.name)];
    const auto name = fmt::format("--{}", option.name);
    if (option.value.empty()) {
      command.add_flag_callback(name, [&into] { into = {"true"}; })->group(mapping_group);
      continue;
    }
    auto* added = command.add_option(name, into)->allow_extra_args(false)->group(mapping_group);
    if (!option.repeatable) added->multi_option_policy(CLI::MultiOptionPolicy::Throw);
  }
}

void add_own_options(CLI::App& command, ScoreArguments& arguments) {
  command
      .add_option("--map", arguments.map, "A TOML file of the names below: value = { good = 1 }")
      ->option_text("FILE");
  command
      .add_option("--output", arguments.output, "Write results for judge report and judge compare")
      ->option_text("RESULTS");
}

}  // namespace

void add_score_command(CLI::App& app, Command& chosen) {
  auto arguments = std::make_shared<ScoreArguments>();
  auto* command =
      app.add_subcommand("score", "Metrics of verdicts that someone else produced; asks no model");
  command->add_option("FILE", arguments->file, ".json .jsonl .csv .tsv, each also .gz")->required();
  add_own_options(*command, *arguments);
  add_sheet_options(*command, *arguments);
  command->get_option("--seed")->group(mapping_group);
  add_mapping_options(*command, arguments->values);
  add_common_options(*command, arguments->color);
  command->footer(mapping_help);
  command->formatter(std::make_shared<ShortHelp>());
  command->callback(
      [arguments, &chosen] { chosen = [arguments] { return score_command(*arguments); }; });
}

}  // namespace judge
