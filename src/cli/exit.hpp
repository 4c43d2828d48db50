#pragma once

#include "base/errors.hpp"
#include "run/summary.hpp"

namespace judge {

/// The contract's exit statuses.
enum ExitStatus : int {
  exit_scored = 0,       // everything scored
  exit_incomplete = 1,   // finished, but some samples are failed or unscored
  exit_refused = 2,      // bad usage, config or dataset: nothing was sent
  exit_stopped = 3,      // stopped early, resumable
  exit_bug = 70,         // EX_SOFTWARE of sysexits.h
  exit_by_signal = 128,  // plus the signal's number
};

/// The one place where faults become statuses.
int exit_status(const Error& error);
int exit_status(const Summary& summary);

/// Prints the error for a person on standard error; returns its status.
int report_error(const Error& error);

}  // namespace judge
