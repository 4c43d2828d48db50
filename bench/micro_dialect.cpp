// A request to bytes, and a reply to an answer.
#include <benchmark/benchmark.h>

#include "bench/micro_work.hpp"
#include "grade/judge.hpp"

namespace judge::bench {
namespace {

void dialect_encode(benchmark::State& state) {
  const auto config = judge_config();
  const auto model = model_config();
  const auto dialect = make_dialect(model.provider);
  const auto judge = needed(Judge::make(config));
  const auto request = needed(judge.request(fields(), {}, ReplyFormat::json_schema));
  std::size_t bytes = 0;
  for (auto _ : state) {
    const auto body = dialect->encode(model, request);
    bytes += body.size();
    benchmark::DoNotOptimize(body.data());
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(bytes));
}
BENCHMARK(dialect_encode);

void dialect_decode(benchmark::State& state) {
  const auto dialect = make_dialect(Provider::openai);
  const auto answer = reply();
  if (!dialect->decode(answer, {})) state.SkipWithError("no answer");
  for (auto _ : state) benchmark::DoNotOptimize(dialect->decode(answer, {}));
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(answer.body.size()));
}
BENCHMARK(dialect_decode);

}  // namespace
}  // namespace judge::bench
