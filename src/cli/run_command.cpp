#include <fmt/format.h>
#include <unistd.h>

#include <map>

#include "cli/commands.hpp"
#include "cli/embedded_mocks.hpp"
#include "cli/exit.hpp"
#include "cli/load.hpp"
#include "cli/real_run.hpp"
#include "report/summary_text.hpp"

namespace judge {
namespace {

int run_command(const RunArguments& arguments) {
  auto config = load_or_explain(arguments.config, arguments.sets);
  if (!config) return exit_refused;
  if (arguments.limit > 0) config->dataset.limit = arguments.limit;
  auto mocks = start_mocks(*config);
  if (!mocks) return report_error(mocks.error());
  int signal = 0;
  auto summary = run_for_real(std::move(*config), arguments, signal);
  if (!summary) {
    const auto status = report_error(summary.error());
    return summary.error().fault == Fault::cancelled ? exit_by_signal + signal : status;
  }
  summary->signal = signal;
  summary->config = arguments.config;  // as it was typed: it is shown as a command to type again
  fmt::print("{}", summary_text(*summary, use_color(arguments.color, STDOUT_FILENO)));
  return exit_status(*summary);
}

}  // namespace

void add_run_command(CLI::App& app, Command& chosen) {
  auto arguments = std::make_shared<RunArguments>();
  auto* command = app.add_subcommand("run", "Run, or go on with, the batch that CONFIG describes");
  command->add_option("CONFIG", arguments->config, "The TOML file")->required();
  command
      ->add_option("--set", arguments->sets,
                   "Override a key, e.g. --set models.gpt.max_connections=16 (repeatable)")
      ->allow_extra_args(false)
      ->option_text("KEY=VALUE");
  command->add_option("--limit", arguments->limit, "Only the first N samples, e.g. --limit 20")
      ->check(CLI::PositiveNumber)
      ->option_text("N");
  command->add_flag("--fresh", arguments->fresh,
                    "Forget the results (kept as .bak), keep the paid responses");
  command->add_flag("--retry-failed", arguments->retry_failed,
                    "Try unscored samples again too (failed ones always are)");
  static const std::map<std::string, ProgressStyle> styles{{"auto", ProgressStyle::automatic},
                                                           {"bar", ProgressStyle::bar},
                                                           {"plain", ProgressStyle::plain},
                                                           {"json", ProgressStyle::json},
                                                           {"none", ProgressStyle::none}};
  command
      ->add_option("--progress", arguments->progress,
                   "auto (a bar on a terminal, else plain), bar, plain, json, none")
      ->transform(CLI::CheckedTransformer(styles))
      ->option_text("STYLE");
  command->add_flag("--yes", arguments->yes, "Answer yes to every question (for scripts)");
  add_common_options(*command, arguments->color);
  command->callback(
      [arguments, &chosen] { chosen = [arguments] { return run_command(*arguments); }; });
}

}  // namespace judge
