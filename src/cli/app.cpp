#include "cli/app.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <boost/system/system_error.hpp>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <sstream>

#include "base/screen.hpp"
#include "cli/commands.hpp"
#include "cli/descriptors.hpp"
#include "cli/exit.hpp"
#include "cli/memory.hpp"
#include "cli/streams.hpp"

namespace judge {
namespace {

constexpr auto description =
    "judge: has language models evaluate thousands to millions of samples.\n"
    "Start with:  judge init demo && judge run demo/judge.toml";

constexpr auto footer =
    "Exit status: 0 everything scored; 1 some samples failed or unscored; 2 bad usage, config or "
    "dataset,\n"
    "nothing sent; 3 stopped early, run again to go on; 130/143 interrupted, run again to go on.";

int usage_error(const CLI::App& app, const CLI::ParseError& error) {
  if (error.get_exit_code() == 0) {  // --help, --version
    std::ostringstream text;
    const int status = app.exit(error, text, text);
    fmt::print("{}", text.str());
    return status;
  }
  fmt::print(stderr, "judge: {}\nSee 'judge --help' or 'judge COMMAND --help'.\n",
             printable_lines(error.what()));
  return exit_refused;
}

/// A thread without room for its stack, a library that got none.
bool tells_of_memory(const std::exception& error) {
  std::error_code code;
  if (const auto* ours = dynamic_cast<const std::system_error*>(&error)) code = ours->code();
  if (const auto* asios = dynamic_cast<const boost::system::system_error*>(&error))
    code = asios->code();
  return dynamic_cast<const std::bad_alloc*>(&error) != nullptr ||
         code == std::errc::resource_unavailable_try_again || code == std::errc::not_enough_memory;
}

int parse_and_run(int argc, char** argv) {
  CLI::App app(description, "judge");
  std::string color = "auto";
  add_common_options(app, color);
  app.require_subcommand(1);
  app.footer(footer);
  Command chosen;
  add_run_command(app, chosen);
  add_plan_command(app, chosen);
  add_status_command(app, chosen);
  add_doctor_command(app, chosen);
  add_models_command(app, chosen);
  add_report_command(app, chosen);
  add_compare_command(app, chosen);
  add_score_command(app, chosen);
  add_export_command(app, chosen);
  add_import_command(app, chosen);
  add_init_command(app, chosen);
  add_mock_command(app, chosen);
  try {
    app.parse(argc, argv);
    return chosen();
  } catch (const CLI::ParseError& error) {
    return usage_error(app, error);
  } catch (const std::exception& error) {
    if (tells_of_memory(error)) {
      fmt::print(stderr, "judge: not enough memory ({}): give it more\n", error.what());
      return exit_stopped;
    }
    fmt::print(stderr, "judge: this is a bug in judge: {}\n", printable_lines(error.what()));
    return exit_bug;
  }
}

}  // namespace

void add_common_options(CLI::App& command, std::string& color) {
  command.add_option("--color", color, "Colour: auto, always or never (NO_COLOR is honoured)")
      ->check(CLI::IsMember({"auto", "always", "never"}))
      ->capture_default_str()
      ->option_text("WHEN");
  command.set_version_flag("--version", "judge " JUDGE_VERSION, "Print the version");
  command.set_help_flag("-h,--help", "Print this help");
}

bool use_color(const std::string& option, int descriptor) {
  if (option != "auto") return option == "always";
  const auto* no_color = std::getenv("NO_COLOR");
  if (no_color && *no_color) return false;
  return isatty(descriptor) == 1;
}

int cli_main(int argc, char** argv) {
  secure_standard_streams();
  end_where_memory_ends();
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);  // a file at its limit is a fault of the write, as a full disk is
  raise_descriptor_limit();
  const int status = parse_and_run(argc, argv);
  const auto lost = close_standard_output();
  if (!lost) return status;
  fmt::print(stderr, "judge: cannot write to standard output: {}\n", lost.message());
  return status == exit_scored ? exit_stopped : status;
}

}  // namespace judge
