#include "ui/plain.hpp"

#include <fmt/format.h>

#include "base/screen.hpp"
#include "base/text.hpp"
#include "ui/figures.hpp"

namespace judge {
namespace {

using namespace std::chrono_literals;
constexpr auto interval = 10s;
constexpr auto patience_at_end = 1000ms;

}  // namespace

std::string plain_line(const Snapshot& now, const Pace& pace) {
  std::string line = "judge: ";
  if (now.total == 0) {
    line += now.stage;
    if (now.done > 0) line += fmt::format(", {} done", show_count(now.done));
    return line;
  }
  if (now.stage != "running") line.append(now.stage).append(": ");
  line += fmt::format("{}/{} ({})", show_count(now.done), show_count(now.total),
                      show_percent(now.done, now.total));
  if (pace.per_second) line += ' ' + show_per_second(*pace.per_second);
  line += fmt::format(", {} in flight, scored {}, unscored {}, failed {}", now.in_flight,
                      show_count(now.scored), show_count(now.unscored), show_count(now.failed));
  if (now.retries > 0) line += fmt::format(", {} retries", show_count(now.retries));
  if (now.rate_limited > 0) line += fmt::format(", {} × 429", show_count(now.rate_limited));
  if (const auto cost = show_cost(now); !cost.empty()) line += ", " + cost;
  if (pace.left) line += fmt::format(", about {} left", show_duration(*pace.left));
  return line;
}

void PlainProgress::update(const Snapshot& snapshot) {
  if (finished_) return;
  meter_.observe(snapshot);
  const bool due = !written_at_ || snapshot.elapsed - *written_at_ >= interval;
  if (!due && snapshot.stage == stage_) return;
  stage_ = snapshot.stage;
  written_at_ = snapshot.elapsed;
  outlet_.put(plain_line(snapshot, meter_.pace()) + "\n");
}

void PlainProgress::notice(std::string_view text) {
  outlet_.put(fmt::format("judge: {}\n", printable_lines(text)));
}

void PlainProgress::finish(const Snapshot& snapshot) {
  if (finished_) return;
  finished_ = true;
  outlet_.drain(patience_at_end);
  meter_.observe(snapshot);
  outlet_.put(fmt::format("{}, after {}\n",
                          plain_line(snapshot, {meter_.pace().per_second, std::nullopt}),
                          show_duration(snapshot.elapsed)));
  outlet_.drain(patience_at_end);
}

}  // namespace judge
