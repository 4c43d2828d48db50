#include "plan/work.hpp"

#include <algorithm>

namespace judge {

std::uint64_t calls_of(const WorkUnit& unit) {
  return static_cast<std::uint64_t>(
      std::ranges::count_if(unit.bytes, [](std::uint32_t bytes) { return bytes > 0; }));
}

void WorkSample::add(WorkUnit unit) {
  if (++offered_ == 1)
    room_ =
        std::clamp<std::size_t>(most_sizes / std::max<std::size_t>(1, unit.bytes.size()), 1, most);
  if (kept_.size() < room_) {
    kept_.push_back(std::move(unit));
  } else if (const auto at = random_.below(offered_); at < room_) {
    kept_[at] = std::move(unit);
  }
}

std::vector<WorkUnit> WorkSample::units(std::uint64_t calls) const {
  // Which of them is again left to chance, by a shuffle that is the same every time.
  auto units = kept_;
  Random random(3);
  for (std::size_t i = units.size(); i > 1; --i) std::swap(units[i - 1], units[random.below(i)]);
  std::uint64_t taken = 0;
  std::size_t count = 0;
  for (; count < units.size(); ++count) {
    taken += calls_of(units[count]);
    if (taken > calls && count > 0) break;
  }
  units.resize(count);
  std::ranges::sort(units, {}, &WorkUnit::order);
  return units;
}

}  // namespace judge
