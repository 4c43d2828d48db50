#include "stats/kappa.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace judge {
namespace {

/// Shares of pairs and of margins, and the weight of agreement 1 − w/w_max, which Fleiss uses.
class Table {
 public:
  Table(const Confusion& pairs, KappaWeights weights)
      : pairs_(pairs), weights_(weights), n_(static_cast<double>(pairs.total())) {}

  std::size_t size() const { return pairs_.categories(); }
  double n() const { return n_; }
  double share(std::size_t i, std::size_t j) const {
    return static_cast<double>(pairs_.at(i, j)) / n_;
  }
  double row(std::size_t i) const { return static_cast<double>(pairs_.row(i)) / n_; }
  double column(std::size_t j) const { return static_cast<double>(pairs_.column(j)) / n_; }

  double agreement(std::size_t i, std::size_t j) const {
    if (weights_ == KappaWeights::unweighted) return i == j ? 1 : 0;
    const double apart =
        std::abs(static_cast<double>(i) - static_cast<double>(j)) / static_cast<double>(size() - 1);
    return 1 - (weights_ == KappaWeights::linear ? apart : apart * apart);
  }

  /// Σ f(i, j) over all cells.
  template <class Function>
  double sum(Function f) const {
    double total = 0;
    for (std::size_t i = 0; i < size(); ++i)
      for (std::size_t j = 0; j < size(); ++j) total += f(i, j);
    return total;
  }

 private:
  const Confusion& pairs_;
  KappaWeights weights_;
  double n_;
};

/// Σ_j w_ij p_.j for each i, and Σ_i w_ij p_i. for each j.
struct MeanWeights {
  explicit MeanWeights(const Table& table) : rows(table.size()), columns(table.size()) {
    for (std::size_t i = 0; i < table.size(); ++i)
      for (std::size_t j = 0; j < table.size(); ++j) {
        rows[i] += table.agreement(i, j) * table.column(j);
        columns[j] += table.agreement(i, j) * table.row(i);
      }
  }
  double of(std::size_t i, std::size_t j) const { return rows[i] + columns[j]; }

  std::vector<double> rows, columns;
};

double error(double sum, double less, double n, double expected) {
  return std::sqrt(std::max(0.0, sum - less * less) / n) / (1 - expected);
}

bool one_category(const Confusion& pairs) {
  for (std::size_t i = 0; i < pairs.categories(); ++i)
    if (pairs.at(i, i) == pairs.total()) return true;
  return false;
}

}  // namespace

std::optional<Kappa> cohen_kappa(const Confusion& pairs, KappaWeights weights, double level) {
  if (pairs.total() == 0 || one_category(pairs)) return std::nullopt;
  const Table table(pairs, weights);
  const double disagreement =
      table.sum([&](auto i, auto j) { return (1 - table.agreement(i, j)) * table.share(i, j); });
  const double by_chance = table.sum(
      [&](auto i, auto j) { return (1 - table.agreement(i, j)) * table.row(i) * table.column(j); });
  const double kappa = 1 - disagreement / by_chance;
  const double expected = 1 - by_chance;

  const MeanWeights mean(table);
  const double spread = table.sum([&](auto i, auto j) {
    const double x = table.agreement(i, j) - mean.of(i, j) * (1 - kappa);
    return table.share(i, j) * x * x;
  });
  const double chance_spread = table.sum([&](auto i, auto j) {
    const double x = table.agreement(i, j) - mean.of(i, j);
    return table.row(i) * table.column(j) * x * x;
  });
  auto estimated = estimated_by_normal(
      kappa, error(spread, kappa - expected * (1 - kappa), table.n(), expected), level);
  if (!estimated) return std::nullopt;
  estimated->interval.low = std::max(-1.0, estimated->interval.low);
  estimated->interval.high = std::min(1.0, estimated->interval.high);
  return Kappa{*estimated, 1 - disagreement, expected,
               error(chance_spread, expected, table.n(), expected)};
}

}  // namespace judge
