#include "cli/exit.hpp"

#include <fmt/format.h>

#include <cstdio>

#include "base/screen.hpp"

namespace judge {

int exit_status(const Error& error) {
  switch (error.fault) {
    case Fault::usage:
    case Fault::config:
    case Fault::dataset:
    case Fault::locked:
      return exit_refused;
    case Fault::billing:
    case Fault::auth:
    case Fault::budget:
    case Fault::deadline:
    case Fault::disk:
    case Fault::too_many_failures:
      return exit_stopped;
    case Fault::cancelled:
      return exit_stopped;
    case Fault::internal:
      break;
  }
  return exit_bug;
}

int exit_status(const Summary& summary) {
  if (summary.signal != 0) return exit_by_signal + summary.signal;
  // A run that had begun was not refused: a dataset edited under it ends it like a full disk.
  if (summary.stopped) return summary.stopped->fault == Fault::internal ? exit_bug : exit_stopped;
  const auto& tally = summary.tally;
  const auto wanted = summary.reached ? tally.done() : tally.total;
  return tally.scored == wanted ? exit_scored : exit_incomplete;
}

int report_error(const Error& error) {
  fmt::print(stderr, "judge: {}\n", printable_lines(error.message));
  return exit_status(error);
}

}  // namespace judge
