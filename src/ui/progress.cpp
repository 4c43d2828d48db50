#include "ui/progress.hpp"

#include <unistd.h>

#include <cstdlib>

#include "ui/bar.hpp"
#include "ui/json_lines.hpp"
#include "ui/plain.hpp"

namespace judge {
namespace {

// The summary repeats what matters of the notices.
class NoProgress final : public Display {
 public:
  void update(const Snapshot&) override {}
  void notice(std::string_view) override {}
  void finish(const Snapshot&) override {}
};

bool can_redraw(int descriptor) {
  const char* terminal = std::getenv("TERM");
  const bool dumb = terminal && std::string_view(terminal) == "dumb";
  return !dumb && ::isatty(descriptor) == 1;
}

}  // namespace

std::unique_ptr<Display> make_progress(ProgressStyle style, int descriptor, bool color) {
  if (style == ProgressStyle::automatic)
    style = can_redraw(descriptor) ? ProgressStyle::bar : ProgressStyle::plain;
  switch (style) {
    case ProgressStyle::bar:
      return std::make_unique<BarProgress>(descriptor, color);
    case ProgressStyle::json:
      return std::make_unique<JsonProgress>(descriptor);
    case ProgressStyle::none:
      return std::make_unique<NoProgress>();
    case ProgressStyle::plain:
    case ProgressStyle::automatic:
      break;
  }
  return std::make_unique<PlainProgress>(descriptor);
}

}  // namespace judge
