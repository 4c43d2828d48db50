#include "base/stop.hpp"

#include <doctest/doctest.h>

#include <optional>
#include <string>

using namespace judge;

TEST_CASE("a hook is called once, when the signal rises to its level or above") {
  StopSignal stop;
  std::string calls;
  const auto drain = stop.on(StopLevel::drain, [&] { calls += 'd'; });
  const auto abort = stop.on(StopLevel::abort, [&] { calls += 'a'; });
  CHECK(calls.empty());
  stop.raise(StopLevel::drain);
  CHECK(calls == "d");
  stop.raise(StopLevel::drain);
  CHECK(calls == "d");
  stop.raise(StopLevel::abort);
  CHECK(calls == "da");
}

TEST_CASE("the signal never falls") {
  StopSignal stop;
  stop.raise(StopLevel::abort);
  stop.raise(StopLevel::drain);
  CHECK(stop.level() == StopLevel::abort);
  CHECK(stop.at_least(StopLevel::drain));
}

TEST_CASE("rising past a level calls its hooks too") {
  StopSignal stop;
  int calls = 0;
  const auto hook = stop.on(StopLevel::drain, [&] { ++calls; });
  stop.raise(StopLevel::abort);
  CHECK(calls == 1);
}

TEST_CASE("a hook on a signal that has risen is called at once") {
  StopSignal stop;
  stop.raise(StopLevel::drain);
  int calls = 0;
  const auto hook = stop.on(StopLevel::drain, [&] { ++calls; });
  CHECK(calls == 1);
}

TEST_CASE("a destroyed hook is not called, a moved one once") {
  StopSignal stop;
  int calls = 0;
  {
    const auto gone = stop.on(StopLevel::drain, [&] { calls += 100; });
  }
  auto hook = stop.on(StopLevel::drain, [&] { ++calls; });
  const StopSignal::Hook moved = std::move(hook);
  stop.raise(StopLevel::drain);
  CHECK(calls == 1);
}

TEST_CASE("a callback may destroy its own hook and others'") {
  StopSignal stop;
  int calls = 0;
  std::optional<StopSignal::Hook> first, second, third;
  const auto drop_all = [&] {
    ++calls;
    first.reset();
    second.reset();
    third.reset();
  };
  first = stop.on(StopLevel::drain, drop_all);
  second = stop.on(StopLevel::drain, drop_all);
  third = stop.on(StopLevel::drain, drop_all);
  stop.raise(StopLevel::drain);
  CHECK(calls == 1);
}
