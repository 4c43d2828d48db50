#include "stats/style_control.hpp"

#include <cmath>

#include "stats/logistic.hpp"
#include "stats/logit.hpp"

namespace judge {
namespace {

/// Columns of style, scaled; those without variation are left out of the regression.
struct Columns {
  std::vector<std::vector<double>> values;  // by feature, then pairing
  std::vector<bool> varies;

  void add(std::vector<double> differences, bool squashed) {
    const double sd = std::sqrt(running_mean(differences).variance().value_or(0));
    varies.push_back(sd > 0 && std::isfinite(sd));
    for (double& x : differences) {
      if (varies.back()) x /= sd;
      if (squashed) x = std::tanh(x);
    }
    values.push_back(std::move(differences));
  }
  void add(const StyleDifferences& style) {
    for (std::size_t k = 0; k < style.features; ++k) {
      std::vector<double> column;
      for (std::size_t i = k; i < style.values.size(); i += style.features)
        column.push_back(style.values[i]);
      add(std::move(column), false);
    }
  }
};

/// A column for each player but the baseline, then one for each feature that varies.
LogisticRows rows_of(std::span<const Pairing> pairings, std::size_t players, std::size_t baseline,
                     const Columns& style) {
  std::size_t varying = 0;
  for (const bool varies : style.varies) varying += varies ? 1 : 0;
  LogisticRows rows(players - 1 + varying);
  const auto column = [&](std::size_t player) {
    return static_cast<std::uint32_t>(player < baseline ? player : player - 1);
  };
  std::vector<LogisticRows::Term> terms;
  for (std::size_t i = 0; i < pairings.size(); ++i) {
    terms.clear();
    const auto& pairing = pairings[i];
    if (pairing.first == pairing.second) continue;
    if (pairing.first != baseline) terms.push_back({column(pairing.first), 1});
    if (pairing.second != baseline) terms.push_back({column(pairing.second), -1});
    auto next = static_cast<std::uint32_t>(players - 1);
    for (std::size_t k = 0; k < style.values.size(); ++k)
      if (style.varies[k]) terms.push_back({next++, style.values[k][i]});
    rows.add(terms, pairing.first_wins);
  }
  return rows;
}

bool fits(std::span<const Pairing> pairings, std::size_t players, std::size_t baseline,
          const StyleDifferences& style) {
  std::vector<bool> seen(players);
  for (const auto& pairing : pairings) {
    if (pairing.first >= players || pairing.second >= players) return false;
    if (pairing.first == pairing.second) continue;
    seen[pairing.first] = seen[pairing.second] = true;
  }
  for (const bool player : seen)
    if (!player) return false;
  return players > 1 && baseline < players && all_finite(style.values) &&
         style.values.size() == style.features * pairings.size();
}

std::optional<StyleControlled> fitted(std::span<const Pairing> pairings, std::size_t players,
                                      std::size_t baseline, const Columns& style, double level) {
  const auto fit = logistic_regression_or_ridge(rows_of(pairings, players, baseline, style));
  if (!fit) return std::nullopt;
  StyleControlled result;
  result.ridge = fit->ridge;
  std::size_t column = 0;
  for (std::size_t player = 0; player < players; ++player) {
    const auto strength = player == baseline ? Estimated{} : fit->coefficient(column++, level);
    if (!strength) return std::nullopt;
    result.against_baseline.push_back(*strength);
  }
  for (const bool varies : style.varies)
    result.features.push_back(varies ? fit->coefficient(column++, level) : std::nullopt);
  return result;
}

}  // namespace

std::optional<StyleControlled> style_controlled(std::span<const Pairing> pairings,
                                                std::size_t players, std::size_t baseline,
                                                const StyleDifferences& style, double level) {
  if (!fits(pairings, players, baseline, style)) return std::nullopt;
  Columns columns;
  columns.add(style);
  return fitted(pairings, players, baseline, columns, level);
}

std::optional<LengthControlled> length_controlled(std::span<const double> preferences,
                                                  std::span<const double> lengths,
                                                  const StyleDifferences& style, double level) {
  std::vector<Pairing> pairings;
  for (const double preference : preferences) pairings.push_back({0, 1, preference, 0});
  if (lengths.size() != preferences.size() || !all_finite(lengths) || !all_finite(preferences) ||
      !fits(pairings, 2, 1, style))
    return std::nullopt;
  Columns columns;
  columns.add({lengths.begin(), lengths.end()}, true);
  columns.add(style);
  const auto fit = fitted(pairings, 2, 1, columns, level);
  if (!fit) return std::nullopt;
  return LengthControlled{.win_rate = as_rate(fit->against_baseline[0]),
                          .raw_win_rate = *running_mean(preferences).mean(),
                          .length = fit->features[0],
                          .features = {fit->features.begin() + 1, fit->features.end()},
                          .ridge = fit->ridge};
}

}  // namespace judge
