#include <fmt/format.h>
#include <unistd.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>
#include <cstdio>
#include <map>

#include "base/asio_clock.hpp"
#include "batch/batches.hpp"
#include "cli/commands.hpp"
#include "cli/embedded_mocks.hpp"
#include "cli/exit.hpp"
#include "cli/load.hpp"
#include "cli/signals.hpp"
#include "net/curl_transport.hpp"
#include "report/summary_text.hpp"
#include "ui/progress.hpp"

namespace judge {
namespace {

struct RunArguments {
  std::string config;
  std::vector<std::string> sets;
  std::uint64_t limit = 0;
  bool fresh = false;
  bool retry_failed = false;
  bool yes = false;
  ProgressStyle progress = ProgressStyle::automatic;
  std::string color = "auto";
};

// One for the store, one for the results, one for the dataset: each may wait for the disk.
constexpr std::size_t blocking_threads = 3;

std::size_t all_permits(const Config& config) {
  std::size_t permits = 0;
  for (const auto& model : config.models) permits += model.max_connections.max;
  return permits;
}

/// The composition root (`signal`: the first that came, or 0): the only place that joins a run with
/// the real clock, network, disk and screen.
Result<Summary> run_for_real(const Config& config, const RunArguments& arguments, int& signal) {
  asio::io_context loop(1);
  asio::thread_pool blocking(blocking_threads);
  AsioClock clock(loop.get_executor());
  auto transport = make_curl_transport(loop.get_executor(), all_permits(config));
  auto progress =
      make_progress(arguments.progress, STDERR_FILENO, use_color(arguments.color, STDERR_FILENO));
  StopSignal stop;
  SignalStop signals(loop, stop, *progress, config.run.drain);
  ConfigUpdates updates;
  SignalReload reloads(loop, [&] {
    if (auto next = load_again(arguments.config, arguments.sets))
      updates.push(std::move(*next));
    else
      progress->notice("the config is not taken over: " + next.error());
  });
  Seams seams{.loop = loop.get_executor(),
              .blocking = blocking.get_executor(),
              .clock = clock,
              .transport = *transport,
              .files = posix_files(),
              .progress = *progress,
              .stop = stop,
              .updates = &updates};

  const RunOptions options{.fresh = arguments.fresh, .retry_failed = arguments.retry_failed};
  std::optional<Result<Summary>> outcome;
  std::exception_ptr failure;
  asio::co_spawn(loop, run_with_batches(config, options, seams),
                 [&](std::exception_ptr thrown, Result<Summary> result) {
                   failure = thrown;
                   outcome = std::move(result);
                   signals.forget();
                   reloads.forget();
                   loop.stop();
                 });
  loop.run();
  blocking.join();
  if (failure) std::rethrow_exception(failure);
  signal = signals.received();
  return std::move(*outcome);
}

int run_command(const RunArguments& arguments) {
  auto config = load_or_explain(arguments.config, arguments.sets);
  if (!config) return exit_refused;
  if (arguments.limit > 0) config->dataset.limit = arguments.limit;
  auto mocks = start_mocks(*config);
  if (!mocks) return report_error(mocks.error());
  int signal = 0;
  auto summary = run_for_real(*config, arguments, signal);
  if (!summary) {
    const auto status = report_error(summary.error());
    return summary.error().fault == Fault::cancelled ? exit_by_signal + signal : status;
  }
  summary->signal = signal;
  summary->config = arguments.config;  // as it was typed: it is shown as a command to type again
  fmt::print("{}", summary_text(*summary, use_color(arguments.color, STDOUT_FILENO)));
  std::fflush(stdout);
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
