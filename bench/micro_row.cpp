// Template, request, verdict and results line of one row.
#include <benchmark/benchmark.h>

#include "bench/micro_work.hpp"
#include "grade/judge.hpp"
#include "prompt/template.hpp"
#include "run/record.hpp"

namespace judge::bench {
namespace {

void template_render(benchmark::State& state) {
  const auto text = needed(Template::parse(judge_config().prompt));
  const auto row = fields();
  if (!text.render(row)) state.SkipWithError("not rendered");
  for (auto _ : state) benchmark::DoNotOptimize(text.render(row));
}
BENCHMARK(template_render);

void judge_request(benchmark::State& state) {
  const auto config = judge_config();
  const auto judge = needed(Judge::make(config));
  const auto row = fields();
  if (!judge.request(row, {}, ReplyFormat::json_schema)) state.SkipWithError("no request");
  for (auto _ : state) benchmark::DoNotOptimize(judge.request(row, {}, ReplyFormat::json_schema));
}
BENCHMARK(judge_request);

void verdict_reader(benchmark::State& state, const std::string& text) {
  const auto config = judge_config();
  const auto judge = needed(Judge::make(config));
  const ChatReply answer{
      .text = text, .refusal = {}, .finish_reason = "stop", .usage = {}, .logprobs = {}};
  if (!judge.read(answer, {})) state.SkipWithError("no verdict");
  for (auto _ : state) benchmark::DoNotOptimize(judge.read(answer, {}));
}
BENCHMARK_CAPTURE(verdict_reader, json, answer_text);
BENCHMARK_CAPTURE(verdict_reader, fenced, std::string("```json\n") + answer_text + "\n```");
BENCHMARK_CAPTURE(verdict_reader, brackets, "It names what the reference names.\n\n[[8]]");
BENCHMARK_CAPTURE(verdict_reader, after_4_kb, std::string(4096, 'x') + "\nRating: 8");

void record_line(benchmark::State& state) {
  const auto config = judge_config();
  Record record;
  record.id = "q17";
  record.output = fields()["answer"];
  record.fingerprint = "0123456789abcdef";
  CallRecord call;
  call.model = "mini";
  call.reply = {.text = answer_text,
                .refusal = {},
                .finish_reason = "stop",
                .usage = Usage{.input = 212, .cached_input = 0, .output = 41, .reasoning = 0},
                .logprobs = {}};
  const auto judge = needed(Judge::make(config));
  const auto verdict = judge.read(call.reply, {});
  record.judgements.push_back({&config, verdict, {{.ask = {}, .verdict = verdict, .call = call}}});
  for (auto _ : state) benchmark::DoNotOptimize(record.line(false));
}
BENCHMARK(record_line);

}  // namespace
}  // namespace judge::bench
