#include "report/status_text.hpp"

#include <doctest/doctest.h>

#include "unit/report/runs.hpp"

using namespace judge;

TEST_CASE("the status of a run on its way") {
  CHECK(status_text(test::troubled(), false, 1'240, 3'100'000, true) ==
        "trivia: 1,200 of 1,319 scored, 30 unscored, 10 failed, 79 pending\n"
        "\n"
        "  scored    1,200  91.0 %\n"
        "  unscored     30   2.3 %\n"
        "  failed       10   0.8 %\n"
        "  pending      79   6.0 %\n"
        "\n"
        "  unscored  27  no score found\n"
        "             3  refused\n"
        "  failed     5  http_500\n"
        "             5  timeout\n"
        "\n"
        "  tokens   1,240,112 in, 34,020 out (unknown for 12 answers)\n"
        "  cost     at least $0.41 (12 answers have no known price)\n"
        "           possibly billed attempts without an answer: 4\n"
        "  store    1,240 answers, 3.1 MB\n"
        "  results  results/trivia.jsonl\n"
        "\n"
        "79 are left. Run the same command again to go on; failed samples are tried again too:\n"
        "  judge run configs/trivia.toml\n"
        "Unscored samples stay as they are, their answers being stored. To ask the judge again\n"
        "for them and for the failed ones, and pay again:\n"
        "  judge run --retry-failed configs/trivia.toml\n");
}

TEST_CASE("the status of a run that knows enough does not ask for more") {
  auto summary = test::troubled();
  summary.reached = "stopped after 1,240 of 1,319 samples";
  const auto text = status_text(summary, false, 1'240, 3'100'000, true);
  CHECK(text.contains("\nThe run stopped after 1,240 of 1,319 samples.\n"));
  CHECK_FALSE(text.contains("go on"));
}

TEST_CASE("the status before the first run") {
  auto summary = test::finished();
  summary.tally = {};
  summary.tally.total = 60;
  summary.effort = {};
  CHECK(status_text(summary, false, 0, 4'096, false) ==
        "trivia: 0 of 60 scored, 60 pending\n"
        "\n"
        "  scored     0    0.0 %\n"
        "  unscored   0    0.0 %\n"
        "  failed     0    0.0 %\n"
        "  pending   60  100.0 %\n"
        "\n"
        "  store    empty\n"
        "  results  results/trivia.jsonl (not there yet)\n"
        "\n"
        "60 are left. Run the same command again to go on:\n"
        "  judge run configs/trivia.toml\n");
}

TEST_CASE("the status of an empty dataset divides nothing by zero") {
  auto summary = test::finished();
  summary.tally = {};
  CHECK(status_text(summary, false, 1, 12, true).find("nan") == std::string::npos);
}
