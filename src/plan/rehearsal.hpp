#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "plan/plan.hpp"
#include "plan/rehearsal_data.hpp"
#include "plan/survey.hpp"

namespace judge {

/// The calls left, run for real in virtual time: the scheduler, the stages, the store and the
/// results file are those of a run; provider, clock and files exist only in memory.
class Rehearsal {
 public:
  /// `rows`: the forecasts of the survey's rows. Some calls are left. All of it outlives this.
  static Result<Rehearsal> make(const Config& config, const Survey& survey,
                                const std::vector<PlannedCalls>& rows, Progress& progress);

  /// At most; what is more is scaled at the steady rate of these.
  static constexpr std::uint64_t most_calls = 20'000;

  /// How long the calls left take with `change` made to the models.
  using Change = std::function<void(ModelConfig&)>;
  Result<milliseconds> run(const Change& change = {});

  /// As the rehearsal runs them: with the limits that a built-in mock holds.
  const std::vector<ModelConfig>& models() const { return config_.models; }
  std::uint64_t calls() const { return calls_; }

 private:
  Rehearsal(Config config, const Survey& survey, const std::vector<PlannedCalls>& rows,
            Progress& progress, std::vector<WorkUnit> units, MemoryFile dataset);

  Config config_;
  const Survey* survey_;
  const std::vector<PlannedCalls>* rows_;
  Progress* progress_;
  std::vector<WorkUnit> units_;
  MemoryFile dataset_;
  std::uint64_t calls_ = 0;
};

}  // namespace judge
