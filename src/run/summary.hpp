// run: the life of a run and of one sample.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/errors.hpp"
#include "config/config.hpp"
#include "stats/mean.hpp"

namespace judge {

/// What the verdicts of one judge on one candidate model's outputs come to.
struct Metric {
  std::string judge;  // [[judge]] name
  std::string model;  // the candidate model; "" where outputs come from the dataset
  Method method = Method::score;
  RunningMean scores;    // one number a sample: with epochs, the mean over them
  double score_min = 0;  // the scale, for worst and best case
  double score_max = 1;
  bool binary = false;                          // every possible score is 0 or 1: Wilson's interval
  std::map<std::string, std::uint64_t> labels;  // choice: how often each
  std::map<std::string, std::uint64_t> unscored;  // by reason
  std::uint64_t failed = 0;
};

/// Counts of results lines: one a sample, epoch and candidate model.
struct Tally {
  std::uint64_t total = 0;
  std::uint64_t scored = 0;
  std::uint64_t unscored = 0;
  std::uint64_t failed = 0;
  std::map<std::string, std::uint64_t> unscored_by_reason;
  std::map<std::string, std::uint64_t> failed_by_code;
  std::vector<Metric> metrics;

  std::int64_t input_tokens = 0;
  std::int64_t output_tokens = 0;
  std::optional<std::int64_t> cached_input_tokens;  // of the input; nullopt: no server told any
  double cost_usd = 0;                              // of what is known
  std::uint64_t unknown_usage = 0;                  // answers whose server did not say
  std::uint64_t unknown_cost = 0;                   // answers that have no price or no usage
  std::uint64_t possibly_billed = 0;  // attempts without an answer that may have cost something
  /// {model that was to answer, model that did}: answers of fallbacks.
  std::map<std::pair<std::string, std::string>, std::uint64_t> stood_in;

  std::uint64_t done() const { return scored + unscored + failed; }
  std::uint64_t pending() const { return total - done(); }
};

/// What this process did, beside what it found done.
struct Effort {
  std::uint64_t attempts = 0;
  std::uint64_t retries = 0;
  std::uint64_t rate_limited = 0;  // replies of class rate_limit
  std::uint64_t hedges = 0;        // second attempts beside slow ones
  std::uint64_t hedges_won = 0;    // of them, those that answered first
  std::uint64_t reused = 0;        // answers taken from the store
  std::uint64_t resumed = 0;       // lines found done
  std::uint64_t peak_in_flight = 0;
};

struct Summary {
  std::string name;
  std::filesystem::path config;
  std::filesystem::path output;
  Tally tally;
  Effort effort;
  std::chrono::milliseconds elapsed{0};
  std::vector<std::string> dead_keys;  // which, and why; already safe to show
  std::optional<Error> stopped;        // why it ended early, in words that say what to do
  std::optional<std::string> reached;  // run.stop_when: what is known well enough to end
  int signal = 0;                      // SIGINT or SIGTERM where that was it
};

}  // namespace judge
