#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "stats/confusion.hpp"

namespace judge {

/// One class against the rest.
struct ClassFigures {
  std::uint64_t support = 0;        // how often it is the truth
  std::uint64_t predicted = 0;      // how often the judge says it
  std::optional<double> precision;  // absent if never predicted
  std::optional<double> recall;     // absent if never the truth
  std::optional<double> f1;         // 2·hits/(support + predicted); absent if both are 0
};

/// Of a judge's labels (columns) against the truth (rows). Definitions as in Sokolova and Lapalme
/// (2009); balanced accuracy as in Brodersen et al. (2010). A macro figure is the mean over the
/// classes that occur at all, one that is absent counted as 0, as scikit-learn does.
struct Classification {
  std::vector<ClassFigures> classes;  // one for each category
  std::uint64_t n = 0;
  double accuracy = 0;
  double balanced_accuracy = 0;  // mean recall over the classes that are ever the truth
  double macro_precision = 0;
  double macro_recall = 0;
  double macro_f1 = 0;
};

/// nullopt without pairs.
std::optional<Classification> classification(const Confusion& pairs);

}  // namespace judge
