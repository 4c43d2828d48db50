#include "sched/budget.hpp"

#include <doctest/doctest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include "support/loop.hpp"

using namespace judge;

namespace {

struct Purse : TestLoop {
  explicit Purse(Budget::Limits limits) : budget(limits, executor()) {}

  static Async<> wait(Purse& purse, std::optional<bool>& woken) {
    woken = co_await purse.budget.wait(purse.stop);
  }
  void wait(std::optional<bool>& woken) {
    asio::co_spawn(context, wait(*this, woken), asio::detached);
    poll();
  }

  Budget budget;
  StopSignal stop;
};

}  // namespace

TEST_CASE("what is reserved and what is spent stay under each limit together") {
  Purse purse({.usd = 1.0, .tokens = 1000});
  CHECK(purse.budget.reserve({0.4, 100}));
  CHECK(purse.budget.reserve({0.4, 100}));
  CHECK_FALSE(purse.budget.reserve({0.4, 100}));
  CHECK_FALSE(purse.budget.reserve({0.1, 900}));
  CHECK(purse.budget.reserve({0.2, 800}));
  purse.budget.settle({0.4, 100}, {0.1, 50});
  CHECK_FALSE(purse.budget.reserve({0.2, 100}));
  CHECK(purse.budget.reserve({0.2, 50}));
}

TEST_CASE("without a limit everything is reserved") {
  Purse purse({});
  CHECK(purse.budget.reserve({1e9, 1e15}));
}

TEST_CASE("who waits is woken by what comes back: one for each, all when nothing is out") {
  Purse purse({.usd = 1.0, .tokens = {}});
  CHECK(purse.budget.reserve({0.5, 0}));
  CHECK(purse.budget.reserve({0.5, 0}));
  std::optional<bool> first;
  std::optional<bool> second;
  std::optional<bool> third;
  purse.wait(first);
  purse.wait(second);
  purse.wait(third);
  CHECK_FALSE(first);
  CHECK(purse.budget.can_give_back());
  purse.budget.settle({0.5, 0}, {0.1, 0});
  purse.poll();
  CHECK(first == true);
  CHECK_FALSE(second);
  purse.budget.settle({0.5, 0}, {0.1, 0});
  purse.poll();
  CHECK(second == true);
  CHECK(third == true);
  CHECK_FALSE(purse.budget.can_give_back());
}

TEST_CASE("a raised limit wakes who waits, and a stop ends the waiting") {
  Purse purse({.usd = 1.0, .tokens = {}});
  CHECK(purse.budget.reserve({1.0, 0}));
  std::optional<bool> woken;
  purse.wait(woken);
  purse.budget.change({.usd = 3.0, .tokens = {}});
  purse.poll();
  CHECK(woken == true);
  CHECK(purse.budget.reserve({1.5, 0}));
  std::optional<bool> stopped;
  purse.wait(stopped);
  purse.stop.raise(StopLevel::drain);
  purse.poll();
  CHECK(stopped == false);
  purse.budget.settle({1.0, 0}, {0, 0});  // wakes nobody who is gone
}
