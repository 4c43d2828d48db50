// stats: pure functions of numbers; knows nothing of runs.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

namespace judge {

struct Interval {
  double low = 0;
  double high = 0;
};

/// Mean and variance in one pass (Welford 1962; merged by Chan, Golub, LeVeque 1979).
class RunningMean {
 public:
  void add(double x);
  void merge(const RunningMean& other);  // as though its numbers had been added here
  std::uint64_t n() const { return n_; }
  std::optional<double> mean() const;            // n ≥ 1
  std::optional<double> variance() const;        // ddof 1; n ≥ 2
  std::optional<double> standard_error() const;  // sd/√n; n ≥ 2

 private:
  std::uint64_t n_ = 0;
  double mean_ = 0;
  double m2_ = 0;
};

RunningMean running_mean(std::span<const double> values);

/// Student's t interval for a mean, `level` such as 0.95; nullopt for n < 2. Here as in all of this
/// room, a level outside (0, 1) and numbers that are not finite give nullopt too.
std::optional<Interval> t_interval(const RunningMean& values, double level);

/// Wilson's score interval for a rate (Wilson 1927): `successes` of `n`; nullopt for n = 0
/// or successes > n.
std::optional<Interval> wilson_interval(std::uint64_t successes, std::uint64_t n, double level);

/// The exact interval of Clopper and Pearson (1934), by Beta quantiles: covers at least `level`,
/// mostly more, so it is wider than Wilson's. nullopt as there.
std::optional<Interval> clopper_pearson_interval(std::uint64_t successes, std::uint64_t n,
                                                 double level);

}  // namespace judge
