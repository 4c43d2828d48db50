#pragma once

#include <optional>
#include <string>

#include "ui/outlet.hpp"
#include "ui/pace.hpp"
#include "ui/progress.hpp"

namespace judge {

/// "judge: 1,240/20,000 (6.2 %) 41.3/s, 64 in flight, scored 1,200, …": one line for a log, the
/// stage named where it is not "running".
std::string plain_line(const Snapshot& snapshot, const Pace& pace);

/// A line every ten seconds, at each change of stage, and at the end.
class PlainProgress final : public Display {
 public:
  explicit PlainProgress(int descriptor) : outlet_(descriptor) {}

  void update(const Snapshot& snapshot) override;
  void notice(std::string_view text) override;
  void finish(const Snapshot& snapshot) override;

 private:
  Outlet outlet_;
  bool finished_ = false;
  PaceMeter meter_;
  std::string stage_;
  std::optional<std::chrono::milliseconds> written_at_;
};

}  // namespace judge
