#pragma once

#include <cstdint>
#include <deque>
#include <optional>

#include "base/clock.hpp"

namespace judge {

/// At most `per_minute` units in any 60 seconds, sent at an even pace, but for `burst` units that
/// may come at once after a rest. Two rules make a booking's time, both exact: GCRA with the burst
/// as its tolerance (each booking is followed by its own cost in time; ITU-T I.371), and a log of
/// the last 60 s, which holds the sum where bookings differ in size or come in bursts. With burst =
/// 1 a server whose bucket is empty refuses nothing either.
class RateLimit {
 public:
  explicit RateLimit(double per_minute, double burst = 1)
      : per_minute_(per_minute), burst_(burst) {}

  struct Booking {
    Time when;
    std::uint64_t number = 0;
  };

  /// Books next(amount, now); times of successive bookings never decrease. A booking larger than a
  /// whole minute's worth is given an empty minute.
  Booking book(double amount, Time now);

  /// The first moment at which `amount` could be booked now.
  Time next(double amount, Time now) const;

  /// What was booked as an estimate turned out to be `actual`; the difference is given back or
  /// owed.
  void settle(const Booking& booking, double actual);

  /// Nothing is booked before `until`.
  void pause(Time until);

  /// Another limit from now on, which what was sent in the last minute counts against.
  void change(double per_minute, double burst);
  /// What was sent in the last minute no longer counts.
  void forget();

  double per_minute() const { return per_minute_; }

 private:
  struct Entry {
    Time when;
    double amount;
  };
  Duration cost(double amount) const;

  double per_minute_;
  double burst_;
  Time free_{};                // GCRA's theoretical arrival time
  std::deque<Entry> log_;      // bookings not older than 60 s before the newest, oldest first
  std::uint64_t dropped_ = 0;  // entries that have left the log: number - dropped_ is an index
  double in_log_ = 0;
};

}  // namespace judge
