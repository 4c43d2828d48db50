#pragma once

#include <optional>

#include "stats/confusion.hpp"
#include "stats/estimated.hpp"

namespace judge {

/// What a disagreement between categories i and j weighs: 1, |i − j| or (i − j)².
enum class KappaWeights { unweighted, linear, quadratic };

struct Kappa {
  Estimated kappa;          // −1 to 1, the interval cut there
  double observed = 0;      // agreement, 0 to 1: Σ(1 − w/w_max)·O
  double expected = 0;      // agreement by chance, from the margins
  double chance_error = 0;  // the standard error if there were no agreement beyond chance
};

/// Cohen's κ = 1 − Σw·O/Σw·E (Cohen 1960, 1968), with the large-sample standard errors and normal
/// interval of Fleiss, Cohen and Everitt (1969). nullopt without pairs, and where both raters used
/// one and the same category only: nothing tells agreement from chance there.
std::optional<Kappa> cohen_kappa(const Confusion& pairs, KappaWeights weights, double level);

}  // namespace judge
