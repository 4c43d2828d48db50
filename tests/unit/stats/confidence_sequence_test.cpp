#include "stats/confidence_sequence.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <span>
#include <utility>

#include "draws.hpp"

using namespace judge;
using doctest::Approx;

namespace {

using Draws = std::vector<std::optional<double>>;

void add(ConfidenceSequence& sequence, std::optional<double> x) {
  if (x)
    sequence.add(*x);
  else
    sequence.add_null();
}

Interval after(const ConfidenceSequence::Source& source, std::span<const std::optional<double>> x) {
  ConfidenceSequence sequence(source);
  for (const auto& each : x) add(sequence, each);
  return sequence.interval().value();
}

/// 0, 0.37, 0.74, 0.10, …: each hundredth once, in a mixed order.
Draws hundredths(bool with_nulls = false) {
  Draws values;
  for (int i = 0; i < 101; ++i) values.emplace_back(i * 37 % 101 / 100.0);
  if (with_nulls)
    for (std::size_t i = 2; i < values.size(); i += 5) values[i].reset();
  return values;
}

/// The mean of three throws of 1 to 10.
double grade(PhiloxStream& random) {
  return 1 + (random.below(10) + random.below(10) + random.below(10)) / 3.0;
}

double coin(PhiloxStream& random, double p) {
  return random.uniform() < p ? 1 : 0;
}

void shuffle(PhiloxStream& random, Draws& values) {
  for (std::size_t left = values.size(); left > 1; --left)
    std::swap(values[left - 1], values[random.below(static_cast<std::uint32_t>(left))]);
}

/// Whether the interval misses the mean at any time.
bool ever_misses(const ConfidenceSequence::Source& source, const Draws& values, double mean) {
  ConfidenceSequence sequence(source);
  return std::ranges::any_of(values, [&](const auto& x) {
    add(sequence, x);
    const auto interval = sequence.interval();
    return !interval || interval->low > mean + 1e-9 || interval->high < mean - 1e-9;
  });
}

// If each misses with probability 5 %, more than 47 of 600 miss with probability 0.0011 (the
// binomial's tail, summed in Python).
constexpr std::uint64_t sequences = 600;
constexpr double most_misses = 47.0 / sequences;

void check_misses(auto draw, double mean) {
  CHECK(share_of(sequences, [&](PhiloxStream& random) {
          Draws values(1500);
          for (auto& x : values) x = draw(random);
          return ever_misses({}, values, mean);
        }) <= most_misses);
}

/// A population drawn anew for each sequence, then sampled to its end.
void check_misses_of_population(std::uint64_t size, double null_share, auto draw) {
  CHECK(share_of(sequences, [&](PhiloxStream& random) {
          Draws values(size);
          RunningMean mean;
          for (auto& x : values) {
            x = draw(random);
            if (random.uniform() < null_share) x.reset();
            if (x) mean.add(*x);
          }
          shuffle(random, values);
          return mean.n() > 0 && ever_misses({.population = size}, values, *mean.mean());
        }) <= most_misses);
}

double half_width(const ConfidenceSequence& sequence) {
  return (sequence.interval()->high - sequence.interval()->low) / 2;
}

}  // namespace

TEST_CASE("a confidence sequence has the ends that the whole history's bets give") {
  // In Python, by bisection over the product of all bets, without a grid.
  const auto check = [](Interval interval, double low, double high) {
    CHECK(interval.low == Approx(low).epsilon(2e-4));
    CHECK(interval.high == Approx(high).epsilon(2e-4));
    CHECK(interval.low <= low + 1e-12);  // a grid may only widen it
    CHECK(interval.high >= high - 1e-12);
  };
  const auto values = hundredths();
  const std::span all(values);
  check(after({}, all.first(100)), 0.4151374474259901, 0.5857509871148642);
  check(after({.alpha = 0.01}, all.first(100)), 0.3935333871376031, 0.6050280523419954);
  check(after({.aim = 0.1}, all.first(100)), 0.42302597724851454, 0.5808996571523861);
  const auto thrice = [&] {
    Draws result;
    for (int i = 0; i < 300; ++i) result.push_back(values[static_cast<std::size_t>(i % 101)]);
    return result;
  }();
  check(after({}, thrice), 0.4486644179527811, 0.5506203466339292);
  check(after({.population = 101}, all.first(25)), 0.26164493971697184, 0.6917524745555058);
  check(after({.population = 101}, all.first(60)), 0.42185377228241966, 0.5663370058852225);
  check(after({.population = 101}, all.first(100)), 0.49366336633663366, 0.5035643564356436);
  const auto with_nulls = hundredths(true);
  const std::span some(with_nulls);
  check(after({.population = 101}, some.first(25)), 0.2117607299937955, 0.75952635190614);
  check(after({.population = 101}, some.first(60)), 0.41108784102516693, 0.5815443656807323);
  check(after({.population = 101, .aim = 0.05}, some.first(80)), 0.45372193681824735,
        0.5545724356400573);
}

TEST_CASE("of all of a population nothing is left to know") {
  const auto whole = after({.population = 101}, hundredths());
  CHECK(whole.low == Approx(0.5));
  CHECK(whole.high == Approx(0.5));
  // Python: the mean of the 81 values that are no nulls.
  const auto scored = after({.population = 101}, hundredths(true));
  CHECK(scored.low == Approx(0.5028395061728396));
  CHECK(scored.high == Approx(0.5028395061728396));
}

