#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "stats/estimated.hpp"
#include "stats/pairings.hpp"

namespace judge {

/// What comparisons say of two models at equal style. Results must be labelled "length-controlled"
/// or "style-controlled": they answer another question than the plain win rate. Where `ridge` is
/// not 0, the outcomes separate the models or styles completely, and the figures are held in by
/// that penalty (logistic.hpp); say so.

/// Style differences of each pairing, first minus second, such as lengths in characters and counts
/// of headings: row after row, one number a feature.
struct StyleDifferences {
  std::size_t features = 0;
  std::span<const double> values;  // pairings × features
};

struct StyleControlled {
  std::vector<Estimated> against_baseline;  // by player, logits at equal style; the baseline's is 0
  /// By feature, logits for one standard deviation of its difference; absent for a feature that
  /// never differs by more or less.
  std::vector<std::optional<Estimated>> features;
  double ridge = 0;
};

/// Bradley–Terry with style terms: logit P(first wins) = θ_first − θ_second + Σ γ_k·Δ_k/sd(Δ_k)
/// (Li, Angelopoulos, Chiang 2024, "Does style matter?"). Differences are not centred, so that 0
/// stays equal style. Standard errors from the information matrix. nullopt for fewer than 2
/// players, no pairings, a player without any, shapes that do not fit, numbers that are not finite.
std::optional<StyleControlled> style_controlled(std::span<const Pairing> pairings,
                                                std::size_t players, std::size_t baseline,
                                                const StyleDifferences& style, double level);

struct LengthControlled {
  Estimated win_rate;               // 0 to 1, of the first model at equal length and style
  double raw_win_rate = 0;          // 0 to 1, ties half
  std::optional<Estimated> length;  // φ, logits; absent if all lengths differ by the same
  std::vector<std::optional<Estimated>> features;
  double ridge = 0;
};

/// One model against another: logit P = θ + φ·tanh(Δlen/sd(Δlen)) + Σ γ_k·Δ_k/sd(Δ_k), reported at
/// Δ = 0 (after Dubois et al. 2024, "Length-Controlled AlpacaEval"). `preferences` are 1 for the
/// first model, 0 for the second, 0.5 for a tie; `lengths` first minus second. `style` may be
/// empty. nullopt as above.
std::optional<LengthControlled> length_controlled(std::span<const double> preferences,
                                                  std::span<const double> lengths,
                                                  const StyleDifferences& style, double level);

}  // namespace judge
