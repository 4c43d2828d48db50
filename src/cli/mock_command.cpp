#include <fmt/format.h>

#include <csignal>
#include <cstdio>
#include <memory>

#include "cli/commands.hpp"
#include "cli/exit.hpp"
#include "mock/server.hpp"

namespace judge {
namespace {

constexpr const char* paths =
    "Served at once, each with its provider's own errors, limits and headers:\n"
    "  POST /v1/chat/completions, /v1/responses          OpenAI and whatever is compatible\n"
    "  /v1/files, /v1/batches, /v1/messages/batches      batches of OpenAI and of Anthropic\n"
    "  POST /v1/messages                                 Anthropic\n"
    "  POST /v1beta/models/{model}:generateContent       Gemini\n"
    "  POST /openai/deployments/{name}/chat/completions  Azure OpenAI, with ?api-version=\n"
    "  POST /model/{id}/converse                         Bedrock; any AWS4-HMAC-SHA256 signature\n"
    "  GET /v1/models, GET /stats, POST /stats/reset     models; counters, and to zero with them";

struct MockArguments {
  MockOptions options;
  bool no_headers = false;
  std::string color = "auto";
};

int wait_for_signal(const sigset_t& set) {
  int signal = 0;
  sigwait(&set, &signal);
  return signal;
}

int mock_command(MockArguments& arguments) {
  arguments.options.headers = !arguments.no_headers;
  // Blocked before the server's thread starts, so that only sigwait() receives them.
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &set, nullptr);

  auto server = MockServer::start(arguments.options);
  if (!server) return report_error(server.error());
  fmt::print("{}\n", (*server)->base_url());
  std::fflush(stdout);
  fmt::print(stderr, "judge mock: serving; counters at http://127.0.0.1:{}/stats; Ctrl-C ends it\n",
             (*server)->port());
  wait_for_signal(set);
  return exit_scored;
}

}  // namespace

void add_mock_command(CLI::App& app, Command& chosen) {
  auto arguments = std::make_shared<MockArguments>();
  auto& options = arguments->options;
  auto* command = app.add_subcommand(
      "mock", "A server on loopback that speaks as providers do; limits, faults on request");
  command->footer(paths);
  command->add_option("--port", options.port, "Port on 127.0.0.1; 0 = any free one (printed)")
      ->capture_default_str();
  command
      ->add_option("--latency", options.latency,
                   "\"200ms\" or \"lognormal:200ms,0.5\" (median, sigma)")
      ->capture_default_str();
  command->add_option("--rpm", options.rpm, "Requests a minute; above them 429");
  command->add_option("--tpm", options.tpm, "Tokens a minute; above them 429");
  command->add_option("--burst", options.burst, "Requests that may come at once [rpm / 60]");
  command->add_option(
      "--fail", options.fail,
      "Faults and their shares, e.g. 500=0.01,reset=0.005,stall=0.001,garbage=0.01");
  command->add_option("--seed", options.seed, "Of verdicts, latency and faults")
      ->capture_default_str();
  command
      ->add_option("--position-bias", options.position_bias,
                   "Share of the pairs in which the first answer shown wins, whatever it is")
      ->capture_default_str();
  command
      ->add_option("--unreadable", options.unreadable,
                   "Share of the verdicts that come as mere prose; asked again, it gives them")
      ->capture_default_str();
  command->add_option("--api-key", options.api_key, "Refuse other keys, as each provider does");
  command
      ->add_option("--response-format", options.response_format,
                   "The strongest it takes: json_schema [json_schema], json_object or text")
      ->check(CLI::IsMember({"json_schema", "json_object", "text"}))
      ->option_text("FORM");
  command->add_flag("--no-headers", arguments->no_headers, "Do not tell the limits in headers");
  command
      ->add_option("--prompt-cache", options.prompt_cache,
                   "Keep prompts so long, and tell how many input tokens were cached")
      ->expected(0, 1)
      ->default_str("5m")
      ->option_text("[=5m]");
  command->add_option("--batch-time", options.batch_time, "How long a batch takes, e.g. 2s")
      ->capture_default_str();
  command->add_option("--batch-fail", options.batch_fail,
                      "What goes wrong with batches, e.g. line=0.01,expired=0.1,failed=0.1");
  add_common_options(*command, arguments->color);
  command->callback(
      [arguments, &chosen] { chosen = [arguments] { return mock_command(*arguments); }; });
}

}  // namespace judge
