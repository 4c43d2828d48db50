#include "stats/confidence_sequence.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace judge {
namespace {

constexpr std::size_t grid_size = 256;
constexpr double share_at_stake = 0.75;
constexpr double most_capital = 1e300;  // what is above is no more ruled out
constexpr double finest_grid = 1e-9;    // rounding is felt below
constexpr double rounding = 1e-12;

bool is_source(const ConfidenceSequence::Source& source) {
  return std::isfinite(source.min) && std::isfinite(source.max) && source.max > source.min &&
         std::isfinite(source.max - source.min) && source.alpha > 0 && source.alpha < 1 &&
         (!source.aim || *source.aim > 0) && source.population != 0;
}

/// Where the chord of ln K over [m, m + width] comes down (or up) to the threshold.
double crossing(double m, double width, double ruled_out, double open, double threshold) {
  const double above = std::log(ruled_out / threshold);
  if (!(open > 0)) return m;
  return m + width * above / (above - std::log(open / threshold));
}

/// K at a place between two points, `share` of the way to the second, by the chord of ln K.
double between(double first, double second, double share) {
  return std::pow(first, 1 - share) * std::pow(second, share);
}

}  // namespace

ConfidenceSequence::ConfidenceSequence(const Source& source)
    : source_(source),
      broken_(!is_source(source)),
      grid_(grid_size),
      up_(grid_size, 1.0),
      down_(grid_size, 1.0) {
  for (std::size_t i = 0; i < grid_size; ++i)
    grid_[i] = static_cast<double>(i) / static_cast<double>(grid_size - 1);
}

void ConfidenceSequence::add(double x) {
  const double scaled = (x - source_.min) / (source_.max - source_.min);
  if (!(scaled >= 0 && scaled <= 1)) broken_ = true;
  draw(scaled);
}

void ConfidenceSequence::add_null() {
  draw(std::nullopt);
}

std::optional<double> ConfidenceSequence::mean() const {
  if (n_ == 0) return std::nullopt;
  return source_.min + (source_.max - source_.min) * sum_ / static_cast<double>(n_);
}

std::optional<Interval> ConfidenceSequence::interval() const {
  if (broken_) return std::nullopt;
  const double width = source_.max - source_.min;
  return Interval{source_.min + width * now_.low, source_.min + width * now_.high};
}

double ConfidenceSequence::left() const {
  if (!source_.population) return std::numeric_limits<double>::infinity();
  return static_cast<double>(*source_.population) - static_cast<double>(n_ + nulls_);
}

void ConfidenceSequence::draw(std::optional<double> x) {
  if (!(left() > 0)) broken_ = true;
  if (broken_) return;
  settle(bet(x));
  if (x)
    learn(*x);
  else
    ++nulls_;
  narrow();
  narrow_by_what_is_left();
  if (now_.low > now_.high + rounding) broken_ = true;  // all is ruled out
  if (now_.low > now_.high) now_.low = now_.high = (now_.low + now_.high) / 2;
  refine();
}

double ConfidenceSequence::wanted_stake(double weight) const {
  const double variance = squares_ / (static_cast<double>(n_) + 1);
  if (source_.aim) return weight * *source_.aim / (source_.max - source_.min) / variance;
  const double seen = weights_ + weight * weight;
  return weight *
         std::sqrt(2 * std::log(2 / source_.alpha) / (variance * seen * std::log(1 + seen)));
}

ConfidenceSequence::Bet ConfidenceSequence::bet(std::optional<double> x) const {
  const auto n = static_cast<double>(n_);
  const double drawn = n / left(), drawn_sum = sum_ / left();
  const double stake = wanted_stake(1 + drawn);
  // What the next value is expected to be, at the ends. The worst for the one who bets on more is a
  // 0, on less a 1; a null is never worse.
  const double most = (1 + drawn) * grid_.back() - drawn_sum;
  const double least = (1 + drawn) * grid_.front() - drawn_sum;
  Bet bet{.stake_up = stake, .stake_down = stake};
  if (most > 0) bet.stake_up = std::min(stake, share_at_stake / most);
  if (least < 1) bet.stake_down = std::min(stake, share_at_stake / (1 - least));
  bet.value = x.value_or(0) + drawn_sum;
  bet.slope = (x ? 1 : 0) + drawn;
  return bet;
}

void ConfidenceSequence::settle(const Bet& bet) {
  for (std::size_t i = 0; i < grid_size; ++i) {
    const double payoff = bet.payoff(grid_[i]);
    up_[i] = std::min(most_capital, up_[i] * (1 + bet.stake_up * payoff));
    down_[i] = std::min(most_capital, down_[i] * (1 - bet.stake_down * payoff));
  }
}

void ConfidenceSequence::learn(double x) {
  const double weight = 1 + static_cast<double>(n_) / left();
  weights_ += weight * weight;
  ++n_;
  sum_ += x;
  const double guess = (0.5 + sum_) / (static_cast<double>(n_) + 1);
  squares_ += (x - guess) * (x - guess);
}

void ConfidenceSequence::narrow() {
  const double threshold = 2 / source_.alpha;
  const double width = (grid_.back() - grid_.front()) / (grid_size - 1);
  const auto open_up = static_cast<std::size_t>(
      std::ranges::partition_point(up_, [&](double k) { return k >= threshold; }) - up_.begin());
  const auto ruled_out_down = static_cast<std::size_t>(
      std::ranges::partition_point(down_, [&](double k) { return k < threshold; }) - down_.begin());
  if (open_up == grid_size || ruled_out_down == 0) {
    broken_ = true;
    return;
  }
  if (open_up > 0)
    now_.low = std::max(
        now_.low, crossing(grid_[open_up - 1], width, up_[open_up - 1], up_[open_up], threshold));
  if (ruled_out_down < grid_size)
    now_.high = std::min(now_.high, crossing(grid_[ruled_out_down], -width, down_[ruled_out_down],
                                             down_[ruled_out_down - 1], threshold));
}

void ConfidenceSequence::narrow_by_what_is_left() {
  const double all = static_cast<double>(n_) + left();
  if (n_ == 0 || !std::isfinite(all)) return;
  now_.low = std::max(now_.low, sum_ / all);               // if all the rest were 0
  now_.high = std::min(now_.high, (sum_ + left()) / all);  // or 1
}

void ConfidenceSequence::refine() {
  const double before = grid_.back() - grid_.front(), width = now_.high - now_.low;
  if (broken_ || width > before / 2 || width < finest_grid) return;
  const auto old_up = up_, old_down = down_;
  const double first = grid_.front(), cells = (grid_size - 1) / before;
  for (std::size_t i = 0; i < grid_size; ++i) {
    grid_[i] = now_.low + width * static_cast<double>(i) / (grid_size - 1);
    const double place = std::clamp((grid_[i] - first) * cells, 0.0, grid_size - 1.0);
    const auto cell = std::min(static_cast<std::size_t>(place), grid_size - 2);
    const double share = place - static_cast<double>(cell);
    up_[i] = between(old_up[cell], old_up[cell + 1], share);
    down_[i] = between(old_down[cell], old_down[cell + 1], share);
  }
}

}  // namespace judge
