#include "run/early_stop.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "base/random.hpp"

using namespace judge;

namespace {

constexpr std::uint64_t all = 20'000;

/// A grade from 1 to 10 around 5.5, or around 8.5.
double grade(std::uint64_t rank, bool good = false) {
  const double u = Random(random_bits(11, rank)).uniform();
  return good ? std::round(7 + 3 * u) : std::round(1 + 9 * u);
}

std::string id(std::uint64_t rank) {
  return "q" + std::to_string(rank);
}

EarlyStop::Setting graded(double half_width) {
  return {.when = {.half_width = half_width, .compare = std::nullopt},
          .min = 1,
          .max = 10,
          .samples = all,
          .models = {},
          .baseline = {}};
}

EarlyStop::Setting compared(double change) {
  auto setting = graded(0.1);
  setting.when = {.half_width = std::nullopt, .compare = "before.jsonl"};
  setting.baseline.emplace_back();
  for (std::uint64_t rank = 0; rank < all; ++rank)
    setting.baseline[0][id(rank)] = std::clamp(grade(rank) - change, 1.0, 10.0);
  return setting;
}

/// Adds one line a sample until it is reached; how many there were.
template <class Score>
std::uint64_t until_reached(EarlyStop& stop, Score score) {
  std::uint64_t rank = 0;
  for (; rank < all && !stop.reached(); ++rank) stop.add(rank, id(rank), 0, score(rank));
  return rank;
}

std::uint64_t until_reached(EarlyStop& stop) {
  return until_reached(stop, [](std::uint64_t rank) { return grade(rank); });
}

}  // namespace

TEST_CASE("a run stops once its mean is known well enough, and says what holds") {
  EarlyStop stop(graded(0.2));
  const auto n = until_reached(stop);
  // In Python, over the whole history: 888 samples leave a half-width of 0.2003, 889 one of 0.1978,
  // from 5.3129 to 5.7085 around 5.5512.
  CHECK(n == 889);
  CHECK(stop.reached().value() ==
        "stopped after 889 of 20,000 samples, taken in random order: the mean is 5.55, between "
        "5.31 and 5.71 at 95 %, however often it was looked at");
}

TEST_CASE("it takes samples in the order in which they were drawn, not in that of their ends") {
  EarlyStop in_order(graded(0.2)), as_they_come(graded(0.2));
  const auto n = until_reached(in_order);
  // Poor outputs are graded first; the good ones take longer.
  for (const bool good : {false, true})
    for (std::uint64_t rank = 0; rank < n; ++rank) {
      CHECK_FALSE(as_they_come.reached());
      if ((grade(rank) > 5) == good) as_they_come.add(rank, id(rank), 0, grade(rank));
    }
  CHECK(as_they_come.reached() == in_order.reached());
}

