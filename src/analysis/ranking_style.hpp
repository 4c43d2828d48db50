#pragma once

#include <optional>
#include <span>
#include <string>

#include "analysis/ranking_games.hpp"
#include "stats/style_control.hpp"

namespace judge {

// What comparisons say at equal looks of the outputs; what the figures do not support is said in
// the sheet's remarks. Nothing where some outputs are unknown.

struct PairAtEqualStyle {
  std::optional<LengthControlled> length;
  std::optional<LengthControlled> length_and_marks;  // nullopt too where no Markdown differs
};

/// Two models: `results` are the first one's, `who` names them in remarks.
PairAtEqualStyle at_equal_style(std::span<const double> results,
                                std::span<const std::optional<StyleGap>> styles,
                                const std::string& who, double level, Sheet& sheet);

/// All models on one scale, as logits above the baseline.
std::optional<StyleControlled> at_equal_style(const Games& games, std::size_t baseline,
                                              double level, Sheet& sheet);

}  // namespace judge
