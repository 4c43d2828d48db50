// The semaphore and the rate limit.
#include <benchmark/benchmark.h>

#include "sched/rate_limit.hpp"
#include "sched/semaphore.hpp"
#include "support/loop.hpp"

namespace judge::bench {
namespace {

using namespace std::chrono_literals;

Async<bool> take_and_give_back(Semaphore& semaphore, StopSignal& stop) {
  const auto permit = co_await semaphore.acquire(stop);
  co_return permit.has_value();
}

/// So many coroutines at once for 64 permits; the time is that of all of them.
void semaphore(benchmark::State& state) {
  TestLoop loop;
  StopSignal stop;
  Semaphore permits("permits", 64, loop.clock, loop.executor());
  const auto many = static_cast<std::size_t>(state.range(0));
  for (auto _ : state) {
    for (std::size_t i = 0; i < many; ++i)
      asio::co_spawn(loop.context, take_and_give_back(permits, stop), asio::detached);
    loop.poll();
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(semaphore)->Arg(64)->Arg(1000)->Arg(10'000);

/// A booking while the log holds a minute's worth of others.
void rate_limit(benchmark::State& state) {
  const auto per_minute = static_cast<double>(state.range(0));
  RateLimit limit(per_minute);
  Time now{};
  for (auto _ : state) {
    const auto booked = limit.book(1, now);
    now = std::max(now, booked.when);
    benchmark::DoNotOptimize(booked);
  }
}
BENCHMARK(rate_limit)->Arg(600)->Arg(30'000)->Arg(1'000'000);

/// The same with a correction of each, as for tokens.
void rate_limit_settled(benchmark::State& state) {
  RateLimit limit(static_cast<double>(state.range(0)));
  Time now{};
  for (auto _ : state) {
    const auto booked = limit.book(300, now);
    now = std::max(now, booked.when);
    limit.settle(booked, 280);
  }
}
BENCHMARK(rate_limit_settled)->Arg(200'000)->Arg(10'000'000);

}  // namespace
}  // namespace judge::bench
