#pragma once

#include <variant>

#include "grade/read_preference.hpp"
#include "grade/read_rubric.hpp"
#include "grade/verdict.hpp"

namespace judge {

struct ScoreAsked {
  double scale_min = 1;
  double scale_max = 10;
};

struct ChoiceAsked {
  std::vector<Choice> choices;
  std::string conflict = "last";
};

struct PreferenceAsked {
  std::string conflict = "last";
  SlotCodes codes = SlotCodes::letters;
};

struct MetAsked {};

struct RubricAsked {
  std::size_t criteria = 1;
};

/// In the order of Asked.
using AskedFor = std::variant<ScoreAsked, ChoiceAsked, PreferenceAsked, MetAsked, RubricAsked>;

/// A judge's raw text, by a family's name and what was asked for. A rubric's value is a list of
/// booleans, its score the share that is met (unweighted), its explanation those of the criteria, a
/// line each. "no_verdict" where the family cannot hold such a verdict (holds()).
VerdictResult read_as(Family family, const AskedFor& asked, std::string_view text);

}  // namespace judge
