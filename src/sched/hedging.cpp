#include "sched/hedging.hpp"

#include <algorithm>

namespace judge {
namespace {

constexpr std::uint64_t enough_to_know = 64;
constexpr std::uint64_t answers_between_looks = 32;

}  // namespace

void Hedging::answered(Duration latency) {
  if (!config_) return;
  latest_[answers_ % latest_.size()] = latency;
  ++answers_;
  if (answers_ < enough_to_know || answers_ % answers_between_looks != 0) return;
  auto sorted = latest_;
  const auto count = std::min<std::uint64_t>(answers_, sorted.size());
  const auto place = static_cast<std::uint64_t>(config_->after * static_cast<double>(count));
  auto* const quantile = sorted.data() + std::min(place, count - 1);
  std::nth_element(sorted.data(), quantile, sorted.data() + count);
  patience_ = *quantile;
}

bool Hedging::take() {
  if (!config_) return false;
  const auto allowed = config_->max_share * static_cast<double>(attempts_);
  if (static_cast<double>(hedges_ + 1) > allowed) return false;
  ++hedges_;
  return true;
}

}  // namespace judge
