#pragma once

#include <boost/asio/co_spawn.hpp>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "config/config.hpp"
#include "run/run.hpp"
#include "sim/sim_provider.hpp"
#include "support/loop.hpp"
#include "support/memory_files.hpp"

namespace judge {

/// Watches nothing; keeps the notices.
class Recorder final : public Progress {
 public:
  void update(const Snapshot& snapshot) override { last = snapshot; }
  void notice(std::string_view text) override { notices.emplace_back(text); }
  void finish(const Snapshot& snapshot) override { last = snapshot; }
  void resized(const Resized& change) override {
    sizes.push_back({change.from, change.to, std::string(change.cause)});
  }
  struct Size {
    std::size_t from;
    std::size_t to;
    std::string cause;
  };
  Snapshot last;
  std::vector<std::string> notices;
  std::vector<Size> sizes;
};

/// Everything of a project that outlives one process: dataset, results, store, and the provider's
/// books over all runs. Runs happen in virtual time.
class World {
 public:
  explicit World(std::size_t samples);
  ~World();
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  struct Outcome {
    Result<Summary> summary = fail(Fault::internal, "did not end");
    SimProvider::Books books;
    std::vector<std::string> notices;
    std::vector<Recorder::Size> sizes;  // of the limit, as it moved
    Duration took{};
    bool ended = false;
  };

  /// `during` may set timers that stop or break things; they are held as long as the run goes on.
  using During = std::function<std::vector<TimerHandle>(StopSignal&, Clock&)>;
  Outcome run(const SimBehaviour& behaviour, RunOptions options = {}, const During& during = {});

  std::vector<nlohmann::json> lines();
  /// Fails the running test where a promise is broken; `total` = the lines a finished run has.
  void check_promises(const Outcome& outcome);
  bool everything_answered_once() const;

  Config config;
  /// What a process does; judge::run, unless a test says otherwise.
  std::function<Async<Result<Summary>>(const Config&, RunOptions, Seams&)> process = judge::run;
  MemoryFiles files;
  Files* other_files = nullptr;      // where set, in their place
  ConfigUpdates* updates = nullptr;  // while a run goes on: where a changed config is put in

 private:
  std::filesystem::path folder_;
  std::map<std::string, std::uint64_t> answers_;
  struct Keeper;
  std::unique_ptr<Keeper> keeper_;
};

}  // namespace judge
