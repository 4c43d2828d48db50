#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "stats/mean.hpp"

namespace judge {

/// A confidence sequence: an interval for a mean that holds at all times at once, so that one may
/// look after every value and stop whenever one likes; P(it ever misses) ≤ alpha.
///
/// Betting, after Waudby-Smith and Ramdas (2024), "Estimating means of bounded random variables by
/// betting", JRSS B 86(1): m is ruled out once someone who bets against it holds 2/alpha, by
/// K⁺_t(m) = Π(1 + λ⁺_i(x_i − m_i)) or K⁻_t(m) = Π(1 − λ⁻_i(x_i − m_i)), values scaled to 0…1
/// (their hedged capital, θ = ½), and stays so. The stakes are theirs too, λ_i = √(2 ln(2/α)/(σ̂²
/// i ln(1 + i))), good at any time; or where one is after a certain half-width h, those that get
/// there soonest, λ = h/σ̂². At most 3/4 of what keeps K positive.
///
/// Of a population of N in random order, without replacement (their section 5), m_i is what a next
/// value is expected to be if the mean is m. Nulls are draws without a value (R_i = 0), and the
/// mean is that of the population's values. As R_i(x_i − m) then sums to 0 over the population, the
/// bet is on R_i(x_i − m) against the mean of what is left of that sum, −Σ_{j<i} R_j(x_j − m)/(N −
/// i + 1); without nulls it is their bet. As a wrong m shows the more the fewer are left, the
/// stakes grow with w_i = 1 + (values before)/(N − i + 1), and Σ w² takes the place of i.
///
/// They keep K for a grid of m. Here the stakes do not depend on m, so that ln K is concave in m: a
/// chord lies below it, and a new, finer grid between the ends can take its K from chords at the
/// cost of a slightly wider interval, never of coverage. A value costs some hundred
/// multiplications; memory is constant.
class ConfidenceSequence {
 public:
  struct Source {
    double min = 0, max = 1;  // of the values, known beforehand; max > min
    /// N, nulls included; nullopt: independent values.
    std::optional<std::uint64_t> population = std::nullopt;
    double alpha = 0.05;                       // above 0 and below 1
    std::optional<double> aim = std::nullopt;  // half-width that one is after; above 0
  };
  explicit ConfidenceSequence(const Source& source);

  void add(double x);
  /// A draw without a value. Independent values are not changed by it.
  void add_null();

  std::uint64_t n() const { return n_; }          // values
  std::uint64_t nulls() const { return nulls_; }  // draws without
  std::optional<double> mean() const;             // of the values so far; n ≥ 1
  /// Never wider than before. nullopt once everything is ruled out, which happens with probability
  /// alpha at most; or always, where the source is no source, a value was not in [min, max], or
  /// there were more draws than the population has.
  std::optional<Interval> interval() const;

 private:
  /// What is bet on, by m: for a value x, x − m_i.
  struct Bet {
    double value = 0;  // payoff(m) = value − slope·m
    double slope = 0;
    double stake_up = 0, stake_down = 0;
    double payoff(double m) const { return value - slope * m; }
  };
  void draw(std::optional<double> x);
  double wanted_stake(double weight) const;
  Bet bet(std::optional<double> x) const;
  void settle(const Bet& bet);
  void learn(double x);
  void narrow();
  void narrow_by_what_is_left();
  void refine();
  double left() const;  // draws to come; of independent values infinite

  Source source_;
  bool broken_ = false;
  std::uint64_t n_ = 0, nulls_ = 0;
  double sum_ = 0;            // of values scaled to 0…1
  double weights_ = 0;        // Σ of the values' squared weights, 1 + (i − 1)/(N − i + 1)
  double squares_ = 0.25;     // Σ(x_i − μ̂_i)² + ¼
  Interval now_{0, 1};        // scaled
  std::vector<double> grid_;  // of m, equally spaced; its ends are now_'s or a little outside
  std::vector<double> up_;    // at most K⁺; falls in m
  std::vector<double> down_;  // at most K⁻; rises in m
};

}  // namespace judge
