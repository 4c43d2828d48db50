#include "run/ticker.hpp"

namespace judge {

void Ticker::watch(std::string_view stage, Fill fill) {
  stage_ = stage;
  fill_ = std::move(fill);
  set();
}

void Ticker::rest() {
  timer_.reset();
}

void Ticker::finish() {
  rest();
  if (fill_) seams_.progress.finish(snapshot());
}

Snapshot Ticker::snapshot() const {
  Snapshot now;
  now.stage = stage_;
  now.elapsed = std::chrono::duration_cast<milliseconds>(seams_.clock.now() - started_);
  fill_(now);
  return now;
}

void Ticker::set() {
  constexpr milliseconds interval{100};
  timer_ = seams_.clock.at(seams_.clock.now() + interval, [this] {
    seams_.progress.update(snapshot());
    set();
  });
}

}  // namespace judge
