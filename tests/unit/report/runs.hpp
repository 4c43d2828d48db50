#pragma once

#include <initializer_list>
#include <utility>

#include "run/summary.hpp"

namespace judge::test {

inline Metric metric(std::initializer_list<std::pair<double, int>> scores) {
  Metric metric;
  metric.judge = "judge";
  for (const auto& [score, times] : scores)
    for (int i = 0; i < times; ++i) metric.scores.add(score);
  return metric;
}

inline Metric score_metric() {
  auto scored = metric({{6, 500}, {8, 700}});
  scored.score_min = 1;
  scored.score_max = 10;
  return scored;
}

/// Everything is scored, everything is known.
inline Summary finished() {
  using namespace std::chrono_literals;
  Summary summary;
  summary.name = "trivia";
  summary.config = "configs/trivia.toml";
  summary.output = "results/trivia.jsonl";
  summary.tally.total = summary.tally.scored = 1'200;
  summary.tally.metrics = {score_metric()};
  summary.tally.input_tokens = 1'240'112;
  summary.tally.output_tokens = 34'020;
  summary.tally.cost_usd = 0.41;
  summary.effort.attempts = 1'203;
  summary.effort.retries = 3;
  summary.effort.peak_in_flight = 64;
  summary.elapsed = 455s;
  return summary;
}

/// Stopped on the way, some of everything having gone wrong.
inline Summary troubled() {
  auto summary = finished();
  auto& tally = summary.tally;
  tally.total = 1'319;
  tally.unscored = 30;
  tally.failed = 10;
  tally.unscored_by_reason = {{"no score found", 27}, {"refused", 3}};
  tally.failed_by_code = {{"timeout", 5}, {"http_500", 5}};
  tally.metrics[0].unscored = tally.unscored_by_reason;
  tally.metrics[0].failed = 10;
  tally.unknown_usage = 12;
  tally.unknown_cost = 12;
  tally.possibly_billed = 4;
  summary.effort.rate_limited = 12;
  summary.effort.reused = 1;
  summary.effort.resumed = 600;
  summary.stopped = Error{Fault::budget, "the budget of $0.40 is spent.\nRaise [limits] usd."};
  return summary;
}

}  // namespace judge::test
