#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>

#include "cli/commands.hpp"
#include "cli/exit.hpp"
#include "cli/load.hpp"
#include "report/models_text.hpp"

namespace judge {
namespace {

struct ModelsArguments {
  std::string config;
  std::vector<std::string> sets;
  std::string format = "text";
  std::string color = "auto";
};

int models_command(const ModelsArguments& arguments) {
  const auto config = load_or_explain(arguments.config, arguments.sets);
  if (!config) return exit_refused;
  fmt::print("{}", arguments.format == "json"
                       ? models_json(*config)
                       : models_text(*config, use_color(arguments.color, STDOUT_FILENO)));
  return exit_scored;
}

}  // namespace

void add_models_command(CLI::App& app, Command& chosen) {
  auto arguments = std::make_shared<ModelsArguments>();
  auto* command = app.add_subcommand(
      "models", "What each model of CONFIG comes to: address, keys, limits, price; asks nobody");
  command->add_option("CONFIG", arguments->config, "The TOML file")->required();
  command->add_option("--set", arguments->sets, "Override a key of the config (repeatable)")
      ->allow_extra_args(false)
      ->option_text("KEY=VALUE");
  command->add_option("--format", arguments->format, "text, or json")
      ->check(CLI::IsMember({"text", "json"}))
      ->capture_default_str()
      ->option_text("FORMAT");
  add_common_options(*command, arguments->color);
  command->footer(
      "Keys are named by where they come from, headers by their names alone.\n"
      "Exit status: 0, or 2 for a bad config.");
  command->callback(
      [arguments, &chosen] { chosen = [arguments] { return models_command(*arguments); }; });
}

}  // namespace judge
