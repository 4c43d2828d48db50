#include "sched/key_pool.hpp"

#include <algorithm>

namespace judge {

KeyPool::KeyPool(const ModelConfig& model) {
  Lane lane;
  if (model.rpm) lane.rpm.emplace(*model.rpm);
  if (model.tpm) lane.tpm.emplace(*model.tpm);
  lanes_.assign(std::max<std::size_t>(model.api_keys.size(), 1), lane);
}

Time KeyPool::earliest(const Lane& lane, double tokens, Time now) {
  auto when = std::max(now, lane.paused_until);
  if (lane.rpm) when = lane.rpm->next(1, when);
  if (lane.tpm) when = lane.tpm->next(tokens, when);
  return when;
}

std::optional<KeyPool::Booking> KeyPool::book(double tokens, Time now) {
  std::optional<std::size_t> best;
  Time when{};
  for (std::size_t i = 0; i < lanes_.size(); ++i) {
    if (lanes_[i].dead) continue;
    const auto at = earliest(lanes_[i], tokens, now);
    if (best && (at > when || (at == when && lanes_[i].used >= lanes_[*best].used))) continue;
    best = i;
    when = at;
  }
  if (!best) return std::nullopt;

  auto& lane = lanes_[*best];
  ++lane.used;
  Booking booking{.key = *best, .when = when, .request = {}, .tokens = {}};
  // The tokens' place first: where it lies later than the request's, the request is booked for then
  // too.
  if (lane.tpm) {
    booking.tokens = lane.tpm->book(tokens, when);
    booking.when = booking.tokens->when;
  }
  if (lane.rpm) {
    booking.request = lane.rpm->book(1, booking.when);
    booking.when = booking.request->when;
  }
  return booking;
}

bool KeyPool::holds(const Booking& booking, Time now) const {
  const auto& lane = lanes_[booking.key];
  return !lane.dead && lane.paused_until <= now;
}

void KeyPool::settle(const Booking& booking, double tokens) {
  if (booking.tokens) lanes_[booking.key].tpm->settle(*booking.tokens, tokens);
}

void KeyPool::pause(std::size_t key, Time until) {
  auto& lane = lanes_[key];
  lane.paused_until = std::max(lane.paused_until, until);
  if (lane.rpm) lane.rpm->pause(lane.paused_until);
  if (lane.tpm) lane.tpm->pause(lane.paused_until);
}

bool KeyPool::bury(std::size_t key, const CallError& why) {
  if (lanes_[key].dead) return false;
  lanes_[key].dead = true;
  last_death_ = why;
  return true;
}

std::size_t KeyPool::alive() const {
  return static_cast<std::size_t>(std::ranges::count(lanes_, false, &Lane::dead));
}

}  // namespace judge
