#include "ui/pace.hpp"

#include <algorithm>

namespace judge {
namespace {

using namespace std::chrono_literals;
constexpr auto window = 10s;
constexpr auto spacing = 100ms;
constexpr auto shortest = 500ms;  // less says nothing yet
constexpr double longest = 1e9;   // seconds; a longer rest is as good as unknown

}  // namespace

void PaceMeter::observe(const Snapshot& snapshot) {
  const auto fresh = snapshot.done - std::min(snapshot.done, snapshot.resumed);
  if (snapshot.stage != stage_) {
    if (!marks_.empty() && marks_.back().fresh == 0) marks_.erase(marks_.begin(), marks_.end() - 1);
    stage_ = snapshot.stage;
  }
  remaining_ = snapshot.total - std::min(snapshot.total, snapshot.done);
  const auto count = marks_.size();
  if (count >= 2 && marks_[count - 1].at - marks_[count - 2].at < spacing)
    marks_.back() = {snapshot.elapsed, fresh};
  else
    marks_.push_back({snapshot.elapsed, fresh});
  while (marks_.size() > 2 && marks_[1].at <= snapshot.elapsed - window) marks_.pop_front();
}

Pace PaceMeter::pace() const {
  if (marks_.empty()) return {};
  const auto& first = marks_.front();
  const auto& last = marks_.back();
  if (last.at - first.at < shortest || last.fresh < first.fresh) return {};
  const std::chrono::duration<double> seconds = last.at - first.at;
  Pace pace{static_cast<double>(last.fresh - first.fresh) / seconds.count(), std::nullopt};
  const double rest = static_cast<double>(remaining_) / *pace.per_second;
  if (remaining_ > 0 && *pace.per_second > 0 && rest < longest)
    pace.left = std::chrono::milliseconds(static_cast<std::int64_t>(rest * 1000));
  return pace;
}

}  // namespace judge
