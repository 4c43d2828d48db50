#include "support/properties.hpp"

#include <algorithm>
#include <deque>
#include <functional>
#include <queue>
#include <vector>

#include "sim/limits.hpp"

namespace judge {
namespace {

bool belongs(const SimBooks& books, const SimArrival& arrival, const Part& part) {
  const auto since = arrival.at - books.started;
  return since >= part.from && since < part.to && (!part.key || arrival.key == *part.key);
}

/// The largest sum of `weight` over the arrivals of any span of `window`, open at its end.
template <class Weight>
double peak(const SimBooks& books, Duration window, const Part& part, Weight weight) {
  std::deque<const SimArrival*> recent;
  double sum = 0;
  double most = 0;
  for (const auto& arrival : books.arrivals) {
    if (!belongs(books, arrival, part)) continue;
    while (!recent.empty() && recent.front()->at + window <= arrival.at) {
      sum -= weight(*recent.front());
      recent.pop_front();
    }
    recent.push_back(&arrival);
    sum += weight(arrival);
    most = std::max(most, sum);
  }
  return most;
}

/// Replays the arrivals to find when something could have been sent.
class Replay {
 public:
  Replay(const SimBooks& books, const SimBehaviour& behaviour, std::size_t permits)
      : books_(books), behaviour_(behaviour), permits_(permits) {
    for (const auto& key : books.keys)
      limits_.emplace_back(behaviour.limits_of(key.key), behaviour.limit_changes, books.started);
  }

  void arrive(const SimArrival& arrival) {
    while (!ends_.empty() && ends_.top() <= arrival.at) ends_.pop();
    ends_.push(arrival.ended);
    if (arrival.counted) limits_[arrival.key].take(arrival.tokens, arrival.at);
    sent_ = std::max<std::size_t>(sent_, arrival.sample + 1);
  }

  std::size_t sent() const { return sent_; }

  /// The first moment from `now` on at which a permit and the quota for `tokens` are there.
  Time free(double tokens, Time now) {
    auto ends = ends_;
    auto permit = now;
    while (ends.size() >= permits_) {
      permit = std::max(permit, ends.top());
      ends.pop();
    }
    auto quota = Time::max();
    for (std::size_t i = 0; i < limits_.size(); ++i)
      if (is_alive(books_.keys[i].key, now)) quota = std::min(quota, limits_[i].when(tokens, now));
    return std::max(permit, quota);
  }

 private:
  bool is_alive(const std::string& key, Time now) const {
    if (behaviour_.unknown_keys.contains(key) || behaviour_.dies_after.contains(key)) return false;
    const auto dies = behaviour_.dies_at.find(key);
    return dies == behaviour_.dies_at.end() || now < books_.started + dies->second;
  }

  const SimBooks& books_;
  const SimBehaviour& behaviour_;
  std::size_t permits_;
  std::vector<SimKeyLimits> limits_;
  std::priority_queue<Time, std::vector<Time>, std::greater<>> ends_;  // of what is in flight
  std::size_t sent_ = 0;
};

bool touches_outage(const SimBooks& books, const SimBehaviour& behaviour, Time from, Time to,
                    Duration recovery) {
  return std::ranges::any_of(behaviour.outages, [&](const Outage& outage) {
    return from < books.started + outage.to + recovery && to >= books.started + outage.from;
  });
}

Time first_answer(const SimBooks& books) {
  auto first = Time::max();
  for (const auto& arrival : books.arrivals)
    if (arrival.status == 200) first = std::min(first, arrival.ended);
  return first;
}

struct Life {
  Time began = Time::max();
  Time ended{};
};

/// By sample.
std::vector<Life> lives(const SimBooks& books) {
  std::vector<Life> lives;
  for (const auto& arrival : books.arrivals) {
    if (arrival.sample >= lives.size()) lives.resize(arrival.sample + 1);
    auto& life = lives[arrival.sample];
    life.began = std::min(life.began, arrival.at);
    life.ended = std::max(life.ended, arrival.ended);
  }
  return lives;
}

}  // namespace

std::size_t arrivals_in(const SimBooks& books, const Part& part) {
  return static_cast<std::size_t>(std::ranges::count_if(
      books.arrivals, [&](const SimArrival& arrival) { return belongs(books, arrival, part); }));
}

std::size_t peak_arrivals(const SimBooks& books, Duration window, const Part& part) {
  return static_cast<std::size_t>(peak(books, window, part, [](const SimArrival&) { return 1.0; }));
}

std::size_t most_in_flight(const SimBooks& books, const Part& part) {
  std::priority_queue<Time, std::vector<Time>, std::greater<>> ends;
  std::size_t most = 0;
  for (const auto& arrival : books.arrivals) {
    while (!ends.empty() && ends.top() <= arrival.at) ends.pop();
    ends.push(arrival.ended);
    if (belongs(books, arrival, part)) most = std::max(most, ends.size());
  }
  return most;
}

double peak_tokens(const SimBooks& books, Duration window, const Part& part) {
  return peak(books, window, part,
              [](const SimArrival& arrival) { return arrival.counted ? arrival.tokens : 0.0; });
}

Duration longest_idle(const SimBooks& books, const SimBehaviour& behaviour, std::size_t permits,
                      std::size_t samples, Duration recovery) {
  Replay replay(books, behaviour, permits);
  const auto begin = first_answer(books);
  Duration longest{};
  for (std::size_t i = 0; i + 1 < books.arrivals.size(); ++i) {
    const auto& next = books.arrivals[i + 1];
    replay.arrive(books.arrivals[i]);
    if (replay.sent() >= samples) break;
    const auto from = std::max(books.arrivals[i].at, begin);
    if (next.at <= from || touches_outage(books, behaviour, from, next.at, recovery)) continue;
    const auto free = replay.free(next.tokens, from);
    if (free < next.at) longest = std::max(longest, next.at - free);
  }
  return longest;
}

std::size_t most_overtaken(const SimBooks& books) {
  const auto all = lives(books);
  std::size_t most = 0;
  for (auto older = all.begin(); older != all.end(); ++older)
    most = std::max(most, static_cast<std::size_t>(std::count_if(
                              older + 1, all.end(),
                              [&](const Life& younger) { return younger.ended < older->ended; })));
  return most;
}

Duration longest_life(const SimBooks& books) {
  Duration longest{};
  for (const auto& life : lives(books)) longest = std::max(longest, life.ended - life.began);
  return longest;
}

}  // namespace judge
