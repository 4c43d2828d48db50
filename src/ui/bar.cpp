#include "ui/bar.hpp"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>

#include "base/screen.hpp"

namespace judge {
namespace {

using namespace std::chrono_literals;
constexpr auto shortest_frame = 100ms;
constexpr auto patience_at_end = 1000ms;
constexpr std::size_t most_notices = 100;

constexpr std::string_view begin_frame = "\x1b[?2026h";  // terminals that do not know it ignore it
constexpr std::string_view end_frame = "\x1b[?2026l";
constexpr std::string_view clear_line_end = "\x1b[K";
constexpr std::string_view clear_below = "\x1b[J";

std::size_t columns_of(int descriptor) {
  winsize size{};
  if (::ioctl(descriptor, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return 80;
  return size.ws_col;
}

// A shell's background job that drew would paint over what is being typed.
bool in_background(int descriptor) {
  const pid_t foreground = ::tcgetpgrp(descriptor);
  return foreground > 0 && foreground != ::getpgrp();
}

}  // namespace

BarProgress::~BarProgress() {
  outlet_.drain(finished_ ? 0ms : patience_at_end);
}

void BarProgress::remember(const Snapshot& snapshot) {
  stage_ = snapshot.stage;
  last_ = snapshot;
  last_->stage = stage_;
  meter_.observe(*last_);
}

void BarProgress::update(const Snapshot& snapshot) {
  if (finished_) return;
  remember(snapshot);
  if (drawn_at_ && snapshot.elapsed - *drawn_at_ < shortest_frame) return;
  if (may_draw()) draw(meter_.pace());
}

void BarProgress::notice(std::string_view text) {
  if (notices_.size() < most_notices)
    notices_.push_back(fmt::format("judge: {}", printable_lines(text)));
  if (may_draw()) draw(meter_.pace());
}

void BarProgress::finish(const Snapshot& snapshot) {
  if (finished_) return;
  remember(snapshot);
  outlet_.drain(patience_at_end);
  if (may_draw()) draw({meter_.pace().per_second, std::nullopt});
  outlet_.drain(patience_at_end);
  finished_ = true;
  on_screen_.clear();  // it stays, and what comes later goes below
  last_.reset();
}

bool BarProgress::may_draw() {
  if (!in_background(outlet_.descriptor())) return outlet_.ready();
  on_screen_.clear();  // the shell writes meanwhile
  return false;
}

// Terminals break lines that have become too long for them when they are made narrower.
std::size_t BarProgress::rows_above(std::size_t terminal_columns) const {
  std::size_t rows = 0;
  for (const auto& line : on_screen_)
    rows += std::max<std::size_t>(1, (line.columns + terminal_columns - 1) / terminal_columns);
  return rows;
}

void BarProgress::draw(const Pace& pace) {
  const auto terminal_columns = columns_of(outlet_.descriptor());
  std::string frame(begin_frame);
  frame += '\r';
  if (const auto rows = rows_above(terminal_columns)) frame += fmt::format("\x1b[{}A", rows);
  if (!notices_.empty()) frame += clear_below;
  for (const auto& text : notices_) frame += text + "\n";
  notices_.clear();
  if (last_) {
    // The last column stays free: to fill it leaves terminals unsure of which line they are on.
    const auto columns = std::max<std::size_t>(1, terminal_columns - 1);
    on_screen_ = bar_lines(*last_, pace, columns, color_);
    for (const auto& line : on_screen_) frame.append(line.text).append(clear_line_end).append("\n");
    drawn_at_ = last_->elapsed;
  }
  frame.append(clear_below).append(end_frame);
  outlet_.put(frame);
}

}  // namespace judge
