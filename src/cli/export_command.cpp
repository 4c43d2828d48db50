#include <fmt/format.h>

#include "base/text.hpp"
#include "batch/batch_files.hpp"
#include "cli/commands.hpp"
#include "cli/exit.hpp"
#include "cli/load.hpp"

namespace judge {
namespace {

struct ExportArguments {
  std::string config;
  std::vector<std::string> sets;
  std::uint64_t limit = 0;
  std::string path;
  std::string color = "auto";
};

std::string summary_of(const Exported& exported, const std::string& config) {
  std::string text;
  for (const auto& file : exported.files)
    text += fmt::format("{}: {} requests to {}, {:.1f} MB\n", printable(file.path.string()),
                        show_count(file.requests), printable(file.model),
                        static_cast<double>(file.bytes) / 1e6);
  if (exported.files.empty()) text += "nothing to ask: the store has every answer\n";
  if (exported.waiting > 0)
    text +=
        fmt::format("{} more requests depend on those answers: import them, then export again\n",
                    show_count(exported.waiting));
  if (!exported.files.empty())
    text += fmt::format("next: judge import {} OUTPUT.jsonl, then judge run {}\n",
                        printable(config), printable(config));
  return text;
}

int export_command(const ExportArguments& arguments) {
  auto config = load_or_explain(arguments.config, arguments.sets);
  if (!config) return exit_refused;
  if (arguments.limit > 0) config->dataset.limit = arguments.limit;
  const auto exported = export_requests(*config, arguments.path, posix_files());
  if (!exported) return report_error(exported.error());
  fmt::print("{}", summary_of(*exported, arguments.config));
  return exit_scored;
}

}  // namespace

void add_export_command(CLI::App& app, Command& chosen) {
  auto arguments = std::make_shared<ExportArguments>();
  auto* command = app.add_subcommand(
      "export", "The requests that a run would send now, as batch input files; sends nothing");
  command->add_option("CONFIG", arguments->config, "The TOML file")->required();
  command
      ->add_option("--openai-batch", arguments->path,
                   "Where to: e.g. requests.jsonl; each model's, and each 50,000, in a file")
      ->required()
      ->option_text("FILE");
  command->add_option("--set", arguments->sets, "Override a key of the config (repeatable)")
      ->allow_extra_args(false)
      ->option_text("KEY=VALUE");
  command->add_option("--limit", arguments->limit, "Only the first N samples, e.g. --limit 20")
      ->check(CLI::PositiveNumber)
      ->option_text("N");
  add_common_options(*command, arguments->color);
  command->footer(
      "Requests carry their place in the store as custom_id, so that judge import finds it again.\n"
      "Models of Anthropic's get files in its form. Exit status: 0, 2 for a bad config or "
      "dataset,\n"
      "3 where a file cannot be written.");
  command->callback(
      [arguments, &chosen] { chosen = [arguments] { return export_command(*arguments); }; });
}

}  // namespace judge
