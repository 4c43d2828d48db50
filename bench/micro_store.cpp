// A reply into the store, alone and in groups: what SQLite takes, without a disk's own time.
#include <benchmark/benchmark.h>

#include "base/hash.hpp"
#include "bench/micro_work.hpp"
#include "sim/virtual_clock.hpp"
#include "store/response_store.hpp"
#include "support/await.hpp"
#include "support/scratch.hpp"

namespace judge::bench {
namespace {

void store_put(benchmark::State& state) {
  const test::Scratch scratch;
  VirtualClock clock;
  asio::io_context loop;
  const auto executor = loop.get_executor();
  auto store = needed(ResponseStore::open(scratch / "store.db", executor, executor, &clock));
  const auto body = reply().body;
  std::uint64_t key = 0;
  for (auto _ : state) {
    std::vector<Async<Result<>>> puts;
    for (std::int64_t i = 0; i < state.range(0); ++i)
      puts.push_back(store->put(sha256(std::to_string(++key)),
                                {.body = body, .model = "gpt-4.1-mini", .latency_ms = 812}));
    test::await_all(loop, std::move(puts));
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
  (void)test::await(loop, store->close());
}
// So many that the index outgrows a few pages.
BENCHMARK(store_put)->Arg(1)->Iterations(20'000);
BENCHMARK(store_put)->Arg(8)->Iterations(2'500);
BENCHMARK(store_put)->Arg(64)->Iterations(320);

void store_get_absent(benchmark::State& state) {
  const test::Scratch scratch;
  VirtualClock clock;
  asio::io_context loop;
  const auto executor = loop.get_executor();
  auto store = needed(ResponseStore::open(scratch / "store.db", executor, executor, &clock));
  std::uint64_t key = 0;
  for (auto _ : state)
    benchmark::DoNotOptimize(test::await(loop, store->get(sha256(std::to_string(++key)))));
  (void)test::await(loop, store->close());
}
BENCHMARK(store_get_absent);

}  // namespace
}  // namespace judge::bench
