#include "report/sections.hpp"

#include <doctest/doctest.h>

#include "unit/report/runs.hpp"

using namespace judge;

TEST_CASE("the headline counts what came of the results") {
  CHECK(headline(test::finished(), false) == "trivia: all 1,200 scored\n");
  CHECK(headline(test::troubled(), false) ==
        "trivia: 1,200 of 1,319 scored, 30 unscored, 10 failed, 79 pending\n");
  Summary empty;
  empty.name = "e\x1b[1m";
  CHECK(headline(empty, false) == "e\\x1b[1m: the dataset has no samples\n");
  CHECK(headline(test::troubled(), true) ==
        "\x1b[1mtrivia\x1b[0m: \x1b[32m1,200 of 1,319 scored\x1b[0m, \x1b[33m30 unscored\x1b[0m, "
        "\x1b[31m10 failed\x1b[0m, \x1b[1m79 pending\x1b[0m\n");
}

TEST_CASE("reasons and codes are sorted by how often they came") {
  CHECK(nulls_text(test::finished().tally, false).empty());
  CHECK(nulls_text(test::troubled().tally, false) ==
        "  unscored  27  no score found\n"
        "             3  refused\n"
        "  failed     5  http_500\n"
        "             5  timeout\n");
}

TEST_CASE("many hostile codes are cut short and made printable") {
  Tally tally;
  for (int i = 0; i < 30; ++i) tally.failed_by_code["code" + std::to_string(i)] = 2;
  tally.failed_by_code["\x1b[2J\x1b[Hall scored\n" + std::string(500, 'y')] = 40;
  const auto text = nulls_text(tally, false);
  CHECK(text.starts_with("  failed  40  \\x1b[2J\\x1b[Hall scored\\n" + std::string(45, 'y') +
                         "…\n           2  code0\n"));
  CHECK(text.ends_with("\n          42  of 21 other kinds\n"));
}

TEST_CASE("unknown cost and usage are never zero") {
  Tally tally;
  tally.input_tokens = 1'000;
  tally.output_tokens = 20;
  tally.cost_usd = 0.41;
  CHECK(show_tokens(tally) == "1,000 in, 20 out");
  tally.cached_input_tokens = 0;
  CHECK(show_tokens(tally) == "1,000 in, 20 out");
  tally.cached_input_tokens = 640;
  CHECK(show_tokens(tally) == "1,000 in (of them 640 cached, 64.0 %), 20 out");
  tally.cached_input_tokens.reset();
  CHECK(show_cost(tally) == "$0.41");
  tally.unknown_usage = 1;
  tally.unknown_cost = 12;
  CHECK(show_tokens(tally) == "1,000 in, 20 out (unknown for 1 answer)");
  CHECK(show_cost(tally) == "at least $0.41 (12 answers have no known price)");
  tally.input_tokens = tally.output_tokens = 0;
  tally.cost_usd = 0;
  CHECK(show_tokens(tally) == "unknown (the server did not say for 1 answer)");
  CHECK(show_cost(tally) == "unknown (12 answers have no known price)");
  tally.unknown_cost = 1;
  tally.possibly_billed = 3;
  CHECK(show_cost(tally) == "unknown (1 answer has no known price)");
  Table facts({{}, {}});
  add_usage(facts, tally);
  CHECK(facts.text("", false) ==
        "tokens  unknown (the server did not say for 1 answer)\n"
        "cost    unknown (1 answer has no known price)\n"
        "        possibly billed attempts without an answer: 3\n");
}

TEST_CASE("who answered in another's place is said, model by model") {
  Tally tally;
  tally.stood_in = {{{"a", "b\x1b"}, 1'200}, {{"a", "c"}, 1}};
  Table facts({{}, {}});
  add_usage(facts, tally);
  CHECK(facts.text("", false) ==
        "tokens    0 in, 0 out\n"
        "cost      $0.00\n"
        "fallback  1,200 answers came from b\\x1b instead of a\n"
        "          1 answer came from c instead of a\n");
}

TEST_CASE("the next steps are the commands for what is left") {
  CHECK(next_steps(test::finished()).empty());
  auto summary = test::troubled();
  CHECK(next_steps(summary) ==
        "79 are left. Run the same command again to go on; failed samples are tried again too:\n"
        "  judge run configs/trivia.toml\n"
        "Unscored samples stay as they are, their answers being stored. To ask the judge again\n"
        "for them and for the failed ones, and pay again:\n"
        "  judge run --retry-failed configs/trivia.toml\n");
  summary.tally.total = summary.tally.done();
  summary.tally.unscored = 0;
  summary.tally.total -= 30;
  CHECK(next_steps(summary) ==
        "Failed samples are tried again by running it again:\n"
        "  judge run configs/trivia.toml\n");
  summary.tally.failed = 0;
  summary.tally.total -= 9;
  CHECK(next_steps(summary) ==
        "1 is left. Run the same command again to go on:\n"
        "  judge run configs/trivia.toml\n");
}

TEST_CASE("a path is quoted where a shell would read more into it") {
  CHECK(shell_word("/a/b-c_1.toml") == "/a/b-c_1.toml");
  CHECK(shell_word("my config.toml") == "'my config.toml'");
  CHECK(shell_word("it's $HOME;`ls`.toml") == "'it'\\''s $HOME;`ls`.toml'");
  CHECK(shell_word("~x") == "'~x'");
  CHECK(shell_word("") == "''");
  CHECK(shell_word("a\x1b[1m") == "'a\\x1b[1m'");
}
