#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analysis/compare_sheets.hpp"
#include "base/text.hpp"

namespace judge {
namespace {

/// Differences in the unit in which they are told: percentage points of rates.
class Unit {
 public:
  explicit Unit(const Comparison& comparison) : rate_(comparison.is_rate()) {
    const auto range = comparison.interval().value_or(Interval{});
    const double half = scaled(range.high - range.low) / 2;
    // As many places as tell two figures of the interval's half-width.
    if (half > 0) places_ = std::clamp(1 - static_cast<int>(std::floor(std::log10(half))), 0, 6);
  }

  std::string number(double difference) const {
    const double value = scaled(difference);
    const double smallest = std::pow(10, -places_) / 2;
    return fmt::format("{:.{}f}", std::abs(value) < smallest ? 0.0 : value, places_);
  }
  std::string amount(double difference) const {
    return number(difference) + (rate_ ? " points" : "");
  }
  std::string range(const Interval& interval) const {
    return fmt::format("{} to {}", number(interval.low), number(interval.high));
  }

 private:
  double scaled(double difference) const { return rate_ ? 100 * difference : difference; }

  bool rate_;
  int places_ = 2;
};

std::string p_words(double p) {
  constexpr double smallest = 0.0001;
  return p < smallest ? "< 0.0001" : fmt::format("= {:.{}f}", p, p < 0.001 ? 4 : 3);
}

std::string test_words(CompareTest test) {
  switch (test) {
    case CompareTest::mcnemar:
      return "McNemar's exact test";
    case CompareTest::paired_t:
      return "paired t test";
    case CompareTest::sign_flip:
      return "sign-flip test";
    case CompareTest::none:
      break;
  }
  return "";
}

std::string finding(const Comparison& c, const Unit& unit) {
  const double value = c.difference->difference.value;
  if (value == 0)
    return fmt::format("{} and {} score the same on average", c.candidate.name, c.baseline.name);
  const bool scale = !c.is_rate() && c.judge.baseline->min && c.judge.baseline->max;
  return fmt::format("{} scores {} {} than {}{}", c.candidate.name, unit.amount(std::abs(value)),
                     value > 0 ? "higher" : "lower", c.baseline.name,
                     scale ? fmt::format(" on the scale from {:.6g} to {:.6g}",
                                         *c.judge.baseline->min, *c.judge.baseline->max)
                           : "");
}

std::string evidence(const Comparison& c, const Unit& unit, const CompareOptions& options) {
  auto text = c.interval() ? fmt::format("{:.6g} % interval {}", 100 * options.level,
                                         unit.range(*c.interval()))
                           : std::string("all differences are equal, which leaves no interval");
  if (!c.p) return text;
  text += fmt::format("; p {}, {}", p_words(*c.p), test_words(c.test));
  if (c.holm) text += fmt::format("; among all comparisons p {} (Holm)", p_words(*c.holm));
  return text;
}

std::string power(const Comparison& c, const Unit& unit, bool found) {
  if (!c.detectable) return "";
  auto text = fmt::format(" This n could have seen {}", unit.amount(*c.detectable));
  // Beyond what anybody would grade, the figure says no more than that.
  constexpr std::uint64_t absurd = 1'000'000'000;
  if (found || !c.lines_needed) return text + ".";
  if (*c.lines_needed > absurd)
    return text + "; a difference as small takes more than a billion lines.";
  return text +
         fmt::format("; a difference as small takes about {} lines.", show_count(*c.lines_needed));
}

}  // namespace

std::string verdict_sentence(const Comparison& c, const CompareOptions& options) {
  if (!c.difference)
    return fmt::format("{} and {} cannot be compared: {} shared {} a score on both sides{}.",
                       c.candidate.name, c.baseline.name, c.n == 0 ? "no" : show_count(c.n),
                       c.n == 1 ? "line has" : "lines have", c.n > 1 ? ", all of one cluster" : "");
  const Unit unit(c);
  const auto p = c.holm ? c.holm : c.p;
  const bool found = p && *p <= 1 - options.level;
  const auto judgement = found ? "more than chance" : "the difference could be chance";
  const bool same = c.difference->difference.value == 0;
  return fmt::format("{} ({}){}.{}", finding(c, unit), evidence(c, unit, options),
                     same ? "" : fmt::format(": {}", judgement), power(c, unit, found));
}

std::string null_sentence(const Comparison& c) {
  if (c.nulls() == 0) return "";
  auto text = fmt::format(
      "{} of {} lines shared with {} are null on one side or both and not "
      "compared",
      show_count(c.nulls()), show_count(c.shared), c.candidate.name);
  if (!c.bounds) return text + "; how much they could change is unknown, as the scale's ends are.";
  const Unit unit(c);
  return text + fmt::format(
                    "; whatever they would have been, over all shared lines the "
                    "difference lies between {} and {}.",
                    unit.number(c.bounds->low), unit.amount(c.bounds->high));
}

std::string overlap_sentence(const Contestant& baseline, const Contestant& candidate,
                             const SharedLines& shared) {
  const auto what = shared.by_model ? "id, epoch and model" : "id and epoch";
  if (shared.only_baseline + shared.only_candidate == 0)
    return fmt::format("All {} lines ({}) are in both {} and {}.", show_count(shared.lines.size()),
                       what, baseline.name, candidate.name);
  return fmt::format("{} lines ({}) are in both; {} only in {} and {} only in {} are left out.",
                     show_count(shared.lines.size()), what, show_count(shared.only_baseline),
                     baseline.name, show_count(shared.only_candidate), candidate.name);
}

}  // namespace judge
