#pragma once

#include <string>
#include <vector>

#include "ui/layout.hpp"
#include "ui/outlet.hpp"
#include "ui/pace.hpp"
#include "ui/progress.hpp"

namespace judge {

/// One or two lines redrawn in place on a terminal. Each frame is one synchronized write that
/// leaves the cursor, never hidden, at the start of the line below: so nothing has to be put right
/// afterwards, whatever ends the process.
class BarProgress final : public Display {
 public:
  BarProgress(int descriptor, bool color) : outlet_(descriptor), color_(color) {}
  ~BarProgress() override;

  void update(const Snapshot& snapshot) override;
  void notice(std::string_view text) override;
  void continued() override { on_screen_.clear(); }
  void finish(const Snapshot& snapshot) override;

 private:
  void remember(const Snapshot& snapshot);
  bool may_draw();
  void draw(const Pace& pace);
  std::size_t rows_above(std::size_t terminal_columns) const;

  Outlet outlet_;
  bool color_;
  bool finished_ = false;
  PaceMeter meter_;
  std::string stage_;  // what last_.stage points to
  std::optional<Snapshot> last_;
  std::optional<std::chrono::milliseconds> drawn_at_;
  std::vector<BarLine> on_screen_;
  std::vector<std::string> notices_;  // not yet on the screen
};

}  // namespace judge
