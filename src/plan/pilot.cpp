#include "plan/pilot.hpp"

#include <algorithm>
#include <cmath>

namespace judge {

void Latencies::add(milliseconds latency) {
  constexpr std::size_t most = 4096;
  logarithms_.add(std::log(std::max(1.0, static_cast<double>(latency.count()))));
  if (kept_.size() < most) {
    kept_.push_back(latency.count());
  } else if (const auto at = random_.below(logarithms_.n()); at < most) {
    kept_[at] = latency.count();
  }
}

std::optional<milliseconds> Latencies::median() const {
  if (kept_.empty()) return std::nullopt;
  auto sorted = kept_;
  const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2);
  std::ranges::nth_element(sorted, middle);
  return milliseconds(*middle);
}

double Latencies::sigma() const {
  return std::sqrt(logarithms_.variance().value_or(0));
}

void Pilot::add(std::size_t request_bytes, const ChatReply& reply, milliseconds latency) {
  text_bytes.add(static_cast<double>(reply.text.size()));
  latencies.add(latency);
  if (!reply.usage) return;
  input.add(static_cast<double>(request_bytes), static_cast<double>(reply.usage->input));
  output.add(1, static_cast<double>(reply.usage->output));
  input_tokens += static_cast<double>(reply.usage->input);
  cached_tokens += static_cast<double>(reply.usage->cached_input.value_or(0));
}

}  // namespace judge