TEST_CASE("at all times together it misses no more often than alpha") {
  check_misses([](PhiloxStream& random) { return coin(random, 0.5); }, 0.5);
  check_misses([](PhiloxStream& random) { return coin(random, 0.05); }, 0.05);
  check_misses([](PhiloxStream& random) { return (grade(random) - 1) / 9; }, 0.5);
  check_misses([](PhiloxStream& random) { return random.uniform() * random.uniform(); }, 0.25);
}

TEST_CASE("nor of a population without replacement, with nulls in it or not") {
  const auto few = [](PhiloxStream& random) { return coin(random, 0.1); };
  const auto even = [](PhiloxStream& random) { return random.uniform(); };
  check_misses_of_population(400, 0, few);
  check_misses_of_population(400, 0.4, few);
  check_misses_of_population(400, 0.1, even);
  check_misses_of_population(30, 0.2, even);
}

TEST_CASE("an aim does not change that") {
  CHECK(share_of(sequences, [](PhiloxStream& random) {
          Draws values(1500);
          for (auto& x : values) x = grade(random);
          return ever_misses({.min = 1, .max = 10, .aim = 0.15}, values, 5.5);
        }) <= most_misses);
}

TEST_CASE("after 1,000 values it is 1.5 to 2 times as wide as Student's interval") {
  const auto ratio = [](auto draw) {
    ConfidenceSequence sequence({});
    RunningMean mean;
    PhiloxStream random(5, 0);
    for (int i = 0; i < 1000; ++i) {
      const double x = draw(random);
      sequence.add(x);
      mean.add(x);
    }
    const auto once = *t_interval(mean, 0.95);
    return 2 * half_width(sequence) / (once.high - once.low);
  };
  const double coins = ratio([](PhiloxStream& random) { return coin(random, 0.5); });
  CHECK(coins > 1.5);
  CHECK(coins < 2);
  const double grades = ratio([](PhiloxStream& random) { return (grade(random) - 1) / 9; });
  CHECK(grades > 1.4);
  CHECK(grades < 1.8);
}

TEST_CASE("an aimed one needs about twice the values that a single look would") {
  // 2·ln(2/α)·sd²/h² of the best constant stake, against 1.96²·sd²/h²; sd² = 8.25/3.
  constexpr double aim = 0.05, variance = 8.25 / 3;
  ConfidenceSequence sequence({.min = 1, .max = 10, .aim = aim});
  PhiloxStream random(6, 0);
  while (half_width(sequence) > aim) sequence.add(grade(random));
  const double expected = 2 * std::log(40) * variance / (aim * aim);
  // As it never widens, the mean's wavering helps a little.
  CHECK(static_cast<double>(sequence.n()) < expected);
  CHECK(static_cast<double>(sequence.n()) > 0.75 * expected);
}

TEST_CASE("it never widens, on its own scale, whatever comes") {
  ConfidenceSequence sequence({.min = -1, .max = 3});
  CHECK_FALSE(sequence.mean());
  CHECK(sequence.interval()->low == -1);
  CHECK(sequence.interval()->high == 3);
  PhiloxStream random(8, 0);
  auto before = *sequence.interval();
  for (int i = 0; i < 2000; ++i) {
    sequence.add(-1 + 4 * coin(random, i < 500 ? 0.9 : 0.8));
    const auto now = *sequence.interval();
    REQUIRE(now.low >= before.low);
    REQUIRE(now.high <= before.high);
    before = now;
  }
  CHECK(before.high < 2.8);
}

TEST_CASE("nulls tell nothing of independent values") {
  const auto values = hundredths(true);
  Draws without;
  std::ranges::copy_if(values, std::back_inserter(without), [](auto x) { return x.has_value(); });
  CHECK(after({}, values).low == after({}, without).low);
  ConfidenceSequence sequence({});
  for (const auto& x : values) add(sequence, x);
  CHECK(sequence.n() == 81);
  CHECK(sequence.nulls() == 20);
}

TEST_CASE("values that are all equal leave an interval that closes in on them") {
  ConfidenceSequence sequence({.min = 1, .max = 10});
  for (int i = 0; i < 3000; ++i) sequence.add(10);
  CHECK(sequence.interval()->high == 10);
  CHECK(sequence.interval()->low > 9.9);
}

TEST_CASE("there is no interval where its promises would not hold") {
  const auto broken = [](ConfidenceSequence::Source source, const Draws& values) {
    ConfidenceSequence sequence(source);
    for (const auto& x : values) add(sequence, x);
    return !sequence.interval();
  };
  CHECK(broken({}, {0.5, 1.1}));
  CHECK(broken({}, {NAN}));
  CHECK(broken({.min = 1, .max = 1}, {}));
  CHECK(broken({.alpha = 0}, {}));
  CHECK(broken({.population = 0}, {}));
  CHECK(broken({.aim = 0}, {}));
  CHECK(broken({.population = 2}, {1.0, 0.0, 0.5}));
  // A mean that is ruled out and comes all the same: the values are in no random order.
  Draws sorted(300, 0.0);
  sorted.resize(600, 1.0);
  CHECK(broken({.population = 600}, sorted));
}
