#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>

#include "base/text.hpp"
#include "cli/commands.hpp"
#include "cli/exit.hpp"
#include "cli/load.hpp"
#include "plan/plan.hpp"
#include "report/plan_text.hpp"
#include "ui/progress.hpp"

namespace judge {
namespace {

struct PlanArguments {
  std::string config;
  std::vector<std::string> sets;
  std::uint64_t limit = 0;
  std::string format = "text";
  std::string latency;
  std::string color = "auto";
};

/// Shows nothing of what takes less than a second.
class LateProgress final : public Progress {
 public:
  explicit LateProgress(bool color) : color_(color) {}

  void update(const Snapshot& snapshot) override {
    const auto now = timed(snapshot);
    constexpr std::chrono::seconds patience{1};
    if (!shown_ && now.elapsed < patience) return;
    if (!shown_) shown_ = make_progress(ProgressStyle::automatic, STDERR_FILENO, color_);
    shown_->update(now);
    last_ = now;
  }
  void notice(std::string_view) override {}
  void finish(const Snapshot&) override {}
  void end() {
    if (shown_) shown_->finish(timed(last_));
  }

 private:
  Snapshot timed(Snapshot snapshot) const {
    snapshot.elapsed =
        std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now() - started_);
    return snapshot;
  }

  bool color_;
  std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
  std::unique_ptr<Display> shown_;
  Snapshot last_;
};

Result<PlanOptions> options_of(const PlanArguments& arguments) {
  PlanOptions options;
  if (arguments.latency.empty()) return options;
  options.latency = parse_duration(arguments.latency);
  if (!options.latency || options.latency->count() <= 0)
    return fail(Fault::usage,
                fmt::format("--latency {}: is no duration, such as 2s or 350ms\nSee 'judge plan "
                            "--help'.",
                            printable(arguments.latency)));
  return options;
}

int plan_command(const PlanArguments& arguments) {
  const auto options = options_of(arguments);
  if (!options) return report_error(options.error());
  auto config = load_or_explain(arguments.config, arguments.sets);
  if (!config) return exit_refused;
  if (arguments.limit > 0) config->dataset.limit = arguments.limit;
  LateProgress progress(use_color(arguments.color, STDERR_FILENO));
  const auto plan = make_plan(*config, *options, posix_files(), progress);
  progress.end();
  if (!plan) return report_error(plan.error());
  fmt::print("{}", arguments.format == "json"
                       ? plan_json(*plan)
                       : plan_text(*plan, use_color(arguments.color, STDOUT_FILENO)));
  return exit_scored;
}

}  // namespace

void add_plan_command(CLI::App& app, Command& chosen) {
  auto arguments = std::make_shared<PlanArguments>();
  auto* command =
      app.add_subcommand("plan", "What a run would send, cost and take; sends and writes nothing");
  command->add_option("CONFIG", arguments->config, "The TOML file")->required();
  command->add_option("--set", arguments->sets, "Override a key of the config (repeatable)")
      ->allow_extra_args(false)
      ->option_text("KEY=VALUE");
  command->add_option("--limit", arguments->limit, "Only the first N samples, e.g. --limit 20")
      ->check(CLI::PositiveNumber)
      ->option_text("N");
  command
      ->add_option("--latency", arguments->latency,
                   "How long a call takes [as stored answers did, else 2s], e.g. --latency 800ms")
      ->option_text("TIME");
  command->add_option("--format", arguments->format, "text, or json")
      ->check(CLI::IsMember({"text", "json"}))
      ->capture_default_str()
      ->option_text("FORMAT");
  add_common_options(*command, arguments->color);
  command->footer(
      "Calls that the store answers are free. The time is that of the run itself, simulated under\n"
      "the config's rpm, tpm and max_connections. Exit status: 0, or 2 for a bad config or "
      "dataset.");
  command->callback(
      [arguments, &chosen] { chosen = [arguments] { return plan_command(*arguments); }; });
}

}  // namespace judge
