#include "cli/app.hpp"

#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>

#include "cli/commands.hpp"
#include "cli/exit.hpp"

namespace judge {
namespace {

constexpr auto description =
    "judge: has language models evaluate thousands to millions of samples.\n"
    "Start with:  judge init demo && judge run demo/judge.toml";

constexpr auto footer =
    "Exit status: 0 everything scored; 1 some samples failed or unscored; 2 bad usage, config or "
    "dataset,\n"
    "nothing sent; 3 stopped early, run again to go on; 130/143 interrupted, run again to go on.";

/// Thousands of connections need as many descriptors; the soft limit is often 1024.
void raise_descriptor_limit() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

int usage_error(const CLI::App& app, const CLI::ParseError& error) {
  if (error.get_exit_code() == 0) return app.exit(error);  // --help, --version
  fmt::print(stderr, "judge: {}\nSee 'judge --help' or 'judge COMMAND --help'.\n", error.what());
  return exit_refused;
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
  std::signal(SIGPIPE, SIG_IGN);
  raise_descriptor_limit();

  CLI::App app(description, "judge");
  std::string color = "auto";
  add_common_options(app, color);
  app.require_subcommand(1);
  app.footer(footer);
  Command chosen;
  add_run_command(app, chosen);
  add_plan_command(app, chosen);
  add_status_command(app, chosen);
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
    fmt::print(stderr, "judge: this is a bug in judge: {}\n", error.what());
    return exit_bug;
  }
}

}  // namespace judge
