#pragma once

#include <cstdint>
#include <optional>

#include "base/clock.hpp"

namespace judge {

/// A request rate learned from refusals alone, where nobody told a limit. While a server refuses,
/// what it still accepts is its limit; and between two refusals its bucket was empty at both ends,
/// so what it accepted from one to the other, over that time, is its rate. A refusal sets the pace
/// a little below that estimate; from there it grows, slowly at first, faster the longer nothing is
/// refused, and in the end it is forgotten. One congestion episode counts once: refusals of what
/// was sent before the last cut are its echo.
class Pace {
 public:
  explicit Pace(Time start) : since_(start) {}

  /// True if this refusal began an episode (and cut the pace). `most`: requests a second to begin
  /// with where nothing has been accepted yet that could be measured.
  bool refused(Time sent, Time now, double most);
  /// Nothing is sent before `until`: that time neither counts for the estimate nor lets the pace
  /// grow.
  void hold(Time until);

  /// Requests a second; nullopt: no limit is known.
  std::optional<double> rate(Time now) const;

  /// When the next request may be sent, and that it was.
  Time next(Time now) const;
  void sent(Time now);

 private:
  double cut(Time now, double most) const;

  Time cut_at_{};  // the last cut: what was sent before it is its echo
  Time since_;     // from when on it is measured: the last cut or the end of the pause behind it
  std::uint64_t count_ = 0;  // sent since then and not refused so far
  bool congested_before_ = false;
  std::optional<double> base_;  // the pace at the last cut
  Time last_sent_{};
};

}  // namespace judge
