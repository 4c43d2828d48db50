#pragma once

#include <cstddef>
#include <optional>

#include "sim/behaviour.hpp"
#include "sim/books.hpp"

namespace judge {

/// A part of a run: [from, to), from its start; of one key, or of all together.
struct Part {
  Duration from{};
  Duration to = Duration::max();
  std::optional<std::uint32_t> key;  // of SimBooks::keys
};

std::size_t arrivals_in(const SimBooks& books, const Part& part);

/// The most arrivals in any span of `window`, over the part of the run.
std::size_t peak_arrivals(const SimBooks& books, Duration window, const Part& part = {});

/// The most that were in flight whenever a request arrived, itself included.
std::size_t most_in_flight(const SimBooks& books, const Part& part = {});

/// The most tokens that were admitted in any span of `window`.
double peak_tokens(const SimBooks& books, Duration window, const Part& part = {});

/// Work conservation: the longest span without an arrival in which fewer than `permits` were in
/// flight, some of `samples` bodies had not been sent once, and a key would have admitted a request
/// of that size. From the first answer on, without outages and the `recovery` after each.
Duration longest_idle(const SimBooks& books, const SimBehaviour& behaviour, std::size_t permits,
                      std::size_t samples, Duration recovery = std::chrono::seconds(60));

/// Fairness: the most samples that were sent after some other one and yet ended before it.
std::size_t most_overtaken(const SimBooks& books);

/// The longest time from a sample's first request to the end of its last one.
Duration longest_life(const SimBooks& books);

}  // namespace judge
