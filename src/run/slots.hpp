#pragma once

#include <cstdint>
#include <vector>

namespace judge {

/// The places of a run: one a sample, epoch and candidate model, so one a results line. What is
/// done costs a bit a place.
class Slots {
 public:
  Slots(std::uint64_t samples, std::size_t epochs, std::size_t candidates)
      : samples_(samples),
        epochs_(epochs),
        candidates_(candidates),
        done_(samples * epochs * candidates, false),
        answered_(candidates, false) {}

  std::uint64_t samples() const { return samples_; }
  /// By sample: is any of its places not done?
  std::vector<bool> pending_samples() const;

  std::uint64_t place(std::uint64_t sample, std::size_t epoch, std::size_t candidate) const {
    return (sample * epochs_ + epoch) * candidates_ + candidate;
  }
  bool done(std::uint64_t place) const { return done_[place]; }
  void mark_done(std::uint64_t place) { done_[place] = true; }
  /// Places whose stored answer is to be asked again (--retry-failed on an unscored one).
  bool afresh(std::uint64_t place) const { return !afresh_.empty() && afresh_[place]; }
  void mark_afresh(std::uint64_t place);
  /// Failed in an earlier start of the run, where other places of its candidate were answered.
  bool failed_alone(std::uint64_t place) const {
    return !failed_.empty() && failed_[place] && answered_[place % candidates_];
  }
  void mark_failed_before(std::uint64_t place);
  void mark_answered_before(std::uint64_t place) { answered_[place % candidates_] = true; }

 private:
  std::uint64_t samples_;
  std::size_t epochs_;
  std::size_t candidates_;
  std::vector<bool> done_;
  std::vector<bool> answered_;  // by candidate
  std::vector<bool> afresh_;    // both empty until the first
  std::vector<bool> failed_;
};

}  // namespace judge
