#pragma once

#include <optional>

#include "ui/outlet.hpp"
#include "ui/progress.hpp"

namespace judge {

/// For programs: one JSON object a line, `event` being "progress" (at most one a second), "notice"
/// (with `text`), "limit" (with `model`, `from`, `to`, `cause`) or "finished". The other fields are
/// Snapshot's, `elapsed_ms` for its time; unknown is null.
class JsonProgress final : public Display {
 public:
  explicit JsonProgress(int descriptor) : outlet_(descriptor) {}

  void update(const Snapshot& snapshot) override;
  void notice(std::string_view text) override;
  void resized(const Resized& change) override;
  void finish(const Snapshot& snapshot) override;

 private:
  Outlet outlet_;
  bool finished_ = false;
  std::optional<std::chrono::milliseconds> written_at_;
};

}  // namespace judge
