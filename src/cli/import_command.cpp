#include <fmt/format.h>

#include "base/text.hpp"
#include "batch/batch_files.hpp"
#include "cli/commands.hpp"
#include "cli/exit.hpp"
#include "cli/load.hpp"

namespace judge {
namespace {

struct ImportArguments {
  std::string config;
  std::vector<std::string> sets;
  std::vector<std::filesystem::path> outputs;
  std::string color = "auto";
};

int import_command(const ImportArguments& arguments) {
  const auto config = load_or_explain(arguments.config, arguments.sets);
  if (!config) return exit_refused;
  const auto imported = import_replies(*config, arguments.outputs, posix_files());
  if (!imported) return report_error(imported.error());
  fmt::print("{} answers stored\n", show_count(imported->stored));
  if (imported->known > 0)
    fmt::print("{} lines answer no call that is still to be made: left out\n",
               show_count(imported->known));
  if (imported->errors > 0)
    fmt::print("{} lines hold an error, no answer: judge run asks those online\n",
               show_count(imported->errors));
  if (imported->invalid > 0)
    fmt::print("{} lines are none of a batch's output: left out\n", show_count(imported->invalid));
  fmt::print("next: judge run {}\n", printable(arguments.config));
  return imported->errors + imported->invalid > 0 ? exit_incomplete : exit_scored;
}

}  // namespace

void add_import_command(CLI::App& app, Command& chosen) {
  auto arguments = std::make_shared<ImportArguments>();
  auto* command = app.add_subcommand(
      "import", "Takes the answers of a batch's output files into the store; sends nothing");
  command->add_option("CONFIG", arguments->config, "The TOML file that the requests are of")
      ->required();
  command
      ->add_option("OUTPUT", arguments->outputs, "Output and error files as the provider has them")
      ->required();
  command->add_option("--set", arguments->sets, "Override a key of the config (repeatable)")
      ->allow_extra_args(false)
      ->option_text("KEY=VALUE");
  add_common_options(*command, arguments->color);
  command->footer(
      "Exit status: 0; 1 where some lines hold no answer; 2 for a bad config or file; 3 where the\n"
      "store cannot be written.");
  command->callback(
      [arguments, &chosen] { chosen = [arguments] { return import_command(*arguments); }; });
}

}  // namespace judge