TEST_CASE("one that has not ended holds up those behind it") {
  EarlyStop stop(graded(0.2));
  for (std::uint64_t rank = 1; rank < 5'000; ++rank) stop.add(rank, id(rank), 0, grade(rank));
  CHECK_FALSE(stop.reached());
  stop.add(0, id(0), 0, std::nullopt);
  CHECK(stop.reached().value().starts_with("stopped after 5,000 of 20,000 samples"));
}

TEST_CASE("nulls are no scores, and are told") {
  EarlyStop stop(graded(0.2));
  const auto n = until_reached(stop, [](std::uint64_t rank) {
    return rank % 10 == 3 ? std::nullopt : std::optional(grade(rank));
  });
  CHECK(n > 889);
  CHECK(stop.reached().value().ends_with(
      "however often it was looked at; without the samples that have no score (" +
      std::to_string((n + 6) / 10) + ")"));
  EarlyStop never(graded(0.2));
  CHECK(until_reached(never, [](auto) { return std::optional<double>(); }) == all);
  CHECK_FALSE(never.reached());
}

TEST_CASE("epochs of a sample are one observation") {
  auto setting = graded(0.2);
  setting.epochs = 2;
  EarlyStop twice(setting), once(graded(0.2));
  const auto n = until_reached(once);
  for (std::uint64_t rank = 0; rank < n; ++rank) {
    CHECK_FALSE(twice.reached());
    twice.add(rank, id(rank), 0, grade(rank));
    CHECK_FALSE(twice.reached());
    twice.add(rank, id(rank), 0, rank % 3 == 0 ? std::nullopt : std::optional(grade(rank)));
  }
  CHECK(twice.reached() == once.reached());
}

TEST_CASE("a run stops once it differs from another for sure") {
  EarlyStop stop(compared(0.5));
  const auto n = until_reached(stop);
  CHECK(n < 200);
  CHECK(stop.reached().value().starts_with("stopped after " + std::to_string(n) +
                                           " of 20,000 samples, taken in random order: the mean "
                                           "difference from before.jsonl is 0."));
  EarlyStop worse(compared(-0.5));
  until_reached(worse);
  CHECK(worse.reached().value().find("is -0.") != std::string::npos);
}

TEST_CASE("where nothing differs it goes on to the end") {
  EarlyStop stop(compared(0));
  CHECK(until_reached(stop) == all);
  CHECK_FALSE(stop.reached());
}

TEST_CASE("runs that do not differ are told apart no more often than alpha") {
  // More than 27 of 300 have a probability of 0.0013 (the binomial's tail, summed in Python).
  std::uint64_t told = 0;
  for (std::uint64_t run = 0; run < 300; ++run) {
    auto setting = compared(0);
    setting.min = 0;
    setting.max = 1;
    setting.samples = 600;
    setting.baseline = {{}};
    Random random(random_bits(12, run));
    std::vector<double> now(setting.samples), before(setting.samples);
    // As many samples have become better as have become worse; they come in random order.
    for (std::uint64_t i = 0; i < setting.samples; ++i) {
      now[i] = i % 4 == 0 ? 1 : 0;
      before[i] = i % 4 == 3 ? 1 : 0;
    }
    for (std::uint64_t i = setting.samples - 1; i > 0; --i) {
      const auto other = random.below(i + 1);
      std::swap(now[i], now[other]);
      std::swap(before[i], before[other]);
    }
    for (std::uint64_t i = 0; i < setting.samples; ++i) setting.baseline[0][id(i)] = before[i];
    EarlyStop stop(setting);
    for (std::uint64_t i = 0; i < setting.samples && !stop.reached(); ++i)
      stop.add(i, id(i), 0, now[i]);
    if (stop.reached()) ++told;
  }
  CHECK(told <= 27);
  CHECK(told > 0);  // they are looked at often enough for some to be
}

TEST_CASE("samples that the other run has not are null in a comparison") {
  auto setting = compared(0.5);
  for (std::uint64_t rank = 0; rank < all; rank += 2) setting.baseline[0].erase(id(rank));
  EarlyStop stop(setting);
  const auto n = until_reached(stop);
  CHECK(stop.reached().value().ends_with("without the samples that have no score here or there (" +
                                         std::to_string((n + 1) / 2) + ")"));
}

TEST_CASE("of several models each has to be known") {
  auto setting = graded(0.2);
  setting.models = {"a", "b\x1b"};
  EarlyStop stop(setting);
  std::uint64_t rank = 0;
  for (; !stop.reached(); ++rank) {
    stop.add(rank, id(rank), 1, grade(rank, true));
    stop.add(rank, id(rank), 0, grade(rank));
  }
  CHECK(rank == 889);
  CHECK(stop.reached().value() ==
        "stopped after 889 of 20,000 samples, taken in random order: the mean of a is 5.55, "
        "between 5.31 and 5.71, of b\\x1b is 8.538, between 8.450 and 8.605 at 95 %, however often "
        "it was looked at");
}

TEST_CASE("nothing is stopped on scores that are not on the scale, nor when all is done") {
  EarlyStop stop(graded(0.2));
  stop.add(0, id(0), 0, 11);
  for (std::uint64_t rank = 1; rank < 5'000; ++rank) stop.add(rank, id(rank), 0, grade(rank));
  CHECK_FALSE(stop.reached());
  auto setting = graded(0.2);
  setting.samples = 5'000;
  EarlyStop done(setting);
  for (std::uint64_t rank = 0; rank < 5'000; ++rank) done.add(rank, id(rank), 0, grade(rank));
  CHECK_FALSE(done.reached());
}
