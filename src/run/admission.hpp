#pragma once

#include <list>
#include <memory>
#include <optional>
#include <vector>

#include "base/tasks.hpp"
#include "run/byte_room.hpp"
#include "run/opening.hpp"
#include "run/sample_run.hpp"
#include "run/ticker.hpp"
#include "store/results_file.hpp"

namespace judge {

/// Lets samples in from the streaming reader, a small multiple of the permits at a time (that is
/// the back-pressure), and sees each to its results line; ends the run when it should.
class Admission {
 public:
  Admission(const Config& config, const Pipeline& pipeline, const std::vector<std::string>& models,
            Opening& opening, ResponseStore& store, ResultsFile& results, Seams& seams,
            Ticker& ticker, Redactor redactor);

  /// These calls are not to be made; nullptr: none.
  void leave_out(const CallFailures* calls) { services_.given_up = calls; }
  /// Returns when every unit that was let in has ended.
  Async<> run();
  /// Closes the files and sums up.
  Async<Summary> finish(Time started);

 private:
  Async<> admit_all();
  Async<> admit(const Sample& sample, std::uint64_t drawn);
  Async<> see_through(Unit unit, Permit permit, ByteRoom::Place place);
  Async<bool> write(Record record, std::uint64_t place);
  void count_for_stop(std::size_t candidate, std::uint64_t drawn, std::string_view id,
                      double score);
  void set_deadline();
  void reload(const Config& next);
  /// How many units are let in for so many permits.
  std::size_t window(std::size_t permits) const;
  static Budget::Limits budget_limits(const LimitsConfig& limits);
  void set_drain_timeout();
  void check_failures();
  void look_at_first(const Record& record, std::uint64_t place);
  void show(Snapshot& now) const;

  const Config& config_;
  const Pipeline& pipeline_;
  Opening& opening_;
  ResultsFile& results_;
  Seams& seams_;
  Ticker& ticker_;
  Redactor redactor_;

  LimitsConfig limits_;
  Time started_;
  Stopper stopper_;
  Budget budget_;
  Effort effort_;
  std::uint64_t possibly_billed_ = 0;
  Services services_;
  ResponseStore& store_;
  Clients clients_;
  Semaphore admitted_;
  ByteRoom room_;
  TaskGroup units_;
  std::optional<EarlyStop> early_stop_;
  std::optional<std::string> reached_;
  std::uint64_t let_in_ = 0;
  std::uint64_t first_failures_ = 0;  // that were alike, without anything else
  std::string first_code_;
  bool first_are_over_ = false;
  StopSignal::Hook on_drain_;
  std::optional<ConfigUpdates::Listening> updates_;
  TimerHandle deadline_;
  TimerHandle drain_;
};

}  // namespace judge
