#include "analysis/agreement_pair.hpp"

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "stats/bootstrap.hpp"
#include "stats/correlation.hpp"
#include "stats/kappa.hpp"

namespace judge {
namespace {

// More values than this are a measurement rather than a scale, and their table would be empty.
constexpr double most_categories = 101;
// Replicates times lines: seconds.
constexpr std::uint64_t most_work = 400'000'000;

/// Verdicts of both, line by line, and which lines belong together.
struct Both {
  std::vector<double> first, second;
  std::vector<std::uint32_t> rows, columns;  // their categories
  std::vector<std::uint32_t> clusters;       // numbered from 0 without gaps
  std::size_t cluster_count = 0;
};

Both rated_by_both(std::span<const std::uint32_t> clusters, const Column& first,
                   const Column& second) {
  Both both;
  std::unordered_map<std::uint32_t, std::uint32_t> numbers;
  for (std::size_t i = 0; i < clusters.size(); ++i) {
    if (!rated(first, first.cells[i]) || !rated(second, second.cells[i])) continue;
    both.first.push_back(first.cells[i].score);
    both.second.push_back(second.cells[i].score);
    const auto number = static_cast<std::uint32_t>(numbers.size());
    both.clusters.push_back(numbers.try_emplace(clusters[i], number).first->second);
    if (!is_nominal(first.kind)) continue;
    both.rows.push_back(category(first, first.cells[i]));
    both.columns.push_back(category(second, second.cells[i]));
  }
  both.cluster_count = numbers.size();
  return both;
}

/// Whole numbers as steps from the lowest; nullopt where they are not whole, or too many.
std::optional<std::size_t> to_steps(Both& both) {
  double low = INFINITY, high = -INFINITY;
  for (const auto* side : {&both.first, &both.second})
    for (const double value : *side) {
      if (value != std::round(value)) return std::nullopt;
      low = std::min(low, value);
      high = std::max(high, value);
    }
  if (!(high - low < most_categories)) return std::nullopt;
  const auto steps = [low](const std::vector<double>& values) {
    std::vector<std::uint32_t> out;
    out.reserve(values.size());
    for (const double value : values) out.push_back(static_cast<std::uint32_t>(value - low));
    return out;
  };
  both.rows = steps(both.first);
  both.columns = steps(both.second);
  return static_cast<std::size_t>(high - low) + 1;
}

/// Errors that know which lines belong together.
std::optional<Estimated> clustered_kappa(const Both& both, std::size_t categories,
                                         KappaWeights weights, const BootstrapPlan& plan) {
  const auto statistic = [&](std::span<const std::uint32_t> times) -> std::optional<double> {
    Confusion pairs(categories);
    for (std::size_t i = 0; i < both.rows.size(); ++i)
      if (const auto count = times[both.clusters[i]])
        pairs.add(both.rows[i], both.columns[i], count);
    const auto kappa = cohen_kappa(pairs, weights, plan.level);
    return kappa ? std::optional(kappa->kappa.value) : std::nullopt;
  };
  const auto result = bootstrap(both.cluster_count, statistic, plan);
  if (!result) return std::nullopt;
  return Estimated{.value = result->value,
                   .standard_error = result->standard_error,
                   .interval = result->bca.value_or(result->percentile)};
}

class Kappas {
 public:
  Kappas(const Both& both, std::size_t categories, const BootstrapPlan& plan)
      : both_(both),
        categories_(categories),
        plan_(plan),
        pairs_(categories, both.rows, both.columns) {}

  bool clustered() const { return both_.cluster_count < both_.rows.size(); }
  bool bootstrapped() const {
    return clustered() && plan_.replicates > 0 && plan_.replicates * both_.rows.size() <= most_work;
  }

  std::optional<Estimated> with(KappaWeights weights) const {
    const auto kappa = cohen_kappa(pairs_, weights, plan_.level);
    if (!kappa) return std::nullopt;
    if (bootstrapped())
      if (auto estimated = clustered_kappa(both_, categories_, weights, plan_)) return estimated;
    return kappa->kappa;
  }

 private:
  const Both& both_;
  std::size_t categories_;
  const BootstrapPlan& plan_;
  Confusion pairs_;
};

double share_of_equal(const Both& both, bool nominal) {
  std::uint64_t equal = 0;
  for (std::size_t i = 0; i < both.first.size(); ++i)
    equal += nominal ? both.rows[i] == both.columns[i] : both.first[i] == both.second[i];
  return static_cast<double>(equal) / static_cast<double>(both.first.size());
}

void compare_numbers(Both& both, const BootstrapPlan& plan, PairAgreement& result) {
  RunningMean difference;
  for (std::size_t i = 0; i < both.first.size(); ++i)
    difference.add(both.second[i] - both.first[i]);
  result.difference = difference.mean();
  result.pearson = pearson(both.first, both.second);
  result.spearman = spearman(both.first, both.second);
  result.kendall = kendall(both.first, both.second);
  if (result.pearson && !result.clustered)
    result.pearson_interval = pearson_interval(*result.pearson, result.n, plan.level);
  const auto steps = to_steps(both);
  result.whole = steps.has_value();
  if (!steps) return;
  const Kappas kappas(both, *steps, plan);
  result.bootstrapped = kappas.bootstrapped();
  result.linear = kappas.with(KappaWeights::linear);
  result.quadratic = kappas.with(KappaWeights::quadratic);
}

}  // namespace

PairAgreement agreement_of(const VerdictTable& table, std::span<const std::uint32_t> clusters,
                           const Column& first, const Column& second, const BootstrapPlan& plan) {
  auto both = rated_by_both(clusters, first, second);
  PairAgreement result;
  result.n = both.first.size();
  if (result.n == 0) return result;
  result.clustered = both.cluster_count < result.n;
  const bool nominal = is_nominal(first.kind);
  result.equal = share_of_equal(both, nominal);
  if (!nominal) {
    compare_numbers(both, plan, result);
    return result;
  }
  const Kappas kappas(both, categories(table, first.kind), plan);
  result.bootstrapped = kappas.bootstrapped();
  result.kappa = kappas.with(KappaWeights::unweighted);
  return result;
}

Confusion confusion_of(const VerdictTable& table, const Column& first, const Column& second) {
  Confusion pairs(categories(table, first.kind));
  for (std::size_t i = 0; i < first.cells.size(); ++i)
    if (rated(first, first.cells[i]) && rated(second, second.cells[i]))
      pairs.add(category(first, first.cells[i]), category(second, second.cells[i]));
  return pairs;
}

}  // namespace judge
