// ui: what a person sees while it runs.
#pragma once

#include <memory>
#include <string_view>

#include "run/progress.hpp"

namespace judge {

enum class ProgressStyle { automatic, bar, plain, json, none };

/// Progress where a person looks at it.
class Display : public Progress {
 public:
  /// The process was stopped and goes on (Ctrl-Z, fg): others have written to the screen.
  virtual void continued() {}
};

/// Writes to `descriptor` (2, standard error). `automatic` is a bar on a terminal, plain lines
/// elsewhere.
std::unique_ptr<Display> make_progress(ProgressStyle style, int descriptor, bool color);

}  // namespace judge
