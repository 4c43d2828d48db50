#include "ui/bar.hpp"

#include <doctest/doctest.h>

#include "ui/progress.hpp"
#include "unit/ui/ends.hpp"
#include "unit/ui/snapshots.hpp"

using namespace judge;
using namespace std::chrono_literals;

namespace {

std::string between(std::string_view text) {
  return "\x1b[?2026h\r" + std::string(text) + "\x1b[J\x1b[?2026l";
}

Snapshot at(std::chrono::milliseconds elapsed) {
  auto snapshot = test::calm();
  snapshot.elapsed = elapsed;
  return snapshot;
}

std::size_t count(std::string_view text, std::string_view what) {
  std::size_t found = 0;
  for (auto i = text.find(what); i != std::string_view::npos; i = text.find(what, i + 1)) ++found;
  return found;
}

constexpr std::string_view lines =
    " 1,240/20,000   6.2 %\x1b[K\r\nscored 1,240  mean 7.210\x1b[K\r\n";

}  // namespace

TEST_CASE("a frame is drawn over the one before, and the cursor is left below") {
  test::Terminal terminal(25);
  BarProgress bar(terminal.in, false);
  bar.update(at(0ms));
  CHECK(terminal.read_all() == between(lines));
  bar.update(at(100ms));
  CHECK(terminal.read_all() == between("\x1b[2A" + std::string(lines)));
}

TEST_CASE("after a stop the bar is drawn anew, below what others have written") {
  test::Terminal terminal(25);
  BarProgress bar(terminal.in, false);
  bar.update(at(0ms));
  terminal.read_all();
  bar.continued();
  bar.update(at(100ms));
  CHECK(terminal.read_all() == between(lines));
  bar.update(at(200ms));
  CHECK(terminal.read_all() == between("\x1b[2A" + std::string(lines)));
}

TEST_CASE("the cursor is never hidden") {
  test::Terminal terminal(80);
  {
    BarProgress bar(terminal.in, true);
    bar.update(at(0ms));
    bar.notice("hello");
    bar.finish(at(1s));
  }
  CHECK(terminal.read_all().find("\x1b[?25") == std::string::npos);
}

TEST_CASE("a thousand updates a second are ten frames") {
  test::Terminal terminal(25);
  BarProgress bar(terminal.in, false);
  std::string all;
  for (auto now = 0ms; now < 1s; now += 1ms) {
    bar.update(at(now));
    all += terminal.read_all();
  }
  CHECK(count(all, "\x1b[?2026h") == 10);
}

TEST_CASE("a notice scrolls by above the bar") {
  test::Terminal terminal(25);
  BarProgress bar(terminal.in, false);
  bar.notice("before");
  CHECK(terminal.read_all() == between("\x1b[Jjudge: before\r\n"));
  bar.update(at(0ms));
  terminal.read_all();
  bar.notice("key 2 is dead");
  CHECK(terminal.read_all() ==
        between("\x1b[2A\x1b[Jjudge: key 2 is dead\r\n" + std::string(lines)));
}

TEST_CASE("a narrower terminal has broken the old lines in two, which are drawn over too") {
  test::Terminal terminal(60);
  BarProgress bar(terminal.in, false);
  bar.update(at(0ms));
  terminal.read_all();
  terminal.resize(25);
  bar.update(at(100ms));
  CHECK(terminal.read_all() == between("\x1b[6A" + std::string(lines)));
}

TEST_CASE("every frame fits the width of its moment") {
  test::Terminal terminal(200);
  BarProgress bar(terminal.in, false);
  bar.update(at(0ms));
  const auto wide = terminal.read_all();
  terminal.resize(20);
  bar.update(at(200ms));
  const auto narrow = terminal.read_all();
  CHECK(count(wide, "in flight") == 1);
  CHECK(count(narrow, " 1,240/20,000\x1b[K\r\nscored 1,240\x1b[K\r\n") == 1);
}

TEST_CASE("the last frame stays, whenever it comes, and later updates draw nothing") {
  test::Terminal terminal(25);
  BarProgress bar(terminal.in, false);
  bar.update(at(0ms));
  terminal.read_all();
  bar.finish(at(1ms));
  CHECK(terminal.read_all() == between("\x1b[2A" + std::string(lines)));
  bar.update(at(5s));
  bar.finish(at(6s));
  CHECK(terminal.read_all().empty());
  bar.notice("late");
  CHECK(terminal.read_all() == between("\x1b[Jjudge: late\r\n"));
}

TEST_CASE("the stage's text need not outlive the update") {
  test::Terminal terminal(60);
  BarProgress bar(terminal.in, false);
  {
    std::string stage = "checking the dataset, which is a long one";
    bar.update(test::stage_only(stage));
    stage.assign(stage.size(), 'x');
  }
  terminal.read_all();
  bar.notice("n");
  CHECK(terminal.read_all() ==
        between("\x1b[1A\x1b[Jjudge: n\r\nchecking the dataset, which is a long one\x1b[K\r\n"));
}

TEST_CASE("a terminal that has gone ends nothing") {
  test::Terminal terminal(80);
  const auto bar = make_progress(ProgressStyle::bar, terminal.in, true);
  bar->update(at(0ms));
  terminal.close_out();
  bar->update(at(1s));
  bar->notice("still here");
  bar->finish(at(2s));
}

TEST_CASE("a terminal whose output is stopped holds nothing up, and gets notices afterwards") {
  test::Terminal terminal(25);
  BarProgress bar(terminal.in, false);
  bar.update(at(0ms));
  terminal.read_all();
  REQUIRE(::tcflow(terminal.in, TCOOFF) == 0);
  bar.update(at(1s));
  bar.notice("kept");
  CHECK(terminal.read_all().empty());
  REQUIRE(::tcflow(terminal.in, TCOON) == 0);
  bar.update(at(2s));
  CHECK(terminal.read_all() == between("\x1b[2A\x1b[Jjudge: kept\r\n" + std::string(lines)));
}
