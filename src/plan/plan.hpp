// plan: what a run would send, cost and take, found out without sending anything.
#pragma once

#include <cstdint>
#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "base/errors.hpp"
#include "base/files.hpp"
#include "config/config.hpp"
#include "run/progress.hpp"

namespace judge {

struct PlanOptions {
  std::optional<milliseconds> latency;  // of every call; default: what stored answers took
};

/// Tokens, or USD. `high`: nullopt where nothing bounds it.
struct Estimate {
  double expected = 0;
  double low = 0;
  std::optional<double> high = 0;
};

/// The calls of one stage to one model, of a panel's every vote, order and criterion. What is
/// estimated is of the calls left.
struct PlannedCalls {
  std::string stage;  // "generate", or the [[judge]]'s name
  std::string model;
  std::uint64_t calls = 0;  // different requests, so without repeats: those are asked once
  std::uint64_t left = 0;   // not in the store, and their results line is not done
  std::uint64_t gated = 0;  // of those left, at most: a gate may let their output pass, but it is
                            // not written yet
  bool repairs = false;     // asks again where no verdict can be read: not counted
  std::uint64_t pilot = 0;  // stored answers with usage that the estimates rest on; 0: assumptions
  Estimate input_tokens;
  Estimate output_tokens;
  std::optional<Estimate> cost_usd;  // nullopt: a price is not known
  milliseconds latency{0};           // median
  enum class LatencyFrom { stored, option, mock, assumption } latency_from{};
};

/// A request as it would be sent.
struct PlannedRequest {
  std::string id;  // the sample's
  std::string stage;
  std::string model;
  nlohmann::json messages;
  bool output_known = true;  // false: the output to be judged is not written yet, a stand-in is
};

/// What keeps the calls left from ending sooner; latency: nothing but how long one sample takes.
enum class Binding { rpm, tpm, connections, latency };

/// What a rehearsal of the calls left has shown: the run itself, in virtual time.
struct PlannedTime {
  milliseconds duration{0};
  std::uint64_t rehearsed = 0;  // calls; fewer than are left: the rest is scaled at its steady rate
  Binding binding = Binding::latency;
  std::string model;                      // whose limit binds
  std::optional<milliseconds> without{};  // the duration were that limit lifted
  /// The smallest max_connections of `model` that would not bind; nullopt where no rpm or tpm
  /// is stated, so that more connections are always faster.
  std::optional<std::size_t> enough_connections;
  std::size_t connections = 0;  // of `model`, as configured
};

struct Plan {
  std::string name;
  std::uint64_t samples = 0;
  std::uint64_t lines = 0;       // of results: samples × epochs × candidate models
  std::uint64_t lines_done = 0;  // found done
  std::vector<PlannedCalls> calls;
  std::optional<Estimate> cost_usd;  // of all calls left; nullopt: some price is not known
  double spent_usd = 0;              // by the results so far: limits.usd counts it too
  std::optional<PlannedTime> time;   // nullopt: no call is left
  LimitsConfig limits;
  std::vector<ModelConfig> models;    // as configured: what their limits are
  std::vector<PlannedRequest> first;  // two at most

  std::uint64_t left() const;
};

/// Checks the dataset as a run does, renders every request of it (streamed: memory does not grow
/// with it), looks into results and store without changing them, and rehearses. Blocking. Errors
/// are those with which a run would refuse to start, and Fault::disk. `progress` is shown how far
/// it is, if it takes longer than a second.
Result<Plan> make_plan(const Config& config, const PlanOptions& options, Files& files,
                       Progress& progress);

}  // namespace judge
