#include "sched/lane.hpp"

#include <algorithm>

namespace judge {
namespace {

// Fewer faults, or all within a moment, are what any server has now and then.
constexpr std::uint32_t faults_that_mean_down = 8;
constexpr auto time_that_means_down = seconds(1);
constexpr auto probe_interval = seconds(5);
// In minutes. A tenth of a second's worth makes up for late wake-ups, and no server minds it.
constexpr double unasked_burst = 1.0 / 600;

}  // namespace

Lane::Lane(const ModelConfig& model, Time now) : retry_(model.retry), pace_(now) {
  retell(told_rpm_, rpm_, told_requests(model));
  retell(told_tpm_, tpm_, told_tokens(model));
}

void Lane::reload(const ModelConfig& model) {
  death_.reset();
  retell(told_rpm_, rpm_, told_requests(model));
  retell(told_tpm_, tpm_, told_tokens(model));
}

Lane::Told Lane::told_requests(const ModelConfig& model) {
  const auto burst = std::max(1.0, model.rpm.value_or(0) * unasked_burst);
  return {model.rpm, model.burst.value_or(burst)};
}

Lane::Told Lane::told_tokens(const ModelConfig& model) {
  return {model.tpm, model.token_burst.value_or(1)};
}

void Lane::retell(Told& told, std::optional<RateLimit>& limit, const Told& next) {
  if (told == next) return;
  told = next;
  if (!next.per_minute) {  // to be learned again
    limit.reset();
    ++terms_;
  } else if (limit) {
    limit->change(*next.per_minute, next.burst);
  } else {
    limit.emplace(*next.per_minute, next.burst);
    ++terms_;
  }
}

Time Lane::earliest(double tokens, Time now) const {
  if (down_ && probing_) return Time::max();
  auto when = std::max(pace_.next(now), paused_until_);
  if (down_) when = std::max(when, next_probe_);
  if (rpm_) when = rpm_->next(1, when);
  if (tpm_) when = tpm_->next(tokens, when);
  return when;
}

Lane::Booking Lane::book(double tokens, Time now) {
  ++used_;
  pace_.sent(now);
  Booking booking{.sent = now, .tokens = {}, .terms = terms_, .probe = down_};
  if (rpm_) rpm_->book(1, now);
  if (tpm_) booking.tokens = tpm_->book(tokens, now);
  if (down_) {
    probing_ = true;
    next_probe_ = now + probe_interval;
  }
  return booking;
}

void Lane::succeeded(const Booking& booking, std::optional<double> tokens,
                     const RateHeaders& told) {
  if (tokens) settle(booking, *tokens);
  refused_in_a_row_ = 0;
  up();
  learn(told);
}

bool Lane::rate_limited(const Booking& booking, std::optional<milliseconds> retry_after,
                        std::size_t limit, Time now) {
  settle(booking, 0);
  up();
  const bool episode = pace_.refused(booking.sent, now, static_cast<double>(limit));
  if (retry_after) {
    paused_until_ = std::max(paused_until_, now + std::min(*retry_after, retry_.retry_after_cap));
  } else if (episode) {
    const auto shift = std::min<std::uint32_t>(refused_in_a_row_, 20);
    paused_until_ = std::max(
        paused_until_, now + std::min<milliseconds>(retry_.cap, retry_.base * (1LL << shift)));
  }
  if (episode) ++refused_in_a_row_;
  pace_.hold(paused_until_);
  if (rpm_) rpm_->pause(paused_until_);
  if (tpm_) tpm_->pause(paused_until_);
  return episode;
}

bool Lane::faulted(const Booking& booking, bool worked, Time now) {
  // Its tokens stay booked: the server may have worked for it.
  if (booking.probe) probing_ = false;
  if (faults_in_a_row_++ == 0) first_fault_ = now;
  if (!down_ && worked && faults_in_a_row_ >= faults_that_mean_down &&
      now - first_fault_ >= time_that_means_down) {
    down_ = true;
    next_probe_ = now + probe_interval;
  }
  return down_;
}

void Lane::returned(const Booking& booking) {
  settle(booking, 0);
  if (booking.probe) probing_ = false;
}

void Lane::given_up(const Booking& booking) {
  if (booking.probe) probing_ = false;
}

void Lane::settle(const Booking& booking, double tokens) {
  if (booking.tokens && booking.terms == terms_) tpm_->settle(*booking.tokens, tokens);
}

void Lane::answered(const Booking&) {
  up();
}

void Lane::up() {
  faults_in_a_row_ = 0;
  down_ = false;
  probing_ = false;
}

void Lane::learn(const RateHeaders& told) {
  const auto take = [](std::optional<RateLimit>& limit, std::optional<double> per_minute,
                       std::optional<double> remaining) {
    if (!per_minute || (limit && limit->per_minute() == *per_minute)) return;
    const auto burst = std::max(1.0, remaining.value_or(1));
    if (!limit) {
      limit.emplace(*per_minute, burst);
      return;
    }
    limit->change(*per_minute, burst);
    // What was sent under the old limit is not held against the new one: the server says what
    // remains, and a bucket forgets it too.
    limit->forget();
  };
  if (!told_rpm_.per_minute) take(rpm_, told.limit_requests, told.remaining_requests);
  if (!told_tpm_.per_minute) take(tpm_, told.limit_tokens, told.remaining_tokens);
}

}  // namespace judge
