#include "base/asio_clock.hpp"

#include <doctest/doctest.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <string>
#include <thread>

using namespace judge;

namespace {

/// Times that have passed already: nobody waits.
struct Bench {
  asio::io_context loop;
  AsioClock clock{loop.get_executor()};
  Time now = clock.now();
  std::string rung;

  TimerHandle at(int ms, char name) {
    return clock.at(now + milliseconds(ms), [this, name] { rung += name; });
  }
};

}  // namespace

TEST_CASE("timers ring in the order of their times, and never inline") {
  Bench bench;
  const auto late = bench.at(-1, 'c');
  const auto early = bench.at(-3, 'a');
  const auto between = bench.at(-2, 'b');
  CHECK(bench.rung.empty());
  bench.loop.run();
  CHECK(bench.rung == "abc");
}

TEST_CASE("a timer that is destroyed does not ring, not even when its time has come") {
  Bench bench;
  auto second = bench.at(-1, 'x');
  const auto first = bench.clock.at(bench.now - milliseconds(2), [&] { second.reset(); });
  auto third = bench.at(-3, 'y');
  third.reset();
  bench.loop.run();
  CHECK(bench.rung.empty());
}

TEST_CASE("a call may set its own timer again") {
  Bench bench;
  TimerHandle timer;
  timer = bench.clock.at(bench.now, [&] { timer = bench.at(-1, 'a'); });
  bench.loop.run();
  CHECK(bench.rung == "a");
}

TEST_CASE("the loop is not kept running for timers that are gone") {
  Bench bench;
  {
    const auto one = bench.at(3'600'000, 'x');
    const auto other = bench.at(7'200'000, 'x');
  }
  bench.loop.run();
  CHECK(bench.rung.empty());
}

TEST_CASE("a timer may outlive its clock") {
  asio::io_context loop;
  bool rang = false;
  TimerHandle timer;
  {
    AsioClock clock(loop.get_executor());
    timer = clock.at(clock.now(), [&] { rang = true; });
  }
  loop.run();
  CHECK(rang);
}

TEST_CASE(
    "time in which the process is stopped does not count, and what came meanwhile goes first") {
  asio::io_context loop;
  AsioClock clock(loop.get_executor(), milliseconds(50));
  const auto start = clock.now();
  std::string rung;
  const auto soon = clock.at(start + milliseconds(5), [&] { rung += 'a'; });
  const auto later = clock.at(start + milliseconds(500), [&] { rung += 'b'; });
  std::this_thread::sleep_for(milliseconds(700));  // as good as SIGSTOP
  CHECK(clock.now() - start < milliseconds(400));
  asio::post(loop, [&] { rung += '!'; });
  while (rung.size() < 2) loop.run_one();
  CHECK(rung == "!a");
}

TEST_CASE("a timer long overdue when it is set is no stop") {
  Bench bench;
  const auto old = bench.at(-3'600'000, 'a');
  CHECK(bench.clock.now() >= bench.now);
  bench.loop.run();
  CHECK(bench.rung == "a");
  CHECK(bench.clock.now() >= bench.now);
}
