#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>

#include "ui/plain.hpp"
#include "ui/progress.hpp"
#include "unit/ui/ends.hpp"
#include "unit/ui/snapshots.hpp"

using namespace judge;
using namespace std::chrono_literals;

namespace {

Snapshot at(std::chrono::milliseconds elapsed) {
  auto snapshot = test::busy();
  snapshot.elapsed = elapsed;
  return snapshot;
}

std::ptrdiff_t lines_in(std::string_view text) {
  return std::ranges::count(text, '\n');
}

}  // namespace

TEST_CASE("a plain line says it all in one form") {
  CHECK(plain_line(test::busy(), {41.3, 455s}) ==
        "judge: 1,240/20,000 (6.2 %) 41.3/s, 64 in flight, scored 1,200, unscored 30, failed 10, "
        "3 retries, 12 × 429, $0.41, about 7 m 35 s left");
  CHECK(plain_line(test::stage_only("checking the dataset"), {}) == "judge: checking the dataset");
  auto reading = test::stage_only("reading results");
  reading.total = 50;
  reading.done = reading.scored = 20;
  CHECK(plain_line(reading, {}) ==
        "judge: reading results: 20/50 (40.0 %), 0 in flight, scored 20, unscored 0, failed 0");
}

TEST_CASE("plain lines come every ten seconds, at a change of stage and at the end") {
  test::Pipe pipe;
  const auto plain = make_progress(ProgressStyle::plain, pipe.in, true);
  plain->update(test::stage_only("checking the dataset"));
  plain->update(test::stage_only("checking the dataset", 500ms));
  CHECK(pipe.read_all() == "judge: checking the dataset\n");
  for (auto now = 1s; now <= 31s; now += 1s) plain->update(at(now));
  CHECK(lines_in(pipe.read_all()) == 4);
  auto draining = at(32s);
  draining.stage = "draining";
  plain->update(draining);
  CHECK(pipe.read_all().starts_with("judge: draining: 1,240/20,000 (6.2 %)"));
  plain->finish(at(33s));
  CHECK(pipe.read_all().ends_with("12 × 429, $0.41, after 33 s\n"));
  plain->update(at(60s));
  CHECK(pipe.read_all().empty());
}

TEST_CASE("a plain notice is a line at once") {
  test::Pipe pipe;
  const auto plain = make_progress(ProgressStyle::plain, pipe.in, false);
  plain->notice("key 2 of gpt is refused");
  CHECK(pipe.read_all() == "judge: key 2 of gpt is refused\n");
}

TEST_CASE("JSON lines carry the snapshot, at most once a second, and unknown is null") {
  test::Pipe pipe;
  const auto json = make_progress(ProgressStyle::json, pipe.in, true);
  json->update(test::stage_only("checking the dataset"));
  CHECK(
      pipe.read_all() ==
      R"({"event":"progress","stage":"checking the dataset","elapsed_ms":0,"total":null,"done":0,)"
      R"("resumed":0,"scored":0,"unscored":0,"failed":0,"in_flight":0,"limit":0,"retries":0,)"
      R"("rate_limited":0,"reused":0,"mean":null,"input_tokens":0,)"
      R"("cached_input_tokens":null,"output_tokens":0,)"
      R"("cost_usd":null,"cost_partial":false})"
      "\n");
  for (auto now = 100ms; now <= 3s; now += 100ms) json->update(at(now));
  CHECK(lines_in(pipe.read_all()) == 3);
  json->notice("a \"quoted\" word and a bad byte \xff");
  CHECK(pipe.read_all() ==
        "{\"event\":\"notice\",\"text\":\"a \\\"quoted\\\" word and a bad byte \xEF\xBF\xBD\"}\n");
  json->finish(at(3'050ms));
  CHECK(pipe.read_all() ==
        R"({"event":"finished","stage":"running","elapsed_ms":3050,"total":20000,"done":1240,)"
        R"("resumed":0,"scored":1200,"unscored":30,"failed":10,"in_flight":64,"limit":64,)"
        R"("retries":3,"rate_limited":12,"reused":0,"mean":7.2104,"input_tokens":1240000,)"
        R"("cached_input_tokens":620000,"output_tokens":34000,"cost_usd":0.41,)"
        R"("cost_partial":false})"
        "\n");
}

TEST_CASE("none writes nothing") {
  test::Pipe pipe;
  const auto none = make_progress(ProgressStyle::none, pipe.in, true);
  none->update(at(0ms));
  none->notice("heard by nobody");
  none->finish(at(1s));
  CHECK(pipe.read_all().empty());
}

TEST_CASE("automatic is a bar on a terminal that can redraw, and plain lines elsewhere") {
  const auto first_output = [](int descriptor, test::Ends& ends) {
    make_progress(ProgressStyle::automatic, descriptor, false)->update(at(0ms));
    return ends.read_all();
  };
  const char* before = std::getenv("TERM");
  const std::string kept = before ? before : "";
  test::Pipe pipe;
  test::Terminal terminal(80);
  ::setenv("TERM", "xterm", 1);
  CHECK(first_output(pipe.in, pipe).starts_with("judge: 1,240"));
  CHECK(first_output(terminal.in, terminal).starts_with("\x1b[?2026h"));
  ::setenv("TERM", "dumb", 1);
  CHECK(first_output(terminal.in, terminal).starts_with("judge: 1,240"));
  before ? ::setenv("TERM", kept.c_str(), 1) : ::unsetenv("TERM");
}
