#include "run/watched_mean.hpp"

#include <algorithm>

namespace judge {

WatchedMean::WatchedMean(ConfidenceSequence::Source source, const std::vector<double>& aims) {
  source.aim.reset();
  if (aims.empty()) sequences_.emplace_back(source);
  if (!aims.empty()) source.alpha /= static_cast<double>(aims.size());
  for (const double aim : aims) {
    source.aim = aim;
    sequences_.emplace_back(source);
  }
}

void WatchedMean::add(std::optional<double> x) {
  for (auto& sequence : sequences_) {
    if (x)
      sequence.add(*x);
    else
      sequence.add_null();
  }
}

std::optional<Interval> WatchedMean::interval() const {
  auto common = sequences_.front().interval();
  for (const auto& sequence : sequences_) {
    const auto each = sequence.interval();
    if (!each || !common) return std::nullopt;
    common->low = std::max(common->low, each->low);
    common->high = std::min(common->high, each->high);
  }
  if (common && common->low > common->high) return std::nullopt;
  return common;
}

}  // namespace judge
