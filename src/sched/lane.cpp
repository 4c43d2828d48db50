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

Lane::Lane(const ModelConfig& model, Time now)
    : told_rpm_(model.rpm.has_value()),
      told_tpm_(model.tpm.has_value()),
      retry_(model.retry),
      pace_(now) {
  if (model.rpm)
    rpm_.emplace(*model.rpm, model.burst.value_or(std::max(1.0, *model.rpm * unasked_burst)));
  if (model.tpm) tpm_.emplace(*model.tpm);
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
  Booking booking{.sent = now, .request = {}, .tokens = {}, .probe = down_};
  if (rpm_) booking.request = rpm_->book(1, now);
  if (tpm_) booking.tokens = tpm_->book(tokens, now);
  if (down_) {
    probing_ = true;
    next_probe_ = now + probe_interval;
  }
  return booking;
}

void Lane::succeeded(const Booking& booking, std::optional<double> tokens,
                     const RateHeaders& told) {
  if (booking.tokens && tokens) tpm_->settle(*booking.tokens, *tokens);
  refused_in_a_row_ = 0;
  up();
  learn(told);
}

bool Lane::rate_limited(const Booking& booking, std::optional<milliseconds> retry_after,
                        std::size_t limit, Time now) {
  if (booking.tokens) tpm_->settle(*booking.tokens, 0);
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
  if (booking.tokens) tpm_->settle(*booking.tokens, 0);
  if (booking.probe) probing_ = false;
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
    if (limit)
      limit->change(*per_minute, burst);
    else
      limit.emplace(*per_minute, burst);
  };
  if (!told_rpm_) take(rpm_, told.limit_requests, told.remaining_requests);
  if (!told_tpm_) take(tpm_, told.limit_tokens, told.remaining_tokens);
}

}  // namespace judge
