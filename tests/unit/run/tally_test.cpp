#include "run/tally.hpp"

#include <doctest/doctest.h>

using namespace judge;

namespace {

Config config_with(Method method, std::uint32_t epochs = 1) {
  Config config;
  config.run.epochs = epochs;
  JudgeConfig judge;
  judge.name = "judge";
  judge.method = method;
  judge.choices = {{"YES", 1}, {"NO", 0}};
  config.judges = {judge};
  return config;
}

LineFigures scored(double score, std::string label = "") {
  LineFigures line;
  line.status = "scored";
  line.scores = {{.judge = "judge", .score = score, .label = std::move(label), .reason = {}}};
  line.usage = Usage{.input = 10, .cached_input = 0, .output = 2, .reasoning = 0};
  line.cost_usd = 0.5;
  return line;
}

LineFigures unscored(std::string reason) {
  auto line = scored(0);
  line.status = "unscored";
  line.scores[0].score.reset();
  line.scores[0].reason = std::move(reason);
  return line;
}

}  // namespace

TEST_CASE("lines are counted by status, reason and code") {
  TallyBook book(config_with(Method::score), 5);
  book.add(scored(4), 0);
  book.add(scored(6), 1);
  book.add(unscored("no_verdict"), 2);
  LineFigures failed;
  failed.status = "failed";
  failed.failure_code = "timeout";
  failed.possibly_billed = true;
  book.add(failed, 3);
  const auto tally = book.result();
  CHECK(tally.total == 5);
  CHECK(tally.pending() == 1);
  CHECK(tally.metrics[0].scores.mean() == 5);
  CHECK(tally.metrics[0].failed == 1);
  CHECK(tally.unscored_by_reason.at("no_verdict") == 1);
  CHECK(tally.failed_by_code.at("timeout") == 1);
  CHECK(tally.possibly_billed == 1);
  CHECK(tally.input_tokens == 30);
  CHECK(tally.cost_usd == 1.5);
  CHECK(tally.unknown_cost == 1);
}

TEST_CASE("cached input is known where a server told it, and else unknown, not 0") {
  TallyBook book(config_with(Method::score), 4);
  auto line = scored(4);
  line.usage->cached_input.reset();
  book.add(line, 0);
  LineFigures without_a_call;
  without_a_call.status = "failed";
  without_a_call.usage = Usage{.cached_input = 0};
  book.add(without_a_call, 1);
  CHECK_FALSE(book.so_far().cached_input_tokens);
  book.add(scored(4), 2);
  CHECK(book.so_far().cached_input_tokens == 0);
  line.usage->cached_input = 6;
  book.add(line, 3);
  CHECK(book.so_far().cached_input_tokens == 6);
  CHECK(book.so_far().input_tokens == 30);
}

TEST_CASE("an unscored sample is in no mean") {
  TallyBook book(config_with(Method::score), 2);
  book.add(scored(10), 0);
  book.add(unscored("refusal"), 1);
  CHECK(book.result().metrics[0].scores.n() == 1);
  CHECK(book.result().metrics[0].scores.mean() == 10);
}

TEST_CASE("choices are counted by label, and are a rate when every value is 0 or 1") {
  TallyBook book(config_with(Method::choice), 3);
  book.add(scored(1, "YES"), 0);
  book.add(scored(1, "YES"), 1);
  book.add(scored(0, "NO"), 2);
  const auto metric = book.result().metrics[0];
  CHECK(metric.binary);
  CHECK(metric.labels.at("YES") == 2);
  CHECK(metric.score_max == 1);
}

TEST_CASE("repeats of one sample are one observation: they do not narrow the interval") {
  TallyBook book(config_with(Method::score, 2), 3);
  for (const auto& [sample, score] : {std::pair{0, 2.0}, {0, 4.0}, {1, 6.0}, {1, 6.0}, {2, 9.0}})
    book.add(scored(score), static_cast<std::uint64_t>(sample));
  const auto metric = book.result().metrics[0];
  CHECK(metric.scores.n() == 3);
  CHECK(metric.scores.mean() == 6);  // of 3, 6 and 9
  CHECK(metric.scores.variance() == 9);
}
