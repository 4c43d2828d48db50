#pragma once

#include <cstdint>
#include <optional>

#include "config/config.hpp"
#include "model/dialect.hpp"
#include "model/rate_headers.hpp"
#include "sched/pace.hpp"
#include "sched/rate_limit.hpp"

namespace judge {

/// One key of one model: what it may send when. It knows what it was told (config), what the
/// server's headers tell, what its refusals teach, and whether the server answers at all.
class Lane {
 public:
  Lane(const ModelConfig& model, Time now);

  /// The config has been read again: its limits hold from now on, what was sent in the last minute
  /// counts against them, and a dead key gets another chance.
  void reload(const ModelConfig& model);

  struct Booking {
    Time sent;
    std::optional<RateLimit::Booking> tokens;
    std::uint32_t terms = 0;
    bool probe = false;
  };

  /// When an attempt of about `tokens` may be sent; Time::max() while only an event can tell.
  Time earliest(double tokens, Time now) const;
  /// To be called at a moment that earliest() named.
  Booking book(double tokens, Time now);

  void succeeded(const Booking& booking, std::optional<double> tokens, const RateHeaders& told);
  /// True if this refusal began a congestion episode. `limit`: of attempts in flight.
  bool rate_limited(const Booking& booking, std::optional<milliseconds> retry_after,
                    std::size_t limit, Time now);
  /// A 5xx, a timeout, a broken connection; `worked`: the model has answered in this run, on any
  /// key. True if the server is down for all one can tell: then the attempt is not the sample's
  /// fault and does not count against it.
  bool faulted(const Booking& booking, bool worked, Time now);
  /// Not sent after all.
  void returned(const Booking& booking);
  /// Cut off in flight: its tokens stay booked, for the server may have worked for it.
  void given_up(const Booking& booking);
  /// The attempt ended in an answer of another kind: the server is there.
  void answered(const Booking& booking);

  void bury(const CallError& why) { death_ = why; }
  const std::optional<CallError>& death() const { return death_; }
  std::uint64_t used() const { return used_; }
  bool down() const { return down_; }

 private:
  struct Told {
    std::optional<double> per_minute;
    double burst = 1;
    bool operator==(const Told&) const = default;
  };
  static Told told_requests(const ModelConfig& model);
  static Told told_tokens(const ModelConfig& model);
  void retell(Told& told, std::optional<RateLimit>& limit, const Told& next);
  void settle(const Booking& booking, double tokens);
  void learn(const RateHeaders& told);
  void up();

  Told told_rpm_;
  Told told_tpm_;
  std::uint32_t terms_ = 0;  // how often a limit was forgotten, and with it the bookings under it
  RetryConfig retry_;
  std::optional<RateLimit> rpm_;
  std::optional<RateLimit> tpm_;
  Pace pace_;
  Time paused_until_{};
  std::uint32_t refused_in_a_row_ = 0;  // episodes without a success between
  std::uint64_t used_ = 0;

  // The breaker: faults in a row over some time, after the model has worked at all.
  std::uint32_t faults_in_a_row_ = 0;
  Time first_fault_{};
  bool down_ = false;
  bool probing_ = false;
  Time next_probe_{};

  std::optional<CallError> death_;
};

}  // namespace judge
