// report: results to tables and sentences.
#pragma once

#include <string>

#include "run/summary.hpp"

namespace judge {

/// The end of a run for standard output. Every text from outside is made printable.
std::string summary_text(const Summary& summary, bool color);

}  // namespace judge
