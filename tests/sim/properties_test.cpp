#include "support/properties.hpp"

#include <doctest/doctest.h>

using namespace judge;
using namespace std::chrono_literals;

namespace {

constexpr Time start{std::chrono::hours(1)};

struct Sent {
  Duration at;
  Duration ended;
  std::uint32_t sample = 0;
};

SimBooks books_of(const std::vector<Sent>& all) {
  SimBooks books;
  books.started = start;
  books.keys = {{.key = "key"}};
  for (const auto& one : all)
    books.arrivals.push_back({.at = start + one.at,
                              .ended = start + one.ended,
                              .key = 0,
                              .sample = one.sample,
                              .status = 200,
                              .tokens = 1,
                              .counted = true});
  return books;
}

}  // namespace

TEST_CASE("the busiest span is found, wherever it begins, and its end does not belong to it") {
  const auto books = books_of({{0s, 1s}, {900ms, 1s}, {1000ms, 2s}, {1800ms, 2s}, {1900ms, 2s}});
  CHECK(peak_arrivals(books, 1s) == 3);
  CHECK(peak_arrivals(books, 1s, {.from = 0s, .to = 1500ms, .key = {}}) == 2);
  CHECK(peak_arrivals(books, 1s, {.key = 1}) == 0);
  CHECK(peak_tokens(books, 1001ms) == 4);
  CHECK(arrivals_in(books, {.from = 900ms, .to = 1900ms, .key = {}}) == 3);
}

TEST_CASE(
    "a permit that is free while samples wait is idle; one that is not, or no samples, is not") {
  const auto books = books_of({{0s, 1s, 0}, {1s, 4s, 1}, {9s, 10s, 2}, {20s, 21s, 3}});
  CHECK(longest_idle(books, {}, 1, 5) == 10s);  // from 10 s to 20 s
  CHECK(longest_idle(books, {}, 1, 3) == 5s);   // after the third, no fourth was waiting
  CHECK(longest_idle(books, {}, 2, 3) == 8s);   // the other permit was free at 1 s
}

TEST_CASE("what is in flight is counted when a request arrives, those from before included") {
  const auto books = books_of({{0s, 9s}, {1s, 2s}, {2s, 3s}, {8s, 9s}, {9s, 10s}});
  CHECK(most_in_flight(books) == 2);
  CHECK(most_in_flight(books, {.from = 9s, .key = {}}) == 1);
}

TEST_CASE("waiting for the quota is not idling") {
  SimBehaviour b;
  b.rpm = 6;  // one in 10 s
  const auto books = books_of({{0s, 1s, 0}, {10s, 11s, 1}, {25s, 26s, 2}});
  CHECK(longest_idle(books, b, 1, 5) == 5s);
  b.rpm = 4;
  CHECK(longest_idle(books_of({{0s, 1s, 0}, {15s, 16s, 1}}), b, 1, 5) < 1us);
}

TEST_CASE("an outage excuses, and so does the time it takes to notice that it is over") {
  SimBehaviour b;
  b.outages = {{.from = 5s, .to = 10s}};
  const auto books = books_of({{0s, 1s, 0}, {1s, 2s, 1}, {15s, 16s, 2}, {17s, 18s, 3}});
  CHECK(longest_idle(books, b, 1, 5, 2s) == 1s);
  CHECK(longest_idle(books, {}, 1, 5, 2s) == 13s);
}

TEST_CASE("a sample is overtaken by those that were sent after it and ended before it") {
  CHECK(most_overtaken(books_of({{0s, 1s, 0}, {1s, 2s, 1}, {2s, 3s, 2}})) == 0);
  CHECK(most_overtaken(books_of({{0s, 9s, 0}, {1s, 2s, 1}, {2s, 3s, 2}})) == 2);
  // A second attempt counts from the first one on.
  const auto retried = books_of({{0s, 1s, 0}, {1s, 2s, 1}, {5s, 6s, 0}});
  CHECK(most_overtaken(retried) == 1);
  CHECK(longest_life(retried) == 6s);
}
