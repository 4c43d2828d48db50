#include "run/slots.hpp"

namespace judge {

std::vector<bool> Slots::pending_samples() const {
  const auto per_sample = epochs_ * candidates_;
  std::vector<bool> pending(samples_, false);
  for (std::uint64_t place = 0; place < done_.size(); ++place)
    if (!done_[place]) pending[place / per_sample] = true;
  return pending;
}

void Slots::mark_afresh(std::uint64_t place) {
  if (afresh_.empty()) afresh_.assign(done_.size(), false);
  afresh_[place] = true;
}

void Slots::mark_failed_before(std::uint64_t place) {
  if (failed_.empty()) failed_.assign(done_.size(), false);
  failed_[place] = true;
}

}  // namespace judge
