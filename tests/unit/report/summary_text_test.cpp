#include "report/summary_text.hpp"

#include <doctest/doctest.h>

#include <csignal>

#include "unit/report/runs.hpp"

using namespace judge;

TEST_CASE("a run that scored everything ends with its metric, cost, time and results") {
  CHECK(summary_text(test::finished(), false) ==
        "trivia: all 1,200 scored\n"
        "\n"
        "  judge      n   mean   95 % interval  unscored  failed\n"
        "  judge  1,200  7.167  7.111 to 7.223         0       0\n"
        "\n"
        "  tokens   1,240,112 in, 34,020 out\n"
        "  cost     $0.41\n"
        "  sent     1,203 attempts, 3 retries, 64 in flight at most\n"
        "  time     7 m 35 s, 2.637/s\n"
        "  results  results/trivia.jsonl\n");
}

TEST_CASE("a run that was stopped says why, what is missing, and how to go on") {
  CHECK(summary_text(test::troubled(), false) ==
        "trivia: 1,200 of 1,319 scored, 30 unscored, 10 failed, 79 pending\n"
        "\n"
        "  judge      n   mean   95 % interval  unscored  failed  worst to best case\n"
        "  judge  1,200  7.167  7.111 to 7.223        30      10      6.968 to 7.258\n"
        "\n"
        "  unscored  27  no score found\n"
        "             3  refused\n"
        "  failed     5  http_500\n"
        "             5  timeout\n"
        "\n"
        "  tokens   1,240,112 in, 34,020 out (unknown for 12 answers)\n"
        "  cost     at least $0.41 (12 answers have no known price)\n"
        "           possibly billed attempts without an answer: 4\n"
        "  sent     1,203 attempts, 3 retries, 12 × 429, 64 in flight at most\n"
        "  reused   1 answer from the store, 600 results found done\n"
        "  time     7 m 35 s, 1.407/s\n"
        "  results  results/trivia.jsonl\n"
        "\n"
        "Stopped early: the budget of $0.40 is spent.\n"
        "  Raise [limits] usd.\n"
        "79 are left. Run the same command again to go on; failed samples are tried again too:\n"
        "  judge run configs/trivia.toml\n"
        "Unscored samples stay as they are, their answers being stored. To ask the judge again\n"
        "for them and for the failed ones, and pay again:\n"
        "  judge run --retry-failed configs/trivia.toml\n");
}

TEST_CASE("an interrupted run names the signal") {
  auto summary = test::finished();
  summary.tally.total += 5;
  summary.signal = SIGINT;
  CHECK(summary_text(summary, false)
            .ends_with(
                "\n\nInterrupted by SIGINT.\n5 are left. Run the same command again to go on:\n"
                "  judge run configs/trivia.toml\n"));
  summary.signal = SIGTERM;
  CHECK(summary_text(summary, false).find("Interrupted by SIGTERM.\n") != std::string::npos);
}

TEST_CASE("scorers without a model have no cost to speak of") {
  auto summary = test::finished();
  summary.tally.input_tokens = summary.tally.output_tokens = 0;
  summary.tally.cost_usd = 0;
  summary.effort = {};
  CHECK(summary_text(summary, false)
            .ends_with("\n  time     7 m 35 s, 2.637/s\n  results  results/trivia.jsonl\n"));
}

TEST_CASE("no byte of a terminal's language gets through from outside") {
  auto summary = test::troubled();
  const std::string evil =
      "\x1b]0;x\a\x1b[2J\r\x9b"
      "1m\xe2\x80\xae";
  summary.name += evil;
  summary.config += evil;
  summary.output += evil;
  summary.stopped = Error{Fault::budget, "line one " + evil + "\nline two " + evil};
  summary.tally.failed_by_code[evil] = 3;
  summary.tally.unscored_by_reason[evil] = 3;
  summary.tally.metrics[0].judge += evil;
  summary.tally.metrics[0].model = evil;
  summary.tally.metrics[0].labels[evil] = 3;
  const auto text = summary_text(summary, false);
  for (const char c : text) CHECK((c == '\n' || static_cast<unsigned char>(c) >= ' '));
  CHECK(text.find('\x9b') == std::string::npos);
  CHECK(text.find("\xe2\x80\xae") == std::string::npos);
  CHECK(text.find("Stopped early: line one \\x1b]0;x") != std::string::npos);
  CHECK(text.find("\n  line two \\x1b]0;x") != std::string::npos);
}

TEST_CASE("colours add to the text and change nothing of it") {
  auto coloured = summary_text(test::troubled(), true);
  CHECK(coloured.find("\x1b[33mStopped early: the budget of $0.40 is spent.\x1b[0m\n") !=
        std::string::npos);
  for (auto at = coloured.find('\x1b'); at != std::string::npos; at = coloured.find('\x1b'))
    coloured.erase(at, coloured.find('m', at) - at + 1);
  CHECK(coloured == summary_text(test::troubled(), false));
}
