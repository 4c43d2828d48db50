#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <string>

namespace judge {

/// A command's work, chosen while the command line is parsed; returns the exit status.
using Command = std::function<int()>;

/// Each adds its subcommand, whose parsing sets `chosen`.
void add_run_command(CLI::App& app, Command& chosen);
void add_status_command(CLI::App& app, Command& chosen);
void add_doctor_command(CLI::App& app, Command& chosen);
void add_models_command(CLI::App& app, Command& chosen);
void add_report_command(CLI::App& app, Command& chosen);
void add_plan_command(CLI::App& app, Command& chosen);
void add_compare_command(CLI::App& app, Command& chosen);
void add_mock_command(CLI::App& app, Command& chosen);
void add_score_command(CLI::App& app, Command& chosen);
void add_export_command(CLI::App& app, Command& chosen);
void add_import_command(CLI::App& app, Command& chosen);
void add_init_command(CLI::App& app, Command& chosen);

/// --color and --version, which every command has. `color` lives as long as the app.
void add_common_options(CLI::App& command, std::string& color);

/// Whether to colour what goes to `descriptor`: the option, then NO_COLOR, then whether it is a
/// terminal.
bool use_color(const std::string& option, int descriptor);

}  // namespace judge
