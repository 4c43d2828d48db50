#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>

#include "cli/commands.hpp"
#include "cli/exit.hpp"
#include "cli/load.hpp"
#include "report/status_text.hpp"
#include "run/opening.hpp"
#include "store/response_store.hpp"

namespace judge {
namespace {

struct StatusArguments {
  std::string config;
  std::vector<std::string> sets;
  std::string color = "auto";
};

Summary summary_of(const Config& config, const std::string& file, const Opening& opening) {
  Summary summary;
  summary.name = config.run.name;
  summary.config = file;
  summary.output = config.run.output;
  summary.tally = opening.tally.result();
  summary.effort.resumed = opening.resumed;
  summary.reached = opening.reached;
  return summary;
}

int status_command(const StatusArguments& arguments) {
  const auto config = load_or_explain(arguments.config, arguments.sets);
  if (!config) return exit_refused;
  const auto pipeline = Pipeline::make(*config);
  if (!pipeline) return report_error(pipeline.error());
  CheckProgress progress;
  const auto opening = inspect_run(*config, *pipeline, posix_files(), progress);
  if (!opening) return report_error(opening.error());
  const auto store = store_totals(config->run.store);
  if (!store) return report_error(store.error());

  const auto totals = store->value_or(StoreTotals{});
  const bool exists = posix_files().exists(config->run.output);
  const auto summary = summary_of(*config, arguments.config, *opening);
  fmt::print("{}", status_text(summary, use_color(arguments.color, STDOUT_FILENO), totals.replies,
                               totals.bytes, exists));
  return exit_status(summary);
}

}  // namespace

void add_status_command(CLI::App& app, Command& chosen) {
  auto arguments = std::make_shared<StatusArguments>();
  auto* command = app.add_subcommand(
      "status", "What is scored, unscored, failed and pending; what it has cost");
  command->add_option("CONFIG", arguments->config, "The TOML file")->required();
  command->add_option("--set", arguments->sets, "Override a key of the config (repeatable)")
      ->allow_extra_args(false)
      ->option_text("KEY=VALUE");
  add_common_options(*command, arguments->color);
  command->footer("Exit status: 0 everything scored, 1 not yet, 2 bad config or dataset.");
  command->callback(
      [arguments, &chosen] { chosen = [arguments] { return status_command(*arguments); }; });
}

}  // namespace judge
