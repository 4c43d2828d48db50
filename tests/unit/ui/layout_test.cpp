#include "ui/layout.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "unit/ui/snapshots.hpp"

using namespace judge;
using namespace std::chrono_literals;

namespace {

const Pace pace{41.3, 455s};

std::string shown(const Snapshot& snapshot, std::size_t columns, const Pace& speed = pace) {
  std::string text;
  for (const auto& line : bar_lines(snapshot, speed, columns, false)) text += line.text + "\n";
  return text;
}

}  // namespace

TEST_CASE("a wide bar shows everything") {
  CHECK(shown(test::busy(), 140) ==
        " 1,240/20,000   6.2 %  [█▋                          ]  41.3/s  64/64 in flight"
        "  7 m 35 s left\n"
        "scored 1,200  unscored 30  failed 10  mean 7.210  $0.41  3 retries  12 x 429"
        "  1.24M in, 34.0k out\n");
}

TEST_CASE("eighty columns leave out what matters least") {
  CHECK(shown(test::busy(), 79) ==
        " 1,240/20,000   6.2 %  [▉              ]  41.3/s  7 m 35 s left\n"
        "scored 1,200  unscored 30  failed 10  mean 7.210  $0.41  3 retries  12 x 429\n");
}

TEST_CASE("where nothing went wrong there is room for tokens") {
  CHECK(shown(test::calm(), 79) ==
        " 1,240/20,000   6.2 %  [▉              ]  41.3/s  7 m 35 s left\n"
        "scored 1,240  unscored 0  failed 0  mean 7.210  $0.41  1.24M in, 34.0k out\n");
}

TEST_CASE("a narrow bar is numbers only") {
  CHECK(shown(test::busy(), 38) ==
        " 1,240/20,000   6.2 %  7 m 35 s left\n"
        "scored 1,200  unscored 30  failed 10\n");
}

TEST_CASE("twenty columns keep the count and what failed") {
  CHECK(shown(test::busy(), 19) == " 1,240/20,000\nfailed 10\n");
  CHECK(shown(test::calm(), 19) == " 1,240/20,000\nscored 1,240\n");
}

TEST_CASE("no line is wider than it may be, at any width, and its width is what it says") {
  auto snapshot = test::busy();
  snapshot.stage = "draining";
  snapshot.total = snapshot.done = 1'000'000'000;
  for (const auto& each : {test::busy(), test::calm(), snapshot, test::stage_only("reading")})
    for (std::size_t columns = 1; columns < 200; ++columns)
      for (const auto& line : bar_lines(each, pace, columns, false)) {
        CHECK(line.columns <= columns);
        CHECK(line.columns > 0);
        const auto continued =
            std::ranges::count_if(line.text, [](char c) { return (c & 0xC0) == 0x80; });
        CHECK(line.columns == line.text.size() - static_cast<std::size_t>(continued));
      }
}

TEST_CASE("while the total is unknown there is only the stage") {
  CHECK(shown(test::stage_only("checking the dataset"), 79, {}) == "checking the dataset\n");
  auto reading = test::stage_only("reading results", 12s);
  reading.done = 4'000;
  CHECK(shown(reading, 79, {}) == "reading results  4,000 done  12 s\n");
  CHECK(shown(test::stage_only("checking the dataset", 12s), 19, {}) == "checking the datase\n");
}

TEST_CASE("a stage other than running is named beside the numbers") {
  auto snapshot = test::calm();
  snapshot.stage = "draining";
  CHECK(shown(snapshot, 79, {41.3, std::nullopt}) ==
        "draining   1,240/20,000   6.2 %  [▉              ]  41.3/s  64/64 in flight\n"
        "scored 1,240  unscored 0  failed 0  mean 7.210  $0.41  1.24M in, 34.0k out\n");
}

TEST_CASE("the bar is full only when all is done, and 100 % too") {
  auto snapshot = test::calm();
  snapshot.done = 19'999;
  CHECK(shown(snapshot, 60, {}).starts_with("19,999/20,000   99.9 %") == false);
  CHECK(shown(snapshot, 60, {}).starts_with("19,999/20,000  99.9 %  [███████████▉]"));
  snapshot.done = 20'000;
  CHECK(shown(snapshot, 60, {}).starts_with("20,000/20,000  100.0 %  [████████████]"));
}

TEST_CASE("unknown cost is not zero, and a part of the cost is called so") {
  auto snapshot = test::calm();
  snapshot.cost_partial = true;
  CHECK(shown(snapshot, 100).find("  at least $0.41  ") != std::string::npos);
  snapshot.cost_usd.reset();
  CHECK(shown(snapshot, 100).find("  cost unknown  ") != std::string::npos);
  snapshot.cost_partial = false;
  CHECK(shown(snapshot, 100).find("cost") == std::string::npos);
}

TEST_CASE("colours mark what came out and change no width") {
  const auto plain = bar_lines(test::busy(), pace, 60, false);
  const auto coloured = bar_lines(test::busy(), pace, 60, true);
  REQUIRE(coloured.size() == 2);
  CHECK(coloured[1].columns == plain[1].columns);
  CHECK(coloured[1].text ==
        "\x1b[32mscored 1,200\x1b[0m  \x1b[33munscored 30\x1b[0m  \x1b[31mfailed 10\x1b[0m"
        "  mean 7.210  $0.41");
  CHECK(bar_lines(test::calm(), pace, 40, true)[1].text ==
        "\x1b[32mscored 1,240\x1b[0m  mean 7.210  $0.41");
}
