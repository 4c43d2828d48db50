#pragma once

#include <cstdint>

#include "base/files.hpp"
#include "config/config.hpp"
#include "run/pipeline.hpp"

namespace judge {

/// What a whole run is expected to write, in bytes.
struct Workload {
  std::uint64_t samples = 0;
  std::uint64_t lines = 0;  // of results
  double calls = 0;
  double line_bytes = 0;   // one results line
  double reply_bytes = 0;  // one answer in the store
  double temporary = 0;    // in TMPDIR, while it runs

  double results() const { return static_cast<double>(lines) * line_bytes; }
  double store() const { return calls * reply_bytes; }
};

/// Checks the dataset whole, as a run does, with the prompts that are made of it. Its first 1,000
/// samples tell, through the plan's survey, how many calls there are and how long answers are
/// expected to be: by stored answers, else 256 tokens of 4 characters. Added to the text: 700 bytes
/// a reply, 450 a results line, 250 a call in it; 60 a token and alternative where logprobs are
/// asked for. Blocking; errors are those with which a run would refuse to start.
Result<Workload> survey_workload(const Config& config, const Pipeline& pipeline, Files& files);

}  // namespace judge
