#include "base/asio_clock.hpp"

#include <doctest/doctest.h>

#include <boost/asio/io_context.hpp>
#include <string>

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
