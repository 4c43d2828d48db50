#pragma once

#include "mock/batch_shelf.hpp"
#include "mock/faults.hpp"
#include "mock/latency.hpp"
#include "mock/server.hpp"

namespace judge::mock {

/// How strictly an answer's form can be asked for, the weakest first.
enum class Format { text, json_object, json_schema };

/// MockOptions, read and checked.
struct Settings {
  Latency latency;
  Faults faults;
  std::optional<double> rpm, tpm, burst;
  std::uint64_t seed = 0;
  double position_bias = 0;
  double unreadable = 0;
  std::string api_key;
  Format strongest = Format::json_schema;
  bool headers = true;
  std::optional<milliseconds> prompt_cache;
  BatchSettings batches;

  static Result<Settings> read(const MockOptions& options);
};

}  // namespace judge::mock
