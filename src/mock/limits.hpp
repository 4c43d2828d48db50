#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/clock.hpp"

namespace judge::mock {

/// Fills at `per_minute` up to `capacity`, and is full at first.
class Bucket {
 public:
  Bucket(double per_minute, double capacity, Time now)
      : per_minute_(per_minute), capacity_(capacity), level_(capacity), at_(now) {}

  void advance(Time now);
  bool holds(double amount) const;
  void take(double amount) { level_ -= amount; }
  double limit() const { return per_minute_; }
  double capacity() const { return capacity_; }
  double remaining() const;  // whole ones
  Duration until_full() const { return until(capacity_); }
  /// Until it holds `amount`; zero where it does already.
  Duration until(double amount) const;

 private:
  double per_minute_;
  double capacity_;
  double level_;
  Time at_;
};

/// The answer of Limits::admit.
struct Admission {
  enum class Bound { none, requests, tokens, too_large };
  Bound bound = Bound::none;  // what refused it
  Duration retry_after{};     // zero with none, and with too_large, which never fits
  bool admitted() const { return bound == Bound::none; }
};

/// Requests and tokens a minute. Requests may come `burst` at once, tokens a minute's worth at
/// once; what is refused costs nothing.
class Limits {
 public:
  Limits(std::optional<double> rpm, std::optional<double> tpm, std::optional<double> burst,
         Time now);

  Admission admit(double tokens, Time now);
  const std::optional<Bucket>& requests() const { return requests_; }
  const std::optional<Bucket>& tokens() const { return tokens_; }

 private:
  std::optional<Bucket> requests_;
  std::optional<Bucket> tokens_;
};

/// retry-after (whole seconds) and retry-after-ms, rounded up, as header lines.
std::string retry_headers(Duration wait);

/// As Go prints it, to the millisecond, rounded up: "0s", "12ms", "1.5s", "6m0s", "4m12.172s".
std::string go_duration(Duration duration);

}  // namespace judge::mock
