#include <fmt/format.h>
#include <unistd.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <cstdio>

#include "base/asio_clock.hpp"
#include "base/text.hpp"
#include "cli/commands.hpp"
#include "cli/embedded_mocks.hpp"
#include "cli/exit.hpp"
#include "config/load.hpp"
#include "doctor/doctor.hpp"
#include "net/curl_transport.hpp"
#include "report/doctor_text.hpp"

namespace judge {
namespace {

struct DoctorArguments {
  std::string config;
  std::vector<std::string> sets;
  bool no_call = false;
  std::string timeout = "30s";
  std::string format = "text";
  std::string color = "auto";
};

constexpr auto footer =
    "Each model in use is asked one small question with each of its keys (a few dozen tokens),\n"
    "unless --no-call. Nothing is written but a small file beside results and store, which is\n"
    "removed again.\n"
    "Exit status: 0 all is well; 1 a run would start, but there are warnings, such as a dead key\n"
    "among living ones; 2 a run would not start, or get nowhere.";

Result<NetworkOptions> options_of(const DoctorArguments& arguments) {
  const auto timeout = parse_duration(arguments.timeout);
  if (!timeout || timeout->count() <= 0)
    return fail(Fault::usage,
                fmt::format("--timeout {}: is no duration, such as 10s\nSee 'judge doctor --help'.",
                            printable(arguments.timeout)));
  return NetworkOptions{.calls = !arguments.no_call, .timeout = *timeout};
}

/// With the real clock and network.
NetworkCheck check_real_network(const Config& config, const NetworkOptions& options) {
  std::size_t keys = 0;
  for (const auto& model : config.models) keys += model.api_keys.size() + 1;
  asio::io_context loop(1);
  AsioClock clock(loop.get_executor());
  const auto transport = make_curl_transport(loop.get_executor(), keys);
  StopSignal stop;
  const DoctorSeams seams{.loop = loop.get_executor(),
                          .clock = clock,
                          .transport = *transport,
                          .stop = stop,
                          .environment = process_environment()};
  std::exception_ptr failure;
  std::optional<NetworkCheck> outcome;
  asio::co_spawn(loop, check_network(config, seams, options),
                 [&](std::exception_ptr thrown, NetworkCheck result) {
                   failure = thrown;
                   outcome = std::move(result);
                   loop.stop();
                 });
  loop.run();
  if (failure) std::rethrow_exception(failure);
  return std::move(*outcome);
}

Findings findings_of(const std::vector<Problem>& problems, Level level) {
  Findings findings;
  findings.reserve(problems.size());
  for (const auto& problem : problems)
    findings.push_back({.subject = "config", .level = level, .what = problem.text()});
  return findings;
}

Finding readable(const Config& config) {
  return {.subject = "config",
          .what = fmt::format("{}: {}, {}", config.file.string(),
                              counted(config.models.size(), "model", "models"),
                              counted(config.judges.size(), "judge", "judges"))};
}

void examine(Config& config, const NetworkOptions& options, Examination& examination) {
  auto& findings = examination.findings;
  findings.push_back(readable(config));
  append(findings, check_machine(config, posix_files(), place_of, descriptor_limit()));
  const auto mocks = start_mocks(config);
  if (!mocks) return findings.push_back(finding_of("config", mocks.error()));
  auto network = check_real_network(config, options);
  append(findings, std::move(network.findings));
  examination.models = std::move(network.models);
}

int exit_status(Level worst) {
  switch (worst) {
    case Level::ok:
      return exit_scored;
    case Level::warning:
      return exit_incomplete;
    case Level::problem:
      break;
  }
  return exit_refused;
}

int doctor_command(const DoctorArguments& arguments) {
  const auto options = options_of(arguments);
  if (!options) return report_error(options.error());
  Examination examination{.config = arguments.config};
  auto loaded = load_config(arguments.config, arguments.sets, process_environment());
  if (loaded) {
    examination.findings = findings_of(loaded->warnings, Level::warning);
    examine(loaded->config, *options, examination);
  } else {
    examination.findings = findings_of(loaded.error(), Level::problem);
  }
  fmt::print("{}", arguments.format == "json"
                       ? doctor_json(examination)
                       : doctor_text(examination, use_color(arguments.color, STDOUT_FILENO)));
  return exit_status(worst(examination.findings));
}

}  // namespace

void add_doctor_command(CLI::App& app, Command& chosen) {
  auto arguments = std::make_shared<DoctorArguments>();
  auto* command = app.add_subcommand(
      "doctor", "Whether a run can start: config, files, space, network, and each key");
  command->add_option("CONFIG", arguments->config, "The TOML file")->required();
  command->add_option("--set", arguments->sets, "Override a key of the config (repeatable)")
      ->allow_extra_args(false)
      ->option_text("KEY=VALUE");
  command->add_flag("--no-call", arguments->no_call, "Ask no model: nothing that could cost");
  command
      ->add_option("--timeout", arguments->timeout,
                   "How long each request may take [30s], e.g. --timeout 5s")
      ->capture_default_str()
      ->option_text("TIME");
  command->add_option("--format", arguments->format, "text, or json")
      ->check(CLI::IsMember({"text", "json"}))
      ->capture_default_str()
      ->option_text("FORMAT");
  add_common_options(*command, arguments->color);
  command->footer(footer);
  command->callback(
      [arguments, &chosen] { chosen = [arguments] { return doctor_command(*arguments); }; });
}

}  // namespace judge
