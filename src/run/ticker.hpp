#pragma once

#include <functional>
#include <string_view>

#include "run/services.hpp"

namespace judge {

/// Shows the run as it stands, ten times a second.
class Ticker {
 public:
  using Fill = std::function<void(Snapshot&)>;

  Ticker(Seams& seams, Time started) : seams_(seams), started_(started) {}

  /// From now on: `fill` says how things stand. `stage` must be a literal.
  void watch(std::string_view stage, Fill fill);
  void stage(std::string_view stage) { stage_ = stage; }
  /// Stops showing, until the next watch().
  void rest();
  /// The last word.
  void finish();

 private:
  Snapshot snapshot() const;
  void set();

  Seams& seams_;
  Time started_;
  std::string_view stage_;
  Fill fill_;
  TimerHandle timer_;
};

}  // namespace judge
