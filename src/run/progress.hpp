#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace judge {

/// The run as it stands, for whoever shows it.
struct Snapshot {
  std::string_view stage;  // "checking the dataset", "reading results", "running", "draining"
  std::chrono::milliseconds elapsed{0};
  std::uint64_t total = 0;    // 0 while unknown
  std::uint64_t done = 0;     // scored + unscored + failed
  std::uint64_t resumed = 0;  // of done: found done at the start, so no part of the rate
  std::uint64_t scored = 0;
  std::uint64_t unscored = 0;
  std::uint64_t failed = 0;
  std::size_t in_flight = 0;
  std::size_t limit = 0;  // permits of all models together
  std::uint64_t retries = 0;
  std::uint64_t rate_limited = 0;
  std::uint64_t reused = 0;
  std::optional<double> mean;  // of the first judge, so far
  std::int64_t input_tokens = 0;
  std::int64_t output_tokens = 0;
  std::optional<std::int64_t> cached_input_tokens;  // of the input; nullopt: not told
  std::optional<double> cost_usd;                   // nullopt while nothing has a known price
  bool cost_partial = false;                        // some answers have no known cost
};

/// The limit of attempts in flight at a model has moved.
struct Resized {
  std::string_view model;
  std::size_t from = 0;
  std::size_t to = 0;
  std::string_view cause;  // "growth", "429", "config"
};

/// The observer of a run. Called on the loop; must not block for long.
class Progress {
 public:
  virtual ~Progress() = default;
  /// About ten times a second while the run goes on, and once at the end.
  virtual void update(const Snapshot& snapshot) = 0;
  /// Something a person should know: a dead key, a server without response_format, a stop. One line
  /// of text, already safe to show.
  virtual void notice(std::string_view text) = 0;
  /// For who keeps a trace: it moves all the time.
  virtual void resized(const Resized&) {}
  /// The run is over (or the screen is needed): leaves the terminal as it was.
  virtual void finish(const Snapshot& snapshot) = 0;
};

}  // namespace judge
